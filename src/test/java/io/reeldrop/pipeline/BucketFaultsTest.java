package io.reeldrop.pipeline;

import static io.reeldrop.pipeline.Bench.SIDECAR;
import static io.reeldrop.pipeline.Bench.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.job.State;
import io.reeldrop.storage.S3Call;
import io.reeldrop.storage.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that does not let a run do its work: the run waits, says so once, buys nothing, and goes on by itself. */
class BucketFaultsTest {

    @TempDir
    Path home;

    private S3Server s3;
    private Bench bench;

    @BeforeEach
    void start() throws Exception {
        s3 = S3Server.inProcess();
        bench = new Bench(home, Bench.QUICK).s3(s3);
    }

    @AfterEach
    void stop() throws Exception {
        bench.close();
        s3.close();
    }

    private Shelves press() throws IOException {
        return Shelves.press(bench, s3, "press", true, true);
    }

    private void looks(int more) {
        int before = s3.counts().get(S3Call.LIST);
        eventually().until(() -> s3.counts().get(S3Call.LIST) >= before + more);
    }

    private long lines(String words) {
        return bench.log.text().lines().filter(line -> line.contains(words)).count();
    }

    /** It is told once, nothing is bought; then it is mended, and the drop is delivered. */
    private void waits(String words, Runnable mend) {
        eventually().until(() -> lines(words) > 0);
        looks(5);
        assertThat(lines(words)).as(bench.log.text()).isEqualTo(1);
        assertThat(bench.sandbox.report().posts()).isZero();
        mend.run();
        delivered();
    }

    private void delivered() {
        bench.untilState("cat", State.DELIVERED);
        assertThat(bench.sandbox.report().posts()).isEqualTo(1);
        assertThat(bench.log.text()).doesNotContain(S3Server.SECRET, "\tat ");
    }

    @Test
    void a_drop_that_may_not_be_deleted_is_not_bought_until_it_may_and_then_once() throws Exception {
        s3.bucket(Shelves.DROPS).bucket(Shelves.VIDEOS);
        Shelves at = press();
        at.drop("cat", SIDECAR);
        s3.deny(S3Call.DELETE);
        bench.start();
        eventually().until(() -> lines("AccessDenied") > 0);
        looks(5);
        assertThat(bench.all()).singleElement().satisfies(job -> assertThat(job.state()).isEqualTo(State.TAKING));
        assertThat(bench.sandbox.report().posts()).isZero();
        assertThat(at.in().names()).contains("cat.json");
        s3.allow();
        bench.clock.moveOn(Duration.ofMinutes(1));
        delivered();
        assertThat(bench.all()).hasSize(1);
        assertThat(at.in().names()).isEmpty();
        assertThat(at.inProgress().names()).isEmpty();
        assertThat(at.done().names()).containsExactly("cat.json", "cat.png");
        assertThat(at.out().names()).containsExactly("cat.mp4", "cat.result.json");
    }

    @Test
    void a_wrong_secret_is_waited_for_and_read_anew() throws Exception {
        s3.bucket(Shelves.DROPS).bucket(Shelves.VIDEOS);
        press().drop("cat", SIDECAR);
        Path secret = Files.writeString(home.resolve("secret"), "wrong-secret\n");
        bench.environment.remove("REELDROP_S3_SECRET_ACCESS_KEY");
        bench.set("reeldrop.s3.secret-access-key-file", secret.toString()).start();
        waits("the secret does not belong to the access key", () -> {
            try {
                Files.writeString(secret, S3Server.SECRET + "\n");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(bench.log.text()).doesNotContain("wrong-secret");
    }

    @Test
    void a_missing_bucket_is_waited_for() throws Exception {
        Shelves at = press();
        bench.start();
        waits("there is no such bucket", () -> {
            s3.bucket(Shelves.DROPS).bucket(Shelves.VIDEOS);
            try {
                at.drop("cat", SIDECAR);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void clocks_that_differ_are_waited_for() throws Exception {
        s3.bucket(Shelves.DROPS).bucket(Shelves.VIDEOS);
        press().drop("cat", SIDECAR);
        s3.skew();
        bench.start();
        waits("differ by too much", s3::allow);
    }

    @Test
    void a_server_that_comes_later_than_the_run_is_waited_for() throws Exception {
        try (S3Server late = S3Server.process(home.resolve("s3")).bucket(Shelves.DROPS).bucket(Shelves.VIDEOS)) {
            Shelves.press(bench.s3(late), late, "press", true, true).drop("cat", SIDECAR);
            late.kill();
            bench.start();
            eventually().until(() -> lines("the server cannot be reached") > 0);
            late.restart();
            delivered();
            assertThat(lines("press/in: the server cannot be reached")).isEqualTo(1);
        }
    }
}
