package io.reeldrop.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.runtime.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitCommandTest {

    @TempDir
    Path folder;

    private Rig rig;

    @BeforeEach
    void unpack() throws Exception {
        rig = new Rig(folder.resolve("program"));
    }

    @Test
    void what_it_writes_changes_no_setting_and_names_them_all() throws Exception {
        Path home = init();
        Files.createDirectories(folder.resolve("empty"));
        assertThat(home.resolve(Settings.FILE)).content().contains("#reeldrop.poll.interval-ms=5000", "\n# Between two polls");
        assertThat(Files.readAllLines(home.resolve(Settings.FILE))).allMatch(line -> line.isEmpty() || line.startsWith("#"));
        assertThat(settings(home)).isEqualTo(settings(folder.resolve("empty")));
        Files.writeString(home.resolve(Settings.FILE), Files.readString(home.resolve(Settings.FILE)).replace("#reeldrop.", "reeldrop."));
        assertThat(Settings.load(home, Map.of(), Map.of()).all().keySet()).containsAll(settings(home).keySet());
    }

    @Test
    void its_watch_is_the_shipped_one() throws Exception {
        assertThat(init().resolve("routes/watch/default.camel.yaml")).hasSameTextualContentAs(Path.of("routes/watch/default.camel.yaml"));
    }

    @Test
    void what_is_there_is_left_as_it_is_and_said_so() throws Exception {
        Path home = init();
        Files.writeString(home.resolve(Settings.FILE), "reeldrop.look-ms=77\n");
        Files.move(home.resolve("routes/watch/default.camel.yaml"), home.resolve("routes/watch/press.camel.yaml"));
        assertThat(rig.run("init", "--home", home.toString())).isZero();
        assertThat(rig.out).contains("as it was  config/application.properties", "as it was  routes/watch has watches")
                .doesNotContain("made");
        assertThat(home.resolve(Settings.FILE)).hasContent("reeldrop.look-ms=77");
        assertThat(home.resolve("routes/watch").toFile().list()).containsExactly("press.camel.yaml");
    }

    @Test
    void a_home_inside_of_a_release_would_be_left_behind() throws Exception {
        Files.createDirectories(rig.home.resolve("lib"));
        assertThat(rig.run("init")).isEqualTo(1);
        assertThat(rig.err).contains("would be left behind by the next one");
        Path home = folder.resolve("none");
        assertThat(rig.run("run", "--home", home.toString())).isEqualTo(78);
        assertThat(rig.err).contains("Make it with: reeldrop init");
    }

    private Path init() throws Exception {
        Path home = folder.resolve("home");
        assertThat(rig.run("init", "--home", home.toString())).as(rig.err).isZero();
        assertThat(rig.out).contains("made       config/application.properties", "made       routes/watch/default.camel.yaml",
                "check --home " + home);
        return home;
    }

    /** Without what the home's own path makes different. */
    private static Map<String, String> settings(Path home) {
        Map<String, String> settings = new TreeMap<>(Settings.load(home, Map.of(), Map.of()).all());
        settings.replaceAll((key, value) -> value.replace(home.toString(), "HOME"));
        return settings;
    }
}
