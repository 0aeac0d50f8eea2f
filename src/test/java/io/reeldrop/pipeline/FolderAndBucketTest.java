package io.reeldrop.pipeline;

import static io.reeldrop.pipeline.Bench.SIDECAR;
import static io.reeldrop.pipeline.Bench.eventually;
import static io.reeldrop.pipeline.Bench.prompt;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.job.Job;
import io.reeldrop.job.State;
import io.reeldrop.storage.S3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every end of a drop, from and to folders and buckets: the rules are the same, wherever its files lie. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FolderAndBucketTest {

    private S3Server s3;

    @BeforeAll
    void startServer() throws Exception {
        s3 = S3Server.inProcess().bucket("drops").bucket("videos");
    }

    @AfterAll
    void stopServer() throws Exception {
        s3.close();
    }

    @ParameterizedTest(name = "from a {0} to a {1}")
    @CsvSource({"folder,folder", "folder,bucket", "bucket,folder", "bucket,bucket"})
    void every_end(String source, String destination, @TempDir Path home) throws IOException {
        String prefix = source + "/" + destination;
        Shelf out = destination.equals("folder") ? Shelf.folder(home.resolve("videos")) : Shelf.bucket(s3, "videos", prefix);
        try (Bench bench = new Bench(home, Bench.QUICK).s3(s3)) {
            Shelf[] place = new Shelf[4];
            String[] names = {"in", "in-progress", "done", "dead-letter"};
            for (int i = 0; i < names.length; i++) {
                place[i] = source.equals("folder") ? Shelf.folder(home.resolve("press/" + names[i])) : Shelf.bucket(s3, "drops", prefix + "/" + names[i]);
            }
            if (source.equals("folder")) {
                bench.watch("press", "sandbox", "out", out.place());
            } else {
                bench.bucketWatch("press", "sandbox", "drops", prefix, "out", out.place());
            }
            bench.start();
            ends(bench, place[0], place[1], out, place[2], place[3]);
        }
    }

    private void ends(Bench bench, Shelf in, Shelf inProgress, Shelf out, Shelf done, Shelf dead) throws IOException {
        drop(in, "sub/good", SIDECAR);
        drop(in, "rejected", SIDECAR.replace("1280:720", "1:1"));
        drop(in, "failed", prompt("[fail SAFETY.INPUT.TEXT]"));
        drop(in, "doubt", prompt("doubt [lose]"));
        bench.untilEnded(4);
        assertThat(out.names()).containsExactly("sub/good.mp4", "sub/good.result.json");
        assertThat(done.names()).containsExactly("sub/good.json", "sub/good.png");
        assertThat(dead.names()).containsExactly("doubt.error.json", "doubt.json", "doubt.png", "failed.error.json", "failed.json", "failed.png",
                "rejected.error.json", "rejected.json", "rejected.png");
        assertThat(in.names()).isEmpty();
        assertThat(inProgress.names()).isEmpty();
        assertThat(out.read("sub/good.mp4")).hasSize(Math.toIntExact(bench.job("sub/good").number("output_bytes")));
    }

    private static void drop(Shelf in, String name, String sidecar) throws IOException {
        in.put(name + ".png", Bench.png(name.hashCode()));
        in.put(name + ".json", sidecar);
    }
}
