package io.reeldrop.pipeline;

import static io.reeldrop.pipeline.Bench.SIDECAR;
import static io.reeldrop.pipeline.Bench.eventually;
import static io.reeldrop.pipeline.Bench.prompt;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.job.Job;
import io.reeldrop.job.State;
import io.reeldrop.storage.S3Server;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every end of a drop and every way back, from and to folders and buckets: the rules are the same, wherever its files lie. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FolderAndBucketTest {

    private static final byte[] NOT_OURS = "somebody else's video".getBytes();

    private S3Server s3;
    private Bench bench;
    private Shelves at;

    @BeforeAll
    void startServer() throws Exception {
        s3 = S3Server.inProcess().bucket(Shelves.DROPS).bucket(Shelves.VIDEOS);
    }

    @AfterAll
    void stopServer() throws Exception {
        s3.close();
    }

    @ParameterizedTest(name = "from a {0} to a {1}")
    @CsvSource({"folder,folder", "folder,bucket", "bucket,folder", "bucket,bucket"})
    void every_end_and_every_way_back(String source, String destination, @TempDir Path home) throws Exception {
        try (Bench table = new Bench(home, Bench.QUICK).s3(s3).set("reeldrop.deliver.tries", "2").set("reeldrop.deliver.retry-ms", "100")) {
            bench = table;
            String prefix = source + "/" + destination;
            at = Shelves.press(bench, s3, prefix, source.equals("bucket"), destination.equals("bucket"));
            at.out().put("taken.mp4", NOT_OURS);
            bench.start();
            everyEnd();
            if (destination.equals("bucket")) {
                labels(prefix);
            }
            everyWayBack();
            theSameDropTwice();
            assertThat(at.in().names()).isEmpty();
            assertThat(at.inProgress().names()).isEmpty();
            assertThat(bench.sandbox.report().posts()).isEqualTo(bench.sandbox.report().tasksCreated());
        }
    }

    private void everyEnd() throws Exception {
        at.drop("sub/good", SIDECAR);
        at.drop("taken", prompt("taken"));
        at.drop("late", prompt("late [render 1500]"));
        at.drop("rejected", SIDECAR.replace("1280:720", "1:1"));
        at.drop("failed", prompt("[fail SAFETY.INPUT.TEXT]"));
        at.drop("cancelled", prompt("[cancelled]"));
        at.drop("undelivered", prompt("[not-a-video 2]"));
        at.drop("doubt", prompt("doubt [lose]"));
        eventually().until(() -> bench.job("late") != null && bench.job("late").state() == State.RENDERING);
        at.out().put("late.mp4", NOT_OURS);
        bench.untilEnded(8);
        assertThat(bench.all()).extracting(Job::name, Job::state).containsExactlyInAnyOrder(end("sub/good", State.DELIVERED),
                end("taken", State.DELIVERED), end("late", State.DELIVERED), end("rejected", State.REJECTED), end("failed", State.FAILED),
                end("cancelled", State.CANCELLED), end("undelivered", State.UNDELIVERED), end("doubt", State.IN_DOUBT));
        assertThat(bench.sandbox.report().tasksCreated()).isEqualTo(7);
        assertThat(at.out().names()).containsExactly("late-2.mp4", "late-2.result.json", "late.mp4", "sub/good.mp4", "sub/good.result.json",
                "taken-2.mp4", "taken-2.result.json", "taken.mp4");
        assertThat(at.out().read("late.mp4")).isEqualTo(NOT_OURS);
        assertThat(at.out().read("taken.mp4")).isEqualTo(NOT_OURS);
        assertThat(at.out().read("sub/good.mp4")).hasSize(Math.toIntExact(bench.job("sub/good").number("output_bytes")));
        assertThat(at.done().names()).containsExactly("late.json", "late.png", "sub/good.json", "sub/good.png", "taken-2.json",
                "taken-2.png");
        assertThat(at.dead().names()).containsExactlyElementsOf(Stream.of("cancelled", "doubt", "failed", "rejected", "undelivered")
                .flatMap(name -> Stream.of(name + ".error.json", name + ".json", name + ".png")).toList());
        assertThat(at.dead().text("rejected.error.json")).contains("Nothing was paid").contains("\"ratio\"");
        assertThat(at.dead().text("failed.error.json")).contains("SAFETY.INPUT.TEXT").contains("buys a new one");
        assertThat(at.dead().text("undelivered.error.json")).contains(bench.job("undelivered").taskId())
                .contains("nothing is bought again");
        assertThat(at.dead().text("doubt.error.json")).contains("reeldrop resolve " + bench.job("doubt").id());
    }

    private static Tuple end(String name, State state) {
        return Tuple.tuple(name, state);
    }

    private void labels(String prefix) {
        for (String name : List.of("sub/good", "late", "taken")) {
            Job job = bench.job(name);
            var video = s3.client().headObject(head -> head.bucket(Shelves.VIDEOS).key(prefix + "/" + job.text("output_file")));
            assertThat(video.contentType()).isEqualTo("video/mp4");
            assertThat(video.contentLength()).isEqualTo(job.number("output_bytes"));
            assertThat(video.metadata()).isEqualTo(Map.of("job", job.id(), "task-id", job.taskId(), "sha256", job.text("output_sha256")));
        }
        assertThat(s3.client().headObject(head -> head.bucket(Shelves.VIDEOS).key(prefix + "/sub/good.result.json")).contentType())
                .isEqualTo("application/json");
    }

    private void everyWayBack() throws Exception {
        long posts = bench.sandbox.report().posts();
        String paid = bench.job("undelivered").taskId();
        at.moveBack("undelivered");
        at.moveBack("doubt");
        eventually().until(() -> bench.job("undelivered").state() == State.DELIVERED
                && at.dead().has("doubt.png") && at.dead().has("doubt.json") && bench.job("doubt").filed());
        assertThat(bench.job("undelivered").taskId()).isEqualTo(paid);
        assertThat(bench.job("doubt").state()).isEqualTo(State.IN_DOUBT);
        assertThat(at.dead().text("doubt.error.json")).contains("Moving the files back changes nothing");
        assertThat(at.out().names()).contains("undelivered.mp4", "undelivered.result.json");
        assertThat(bench.sandbox.report().posts()).as("neither was bought again").isEqualTo(posts);

        bench.orders().adopt(bench.job("doubt"), bench.taskOf("doubt [lose]"));
        bench.untilState("doubt", State.DELIVERED);
        assertThat(at.out().names()).contains("doubt.mp4", "doubt.result.json");
        assertThat(bench.sandbox.report().posts()).as("resolved, not bought again").isEqualTo(posts);

        at.moveBack("rejected", prompt("rejected, corrected"));
        at.moveBack("failed");
        at.moveBack("cancelled");
        bench.untilEnded(11);
        assertThat(bench.states()).isEqualTo(Map.of(State.DELIVERED, 6L, State.FAILED, 2L, State.CANCELLED, 2L, State.REJECTED, 1L));
        assertThat(bench.sandbox.report().posts() - posts).as("one new task for each of the three").isEqualTo(3);
        assertThat(at.done().names()).contains("doubt.json", "doubt.png", "rejected.json", "rejected.png", "undelivered.json",
                "undelivered.png");
        assertThat(at.dead().names()).containsExactlyElementsOf(Stream.of("cancelled", "failed")
                .flatMap(name -> Stream.of(name + ".error.json", name + ".json", name + ".png")).toList());
    }

    private void theSameDropTwice() throws Exception {
        long posts = bench.sandbox.report().posts();
        at.drop("sub/good", SIDECAR);
        bench.untilEnded(12);
        assertThat(bench.sandbox.report().posts()).isEqualTo(posts);
        assertThat(bench.job("sub/good").state()).isEqualTo(State.REJECTED);
        assertThat(at.dead().text("sub/good-2.error.json")).contains("this very drop is job").contains("Nothing was bought a second time");
        assertThat(at.dead().names()).contains("sub/good-2.json", "sub/good-2.png");
        assertThat(at.done().names()).contains("sub/good.json", "sub/good.png");
        assertThat(at.out().names()).doesNotContain("sub/good-2.mp4");
    }
}
