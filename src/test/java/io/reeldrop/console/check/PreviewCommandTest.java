package io.reeldrop.console.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.console.Rig;
import io.reeldrop.image.Photo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreviewCommandTest {

    private static final String SIDECAR = """
            {"promptText": "waves", "model": "gen4_turbo", "ratio": "1280:720", "duration": 4}""";

    @TempDir
    Path home;

    private Rig rig;

    @BeforeEach
    void copy() throws Exception {
        rig = new Rig(home);
    }

    @Test
    void shows_the_exact_request_without_key_or_image() throws Exception {
        Path image = rig.image("anywhere/cat.png");
        rig.write("anywhere/cat.json", SIDECAR);
        assertThat(rig.run(Map.of("REELDROP_ACCOUNTS_SANDBOX_API_KEY", "key_0123456789"), false, "preview", image.toString())).as(rig.out)
                .isZero();
        long chars = (Files.size(image) + 2) / 3 * 4;
        assertThat(rig.out).contains("POST http://127.0.0.1:7070/v1/image_to_video", "Authorization: Bearer ***", "X-Runway-Version",
                "\"promptText\" : \"waves\"",
                "data:image/png;base64,<" + chars + " chars>", "about 20 credits").doesNotContain("key_0123456789");
        assertThat(image).exists();
        assertThat(home.toFile().list()).containsExactlyInAnyOrder("routes", "config", "anywhere");
    }

    @Test
    void the_defaults_of_the_watch_apply_inside_and_outside_of_it() throws Exception {
        rig.write("watch/in/_defaults.json", "{\"model\": \"gen4_turbo\", \"ratio\": \"960:960\", \"duration\": 2}");
        rig.write("watch/in/sub/_defaults.json", "{\"duration\": 3, \"sidecar\": \"optional\"}");
        assertThat(rig.run("preview", rig.image("watch/in/sub/cat.png").toString())).as(rig.out).isZero();
        assertThat(rig.out).contains("\"duration\" : 3", "960:960", "about 15 credits", "over _defaults.json, sub/_defaults.json");
        rig.write("elsewhere/dog.png.json", "{\"promptText\": \"a dog\"}");
        assertThat(rig.run("preview", rig.image("elsewhere/dog.png").toString())).as(rig.out).isZero();
        assertThat(rig.out).contains("\"duration\" : 2", "a dog", "elsewhere/dog.png.json");
        Path other = rig.write("elsewhere/other.json", "{\"promptText\": \"another\"}");
        assertThat(rig.run("preview", home.resolve("elsewhere/dog.png").toString(), "--sidecar", other.toString())).isZero();
        assertThat(rig.out).contains("another").doesNotContain("a dog");
    }

    @Test
    void an_image_that_is_too_large_is_shown_as_it_would_be_sent() throws Exception {
        Path image = rig.write("anywhere/cat.json", SIDECAR).resolveSibling("cat.png");
        Files.write(image, Photo.png(Photo.seen(1300, 1100, 255, 1), 1, null));
        assertThat(rig.run("preview", image.toString())).as(rig.out).isZero();
        assertThat(rig.out).contains("png, 1300 x 1100", "does not fit sandbox", "sent as jpeg, 1300 x 1100", "data:image/jpeg;base64,<");
    }

    @Test
    void what_would_be_refused_is_told_with_every_reason() throws Exception {
        rig.write("cat.json", SIDECAR.replace("1280:720", "4:3").replace("4}", "70}"));
        assertThat(rig.run("preview", rig.image("cat.png").toString())).isEqualTo(1);
        assertThat(rig.out).contains("ratio: 4:3", "duration: 70 s").doesNotContain("POST");
        assertThat(rig.run("preview", rig.image("alone.png").toString())).isEqualTo(1);
        assertThat(rig.out).contains("image without a sidecar");
        rig.write("watch/in/_defaults.json", "{broken");
        assertThat(rig.run("preview", home.resolve("cat.png").toString())).isEqualTo(1);
        assertThat(rig.out).contains("_defaults.json");
        assertThat(rig.run("preview", home.resolve("gone.png").toString())).isEqualTo(1);
        assertThat(rig.err).contains("There is no file");
    }

    @Test
    void the_rights_of_the_named_watch_count() throws Exception {
        String watch = Files.readString(home.resolve("routes/watch/default.camel.yaml"));
        rig.write("routes/watch/press.camel.yaml", watch.replace("watch-default", "watch-press")
                .replace("watch: default", "watch: press\n        maxCostPerJob: \"10\"")
                .replace("{{reeldrop.root}}", home.resolve("press").toString()));
        rig.write("cat.json", SIDECAR);
        String image = rig.image("cat.png").toString();
        assertThat(rig.run("preview", image)).isEqualTo(1);
        assertThat(rig.err).contains("default, press");
        assertThat(rig.run("preview", image, "--watch", "default")).isZero();
        assertThat(rig.run("preview", image, "--watch", "press")).isEqualTo(1);
        assertThat(rig.out).contains("it would cost 20", "at most 10");
    }
}
