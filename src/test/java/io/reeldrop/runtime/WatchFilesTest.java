package io.reeldrop.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeldrop.job.Rejected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A parameter that Camel would ignore is refused, wherever in a route its Kamelet stands. */
class WatchFilesTest {

    @TempDir
    Path home;

    @BeforeEach
    void makeFolder() throws IOException {
        Files.createDirectories(home.resolve("routes/watch"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"folder-to-bucket", "bucket", "any-route"})
    void takes_every_example_as_it_stands(String example) throws IOException {
        copy(example, "account: sandbox", "account: sandbox");
        assertThat(WatchFiles.check(home)).singleElement().satisfies(watch -> assertThat(watch).containsEntry("account", "sandbox"));
    }

    @ParameterizedTest
    @CsvSource({"folder-to-bucket, maxCostPerJob", "bucket, maxCostPerDay", "any-route, maxCostPerDay"})
    void refuses_a_mistyped_limit(String example, String limit) throws IOException {
        copy(example, limit + ":", limit + "s:");
        assertThatThrownBy(() -> WatchFiles.check(home)).isInstanceOf(Rejected.class)
                .hasMessageContaining("routes/watch/" + example + ".camel.yaml, " + limit + "s: there is no such parameter")
                .hasMessageContaining("Did you mean " + limit);
    }

    @ParameterizedTest
    @CsvSource({"folder-to-bucket, root", "bucket, bucket", "any-route, watch"})
    void refuses_one_that_is_missing(String example, String parameter) throws IOException {
        Path file = copy(example, "account: sandbox", "account: sandbox");
        Files.writeString(file, Files.readString(file).replaceAll("(?m)^ +" + parameter + ": .*\\n", ""));
        assertThatThrownBy(() -> WatchFiles.check(home)).hasMessageContaining(parameter + ": is missing");
    }

    @Test
    void takes_a_route_that_serves_the_watches_of_others_and_refuses_it_alone() throws IOException {
        copy("bucket-events", "queue:", "queue:");
        assertThatThrownBy(() -> WatchFiles.check(home)).hasMessageContaining("holds no watch");
        copy("bucket", "watch: shop", "watch: shop");
        assertThat(WatchFiles.check(home)).singleElement().satisfies(watch -> assertThat(watch).containsEntry("watch", "shop"));
        copy("bucket-events", "queue:", "qeue:");
        assertThatThrownBy(() -> WatchFiles.check(home)).hasMessageContaining("Did you mean queue")
                .hasMessageContaining("queue: is missing");
    }

    @Test
    void refuses_a_route_that_no_drop_takes() throws IOException {
        copy("any-route", "kamelet:image-to-video-sink", "direct:elsewhere");
        assertThatThrownBy(() -> WatchFiles.check(home)).hasMessageContaining("a watch begins or ends at a Kamelet");
    }

    @Test
    void refuses_two_watches_of_one_name() throws IOException {
        copy("bucket", "watch: shop", "watch: camera");
        copy("any-route", "account", "account");
        assertThatThrownBy(() -> WatchFiles.check(home))
                .hasMessageContaining("'camera' is the name of the watch in routes/watch/any-route.camel.yaml, too");
    }

    @Test
    void reads_a_config_map_as_kubernetes_mounts_it() throws IOException {
        Path watches = home.resolve("routes/watch");
        Path file = copy("bucket", "account", "account");
        Path version = Files.createDirectory(watches.resolve("..2026_11_21_09_00_00.1"));
        Files.createSymbolicLink(watches.resolve("..data"), version.getFileName());
        Files.move(file, version.resolve(file.getFileName()));
        Files.createSymbolicLink(file, Path.of("..data").resolve(file.getFileName()));
        Files.writeString(watches.resolve(".bucket.camel.yaml.swp"), "an editor's");
        assertThat(WatchFiles.check(home)).hasSize(1);
    }

    private Path copy(String example, String text, String other) throws IOException {
        String file = example + ".camel.yaml";
        String route = Files.readString(Path.of("routes/examples").resolve(file));
        assertThat(route).contains(text);
        return Files.writeString(home.resolve("routes/watch").resolve(file), route.replace(text, other));
    }
}
