package io.reeldrop.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder as a place, whatever a file of another place is called. */
class FolderTest {

    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/../../x", "/x", "", ".", "a/..", "a\0b"})
    void a_name_that_leads_out_of_the_folder_is_refused_by_every_call(String name) throws IOException {
        Storage folder = new Folder(Files.createDirectories(home.resolve("place")));
        Path file = Files.writeString(home.resolve("video"), "bytes");
        assertThatThrownBy(() -> folder.has(name)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> folder.put(name, file, Label.of("0"), () -> { })).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> folder.write(name, "text")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> folder.delete(name)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> folder.move(folder, name, "there")).isInstanceOf(IOException.class);
        assertThat(home).isDirectoryNotContaining(path -> !path.endsWith("place") && !path.equals(file));
        assertThat(file).hasContent("bytes");
    }
}
