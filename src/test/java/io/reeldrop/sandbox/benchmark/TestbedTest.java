package io.reeldrop.sandbox.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.console.Rig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestbedTest {

    @TempDir
    Path folder;

    @Test
    void a_benchmark_takes_no_drops_of_the_operators_watches_and_has_none_of_their_keys() throws Exception {
        Rig rig = new Rig(folder);
        rig.write("routes/watch/press.camel.yaml", Files.readString(Path.of("routes/examples/folder-to-bucket.camel.yaml")));
        rig.write("config/application.properties", "reeldrop.root=/srv/press\nreeldrop.accounts.sandbox.api-key=key_0123456789\n");
        Path gone;
        try (Testbed testbed = new Testbed(folder, Map.of())) {
            gone = testbed.home;
            assertThat(testbed.home.resolve("routes/watch").toFile().list()).containsExactly("default.camel.yaml");
            assertThat(testbed.home.resolve("config/application.properties")).content().doesNotContain("/srv/press", "key_0123456789");
        }
        assertThat(gone).doesNotExist();
    }
}
