package io.reeldrop.drop;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.reeldrop.job.Rejected;
import io.reeldrop.storage.Storage;
import io.reeldrop.storage.Storages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageReaderTest {

    @TempDir
    private Path dir;

    @Test
    void refuses_a_file_that_may_not_be_read() throws IOException {
        Path file = Files.write(dir.resolve("secret.png"), new byte[] {1});
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(file), "this user may read everything");
        assertThatThrownBy(() -> ImageReader.read(folder(), "secret.png")).isInstanceOf(Rejected.class)
                .hasMessageContaining("may not be read");
    }

    @Test
    void does_not_blame_a_file_that_is_gone() {
        assertThatThrownBy(() -> ImageReader.read(folder(), "gone.png")).isInstanceOf(UncheckedIOException.class);
    }

    private Storage folder() {
        return new Storages(null).at(dir.toString());
    }
}
