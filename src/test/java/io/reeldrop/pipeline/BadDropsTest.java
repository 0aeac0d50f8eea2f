package io.reeldrop.pipeline;

import static io.reeldrop.pipeline.Bench.SIDECAR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeldrop.job.Job;
import io.reeldrop.job.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of bad drop lies in one folder at once, among good ones: each is named with its remedy, none is paid, none is in the way. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadDropsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> ODD = List.of("with spaces", "it's \"quoted\"", "half#way", "100%25 done%", "${x}", "{{x}}",
            "two\nlines", "-rf", "$(x);&|*?<>", "[render 1]", "dotted.name.v2", "ünï/cödé " + "語".repeat(60) + "äöü");

    private Path home;
    private Bench bench;
    private final Map<String, JsonNode> errors = new HashMap<>();
    private String status;
    private String tightStatus;

    @BeforeAll
    void drop_everything(@TempDir Path folder) throws IOException {
        home = folder;
        bench = new Bench(home, Bench.QUICK).watch("tight", "sandbox", "models", "gen4_turbo", "maxCostPerJob", "30").account("other")
                .start();
        for (String name : ODD) {
            bench.drop(name, SIDECAR);
        }
        badSidecars();
        badImages();
        badCompany();
        Path tight = home.resolve("tight");
        Bench.drop(tight, "model", SIDECAR.replace("gen4_turbo", "gen4.5"));
        Bench.drop(tight, "cost", SIDECAR.replace("5}", "10}"));
        Bench.drop(tight, "account", SIDECAR.replace("{", "{\"account\": \"other\", "));
        long atOnce = cases().filter(c -> !Late.NAMES.contains(c.get()[1])).count();
        Bench.eventually().untilAsserted(() -> assertThat(rejected()).hasSize((int) atOnce));
        bench.clock.moveOn(Duration.ofMinutes(11));
        Bench.eventually().untilAsserted(() -> assertThat(rejected()).hasSize((int) cases().count()));
        bench.untilEnded(bench.all().size());
        status = bench.status();
        tightStatus = bench.status(tight);
        for (Path root : List.of(bench.root, tight)) {
            try (Stream<Path> files = Files.list(root.resolve("dead-letter"))) {
                for (Path file : files.filter(f -> f.toString().endsWith(".error.json")).toList()) {
                    errors.put(root.getFileName() + "/" + file.getFileName().toString().replace(".error.json", ""),
                            JSON.readTree(Files.readString(file)));
                }
            }
        }
    }

    /** What is rejected only after the waiting time. */
    private static final class Late {
        private static final List<String> NAMES = List.of("empty-image", "image-alone", "sidecar-alone", "neither.txt");
    }

    private void badSidecars() throws IOException {
        bench.drop("broken", "{\"promptText\": \"waves\",\n \"model\": ");
        bench.drop("list", "[1, 2]");
        bench.drop("twice", "{\"model\": \"gen4_turbo\", \"model\": \"gen4.5\", \"ratio\": \"1280:720\"}");
        bench.drop("type", SIDECAR.replace("5}", "\"five\"}"));
        bench.drop("unknown", SIDECAR.replace("promptText", "promtText"));
        bench.drop("prompt", SIDECAR.replace("waves", "w".repeat(1001)));
        bench.drop("ratio", SIDECAR.replace("1280:720", "16:9"));
        bench.drop("duration", SIDECAR.replace("5}", "11}"));
        bench.drop("model", SIDECAR.replace("gen4_turbo", "gen4-turbo"));
        bench.drop("seed", SIDECAR.replace("5}", "5, \"seed\": 4294967296}"));
        bench.drop("many", "{\"model\": \"gen4_turbo\", \"ratio\": \"16:9\", \"duration\": 99}");
        bench.drop("escape", SIDECAR.replace("5}", "5, \"promptImage\": \"file:///etc/passwd\"}"));
    }

    private void badImages() throws IOException {
        image("empty-image.png", new byte[0]);
        image("text.png", "not an image at all".getBytes(StandardCharsets.US_ASCII));
        byte[] png = Pictures.encoded("png", 400, 300);
        image("cut-png.png", Arrays.copyOf(png, png.length - 40));
        byte[] jpeg = Pictures.encoded("jpg", 400, 300);
        image("cut-jpeg.jpg", Arrays.copyOf(jpeg, jpeg.length / 2));
        byte[] webp = Pictures.webp(400, 300);
        image("cut-webp.webp", Arrays.copyOf(webp, webp.length - 10));
        image("huge.png", Pictures.hugePng(30_000, 30_000));
        image("wide.png", Pictures.encoded("png", 900, 300));
        image("format.gif", Pictures.encoded("gif", 400, 300));
    }

    private void badCompany() throws IOException {
        Bench.image(bench.in("image-alone.png"), 7);
        Files.writeString(bench.in("sidecar-alone.json"), SIDECAR);
        Files.writeString(bench.in("neither.txt"), "hello");
        image("two-images.png", Pictures.encoded("png", 400, 300));
        Files.write(bench.in("two-images.jpg"), Pictures.encoded("jpg", 400, 300));
        bench.drop("back\\slash", SIDECAR);
        Path outside = home.resolve("outside.png");
        Bench.image(outside, 8);
        Files.createSymbolicLink(bench.in("link.png"), outside);
        Files.createSymbolicLink(bench.in("dangling.png"), home.resolve("nowhere"));
        Files.createDirectories(home.resolve("elsewhere"));
        Bench.image(home.resolve("elsewhere/secret.png"), 9);
        Files.writeString(home.resolve("elsewhere/secret.json"), SIDECAR);
        Files.createSymbolicLink(bench.in("folder-link"), home.resolve("elsewhere"));
    }

    private void image(String name, byte[] bytes) throws IOException {
        Files.write(bench.in(name), bytes);
        Files.writeString(bench.in(name.substring(0, name.lastIndexOf('.')) + ".json"), SIDECAR);
    }

    private List<Job> rejected() {
        return bench.jobs().list("state = 'REJECTED' AND filed = 1", Map.of(), 1000);
    }

    static Stream<Arguments> cases() {
        return Stream.of(
                arguments("watch", "broken", "broken.json", null, "line 2", null, ""),
                arguments("watch", "list", "list.json", null, "object", null, "between { and }"),
                arguments("watch", "twice", "twice.json", "model", "twice", null, ""),
                arguments("watch", "type", "type.json", "duration", "", "number", ""),
                arguments("watch", "unknown", "unknown.json", "promtText", "", "promptText", "promptText"),
                arguments("watch", "prompt", "prompt.json", "promptText", "1001", "1000", "Shorten it by 1"),
                arguments("watch", "ratio", "ratio.json", "ratio", "16:9", "1280:720", "Choose"),
                arguments("watch", "duration", "duration.json", "duration", "11", "2 to 10", "Choose"),
                arguments("watch", "model", "model.json", "model", "gen4-turbo", "gen4_turbo", "gen4_turbo"),
                arguments("watch", "seed", "seed.json", "seed", "4294967296", "4294967295", "Choose"),
                arguments("watch", "many", "many.json", "ratio", "16:9", "1280:720", "Choose"),
                arguments("watch", "escape", "escape.json", "promptImage", "", null, ""),
                arguments("tight", "model", "model.json", "model", "gen4.5", "gen4_turbo", "ask whoever runs"),
                arguments("tight", "cost", "cost.json", "duration", "50", "at most 30", "shorter"),
                arguments("tight", "account", "account.json", "account", "other", "sandbox", "Leave it out"),
                arguments("watch", "empty-image", "empty-image.png", null, "empty", "at least 1 byte", "Copy the file again"),
                arguments("watch", "text", "text.png", null, "text file", "PNG, JPEG or WebP", "Export"),
                arguments("watch", "cut-png", "cut-png.png", null, "cut off", null, "Copy the file again"),
                arguments("watch", "cut-jpeg", "cut-jpeg.jpg", null, "cut off", null, "Copy the file again"),
                arguments("watch", "cut-webp", "cut-webp.webp", null, "cut off", null, "Copy the file again"),
                arguments("watch", "huge", "huge.json", "promptImage", "30000 × 30000", "200 million", "Scale it down"),
                arguments("watch", "wide", "wide.json", "promptImage", "900 × 300", "0.5 to 2", "Crop it"),
                arguments("watch", "format", "format.json", "promptImage", "gif", "jpeg, png, webp", "Save it"),
                arguments("watch", "image-alone", "image-alone.png", null, "without a sidecar", null, "image-alone.json"),
                arguments("watch", "sidecar-alone", "sidecar-alone.json", null, "without an image", null, "sidecar-alone.png"),
                arguments("watch", "neither.txt", "neither.txt", null, "neither", ".png", "Save it as an image"),
                arguments("watch", "two-images", "two-images.json", null, "two-images.jpg, two-images.png", "1 image",
                        "two-images.jpg.json"),
                arguments("watch", "back\\slash", "back\\slash", null, "backslash", null, "Rename"),
                arguments("watch", "link.png", "link.png", null, "symbolic link", null, "Put the file itself there"),
                arguments("watch", "dangling.png", "dangling.png", null, "symbolic link", null, "Put the file itself there"),
                arguments("watch", "folder-link", "folder-link", null, "symbolic link", null, ""));
    }

    @ParameterizedTest(name = "{0}/{1}")
    @MethodSource("cases")
    void a_bad_drop_is_told_file_field_limit_and_remedy(String root, String stem, String file, String field, String message, String limit,
            String remedy) {
        JsonNode error = errors.get(root + "/" + stem);
        assertThat(error).as("errors: %s", errors.keySet()).isNotNull();
        assertThat(error.path("state").asText()).isEqualTo("REJECTED");
        assertThat(error.hasNonNull("taskId")).isFalse();
        JsonNode problem = error.path("problems").path(0);
        assertThat(problem.path("file").asText()).startsWith(file);
        assertThat(problem.path("field").textValue()).isEqualTo(field);
        assertThat(problem.path("message").asText()).contains(message);
        if (limit != null) {
            assertThat(problem.path("limit").asText()).contains(limit);
        }
        assertThat(problem.path("remedy").asText()).contains(remedy).isNotBlank();
        String named = problem.path("message").asText();
        assertThat(bench.log.text()).contains(named);
        assertThat(root.equals("tight") ? tightStatus : status).contains(named);
    }

    @Test
    void every_fault_of_a_drop_is_told_everywhere() {
        assertThat(errors.get("watch/many").path("problems")).hasSize(2);
        assertThat(bench.log.text()).contains("99 s is not offered");
        assertThat(status).contains("99 s is not offered");
    }

    @Test
    void good_neighbours_are_delivered_whatever_they_are_called() {
        for (String name : ODD) {
            assertThat(bench.root.resolve("out").resolve(name + ".mp4")).exists();
            assertThat(bench.root.resolve("out").resolve(name + ".result.json")).exists();
            assertThat(bench.root.resolve("done").resolve(name + ".png")).exists();
            assertThat(bench.root.resolve("done").resolve(name + ".json")).exists();
        }
    }

    @Test
    void nothing_is_posted_for_a_bad_drop() {
        assertThat(bench.sandbox.report().posts()).isEqualTo(ODD.size());
        assertThat(bench.sandbox.report().tasksCreated()).isEqualTo(ODD.size());
        assertThat(bench.states()).containsOnlyKeys(State.DELIVERED, State.REJECTED);
    }

    @Test
    void nothing_is_left_in_in_and_nothing_of_the_links_target_was_touched() throws IOException {
        try (Stream<Path> left = Files.walk(bench.root.resolve("in"))) {
            assertThat(left.filter(f -> !Files.isDirectory(f))).isEmpty();
        }
        assertThat(home.resolve("outside.png")).exists();
        assertThat(home.resolve("elsewhere/secret.png")).exists();
        assertThat(home.resolve("elsewhere/secret.json")).exists();
    }

    @Test
    void one_line_of_the_log_is_about_one_drop() {
        assertThat(bench.log.text()).doesNotContain("two\nlines");
    }

    @AfterAll
    void close() throws IOException {
        bench.close();
    }
}
