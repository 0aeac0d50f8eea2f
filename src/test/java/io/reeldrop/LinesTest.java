package io.reeldrop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinesTest {

    private static final int COLUMNS = 140;

    @ParameterizedTest
    @ValueSource(strings = {"src/main/java", "src/sandbox/java", "src/test/java", "routes"})
    void no_line_is_longer_than_140_columns(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            List<Path> files = paths.filter(Files::isRegularFile).toList();
            assertThat(files).isNotEmpty();
            assertThat(files.stream().flatMap(LinesTest::tooLong)).isEmpty();
        }
    }

    /** As {@code file:line}, which a terminal or an editor leads to. */
    private static Stream<String> tooLong(Path file) {
        List<String> lines = lines(file);
        return IntStream.range(0, lines.size()).filter(i -> lines.get(i).length() > COLUMNS).mapToObj(i -> file + ":" + (i + 1));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
