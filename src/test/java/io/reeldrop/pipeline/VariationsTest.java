package io.reeldrop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeldrop.job.Job;
import io.reeldrop.job.State;
import io.reeldrop.storage.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One image, several jobs: from in/ on each variation is a drop of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VariationsTest {

    private static final String THREE = Bench.SIDECAR.replace("}",
            ", \"variations\": [{\"seed\": 1}, {\"seed\": 2, \"promptText\": \"%s\"}, {\"duration\": 10}]}");

    private Path home;
    private Bench bench;

    @BeforeAll
    void start(@TempDir Path home) throws IOException {
        this.home = home;
        bench = new Bench(home, Bench.QUICK).set("reeldrop.deliver.tries", "1").set("reeldrop.sidecar-grace-ms", "1").start();
    }

    @AfterEach
    void clear() throws IOException {
        bench.clear();
    }

    @AfterAll
    void stop() throws IOException {
        bench.close();
    }

    @Test
    void each_variation_becomes_a_video_with_files_of_its_own() throws IOException {
        bench.drop("sub/cat", String.format(THREE, "storm"));
        bench.untilEnded(3);
        assertThat(bench.states()).isEqualTo(Map.of(State.DELIVERED, 3L));
        assertThat(files("in")).isEmpty();
        assertThat(files("in-progress")).isEmpty();
        assertThat(files("out")).containsExactly("sub/cat-1.mp4", "sub/cat-1.result.json", "sub/cat-2.mp4", "sub/cat-2.result.json",
                "sub/cat-3.mp4", "sub/cat-3.result.json");
        assertThat(files("done")).containsExactly("sub/cat-1.json", "sub/cat-1.png", "sub/cat-2.json", "sub/cat-2.png",
                "sub/cat-3.json", "sub/cat-3.png");
        JsonNode request = json("out/sub/cat-2.result.json").path("request");
        assertThat(request.path("seed").asInt()).isEqualTo(2);
        assertThat(request.path("promptText").asText()).isEqualTo("storm");
        assertThat(json("out/sub/cat-3.result.json").path("request").path("duration").asInt()).isEqualTo(10);
        assertThat(json("done/sub/cat-2.json").path("variations")).hasSize(1);
        assertThat(bench.sandbox.report().tasksCreated()).isEqualTo(3);
    }

    @Test
    void a_variation_that_failed_is_moved_back_alone() throws IOException {
        // The folder's defaults know the variations; what is moved back must not be taken for all of them.
        Files.writeString(bench.in("_defaults.json"), String.format(THREE, "[fail SAFETY.INPUT.TEXT] storm"));
        Bench.image(bench.in("cat.png"), 3);
        Files.writeString(bench.in("cat.json"), "{}");
        bench.untilEnded(3);
        assertThat(bench.states()).isEqualTo(Map.of(State.DELIVERED, 2L, State.FAILED, 1L));
        assertThat(files("dead-letter")).containsExactly("cat-2.error.json", "cat-2.json", "cat-2.png");
        Files.writeString(home.resolve("watch/dead-letter/cat-2.json"),
                Files.readString(home.resolve("watch/dead-letter/cat-2.json")).replace("[fail SAFETY.INPUT.TEXT] ", ""));
        bench.moveBack("cat-2");
        bench.untilEnded(4);
        assertThat(bench.job("cat-2").state()).isEqualTo(State.DELIVERED);
        assertThat(bench.sandbox.report().tasksCreated()).isEqualTo(4);
        assertThat(files("dead-letter")).isEmpty();
        assertThat(files("out")).contains("cat-1.mp4", "cat-2.mp4", "cat-3.mp4").hasSize(6);
    }

    @Test
    void a_variation_whose_video_was_not_delivered_goes_on_with_its_task_when_it_is_moved_back() throws IOException {
        bench.drop("cat", String.format(THREE, "[not-a-video 1] storm"));
        bench.untilEnded(3);
        assertThat(files("dead-letter")).containsExactly("cat-2.error.json", "cat-2.json", "cat-2.png");
        bench.moveBack("cat-2");
        Bench.eventually().until(() -> bench.states().equals(Map.of(State.DELIVERED, 3L)));
        assertThat(bench.sandbox.report().tasksCreated()).isEqualTo(3);
        assertThat(files("in")).isEmpty();
    }

    @Test
    void an_image_without_sidecar_gets_one_for_each_variation_that_its_defaults_name() throws IOException {
        Files.writeString(bench.in("_defaults.json"),
                Bench.SIDECAR.replace("}", ", \"sidecar\": \"optional\", \"variations\": [{\"seed\": 1}, {\"seed\": 2}]}"));
        Bench.image(bench.in("cat.png"), 3);
        bench.untilEnded(2);
        assertThat(bench.states()).isEqualTo(Map.of(State.DELIVERED, 2L));
        assertThat(json("done/cat-2.json").path("variations").toString()).isEqualTo("[{\"seed\":2}]");
        assertThat(files("in")).containsExactly("_defaults.json");
    }

    @Test
    void a_fault_in_one_variation_buys_none() throws IOException {
        bench.drop("cat", Bench.SIDECAR.replace("}", ", \"variations\": [{\"seed\": 1}, {\"duration\": 60}, {\"seed\": 3}]}"));
        bench.drop("dog", Bench.SIDECAR.replace("}", ", \"variations\": [{\"seed\": 1}, {\"ratio\": \"1280:720\", \"seed\": 1}]}"));
        bench.untilEnded(2);
        assertThat(bench.error("cat")).contains("cat.json, variation 2").contains("60 s is not offered");
        assertThat(bench.error("dog")).contains("dog.json, variation 2").contains("is the same as another one (dog.json, variation 1)");
        assertThat(bench.sandbox.report().tasksCreated()).isZero();
        assertThat(files("dead-letter")).containsExactly("cat.error.json", "cat.json", "cat.png", "dog.error.json", "dog.json",
                "dog.png");
    }

    @Test
    void the_same_variations_again_are_not_bought_again() throws IOException {
        bench.drop("cat", String.format(THREE, "storm"));
        bench.untilEnded(3);
        bench.drop("cat", String.format(THREE, "calm"));
        bench.untilEnded(4);
        Job again = bench.job("cat");
        assertThat(again.state()).isEqualTo(State.REJECTED);
        assertThat(again.text("reason")).contains("cat.json, variation 1").contains("this very variation is job");
        assertThat(bench.sandbox.report().tasksCreated()).isEqualTo(3);
    }

    @Test
    void a_drop_in_a_bucket_has_variations_as_well() throws Exception {
        try (S3Server s3 = S3Server.inProcess().bucket(Shelves.DROPS).bucket(Shelves.VIDEOS);
                Bench bench = new Bench(home.resolve("bucket"), Bench.QUICK).s3(s3)) {
            Shelves at = Shelves.press(bench, s3, "variations", true, true);
            at.drop("cat", String.format(THREE, "storm"));
            bench.start();
            bench.untilEnded(3);
            assertThat(bench.states()).isEqualTo(Map.of(State.DELIVERED, 3L));
            assertThat(at.in().names()).isEmpty();
            assertThat(at.inProgress().names()).isEmpty();
            assertThat(at.done().names()).containsExactlyInAnyOrder("cat-1.json", "cat-1.png", "cat-2.json", "cat-2.png", "cat-3.json",
                    "cat-3.png");
            assertThat(at.done().text("cat-2.json")).contains("storm").doesNotContain("\"duration\" : 10");
        }
    }

    private JsonNode json(String file) throws IOException {
        return new ObjectMapper().readTree(home.resolve("watch").resolve(file).toFile());
    }

    private List<String> files(String place) throws IOException {
        Path folder = home.resolve("watch").resolve(place);
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString()).sorted().toList();
        }
    }
}
