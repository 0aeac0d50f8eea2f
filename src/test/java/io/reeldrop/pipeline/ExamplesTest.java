package io.reeldrop.pipeline;

import static io.reeldrop.pipeline.Bench.SIDECAR;
import static io.reeldrop.pipeline.Bench.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.job.Job;
import io.reeldrop.job.State;
import io.reeldrop.storage.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The examples do what they say, as they stand: only {@code /srv} lies elsewhere. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExamplesTest {

    private S3Server s3;

    @BeforeAll
    void startServer() throws Exception {
        s3 = S3Server.inProcess().bucket("media").bucket("videos");
    }

    @AfterAll
    void stopServer() throws Exception {
        s3.close();
    }

    @Test
    void a_folder_whose_videos_go_to_a_bucket(@TempDir Path home) throws IOException {
        try (Bench bench = bench(home, "folder-to-bucket")) {
            Shelf in = Shelf.folder(home.resolve("srv/press/in"));
            in.put("cat.png", Bench.png(1));
            in.put("cat.json", SIDECAR);
            bench.untilState("cat", State.DELIVERED);
            assertThat(Shelf.bucket(s3, "videos", "press").names()).containsExactly("cat.mp4", "cat.result.json");
        }
    }

    @Test
    void a_prefix_in_a_bucket(@TempDir Path home) throws IOException {
        Shelf in = Shelf.bucket(s3, "media", "shop/in");
        in.put("cat.png", Bench.png(1));
        in.put("cat.json", SIDECAR);
        try (Bench bench = bench(home, "bucket")) {
            bench.untilState("cat", State.DELIVERED);
            assertThat(Shelf.bucket(s3, "media", "shop/out").names()).containsExactly("cat.mp4", "cat.result.json");
            assertThat(Shelf.bucket(s3, "media", "shop/done").names()).containsExactly("cat.json", "cat.png");
        }
    }

    @Test
    void any_route(@TempDir Path home) throws IOException {
        try (Bench bench = bench(home, "any-route")) {
            Shelf camera = Shelf.folder(home.resolve("srv/camera"));
            camera.put("monday.png", Bench.png(1));
            camera.put("broken.jpg", "this is no picture".getBytes());
            bench.untilState("camera/monday", State.DELIVERED);
            eventually().until(() -> bench.job("camera/broken") != null && bench.job("camera/broken").filed());
            Path videos = home.resolve("srv/camera-videos");
            assertThat(videos.resolve("out/camera/monday.mp4")).isNotEmptyFile();
            assertThat(videos.resolve("done/camera/monday.png")).exists();
            assertThat(videos.resolve("dead-letter/camera/broken.error.json")).content().contains("is a text file, not an image");
            eventually().until(() -> Files.exists(home.resolve("srv/camera/.refused/broken.jpg")));
            assertThat(home.resolve("srv/camera/.camel/monday.png")).as("acknowledged").exists();
        }
    }

    @Test
    void the_same_drop_handed_over_twice_is_one_job_and_another_one_of_that_name_is_another(@TempDir Path home) throws IOException {
        try (Bench bench = bench(home, "any-route")) {
            Job first = job(bench, hand(bench, "twice.png", Bench.png(1)));
            assertThat(hand(bench, "twice.png", Bench.png(1)).getMessage().getBody(String.class)).isEqualTo(first.id());
            bench.untilState("twice", State.DELIVERED);
            Exchange late = hand(bench, "twice.png", Bench.png(1));
            assertThat(late.getMessage().getHeader("ReeldropJob")).isEqualTo(first.id());
            assertThat(late.getMessage().getHeader("ReeldropState")).isEqualTo("DELIVERED");
            Job other = job(bench, hand(bench, "twice.png", Bench.png(2)));
            assertThat(other.id()).isNotEqualTo(first.id());
            bench.untilAll(2, job -> job.state() == State.DELIVERED);
            assertThat(bench.sandbox.report().tasksCreated()).isEqualTo(2);
            assertThat(Shelf.folder(home.resolve("srv/by-hand/out")).names()).contains("twice.mp4", "twice-2.mp4");
            assertThat(Shelf.folder(home.resolve("srv/by-hand/in")).names()).isEmpty();
        }
    }

    @Test
    void a_refused_drop_is_an_exception_with_every_reason(@TempDir Path home) throws IOException {
        try (Bench bench = bench(home, "any-route")) {
            Exchange refused = hand(bench, "text.png", "no picture".getBytes());
            assertThat(refused.getException()).hasMessageContaining("text.png: is a text file, not an image");
            assertThat(hand(bench, "", Bench.png(1)).getException()).hasMessageContaining("has no name");
            assertThat(bench.sandbox.report().posts()).isZero();
        }
    }

    private static Exchange hand(Bench bench, String name, byte[] image) {
        try (ProducerTemplate template = bench.pipeline().context().createProducerTemplate()) {
            return template.request("direct:hand", exchange -> {
                exchange.getMessage().setBody(image);
                exchange.getMessage().setHeader("CamelFileName", name);
            });
        } catch (IOException | CamelExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private static Job job(Bench bench, Exchange handed) {
        assertThat(handed.getException()).isNull();
        return bench.jobs().find(handed.getMessage().getHeader("ReeldropJob", String.class)).orElseThrow();
    }

    /** With that one example as its only watch. */
    private Bench bench(Path home, String example) throws IOException {
        Bench bench = new Bench(home, Bench.QUICK).s3(s3);
        String route = Files.readString(Path.of("routes/examples/" + example + ".camel.yaml")).replace("/srv/", home.resolve("srv") + "/");
        Files.delete(home.resolve("routes/watch/default.camel.yaml"));
        Files.writeString(home.resolve("routes/watch/" + example + ".camel.yaml"), route);
        if (example.equals("any-route")) {
            Files.writeString(home.resolve("routes/watch/by-hand.camel.yaml"), route.replace("id: any-route", "id: by-hand")
                    .replace("file:" + home.resolve("srv/camera") + "\"", "direct:hand\"")
                    .replaceAll("(?s)      parameters:\n        readLock.*?      steps", "      steps")
                    .replace("watch: camera", "watch: by-hand").replace("              name: \"camera/${header.CamelFileName}\"\n", "")
                    .replace("camera-videos", "by-hand"));
        }
        return bench.start();
    }
}
