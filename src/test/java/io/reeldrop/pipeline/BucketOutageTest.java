package io.reeldrop.pipeline;

import static io.reeldrop.pipeline.Bench.eventually;
import static io.reeldrop.pipeline.Bench.prompt;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.Nightly;
import io.reeldrop.job.Job;
import io.reeldrop.job.State;
import io.reeldrop.sandbox.Report;
import io.reeldrop.storage.S3Server;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that holds both the drops and the videos, and is gone for a while: that costs time, and neither money nor a drop. */
class BucketOutageTest {

    private static final int DROPS = Nightly.size("bucket-outage.drops", 12, 30);

    @TempDir
    Path home;

    @Test
    void drops_outlast_an_outage_of_their_server_and_nothing_is_bought_during_it() throws Exception {
        try (S3Server s3 = S3Server.process(home.resolve("s3")).bucket(Shelves.DROPS).bucket(Shelves.VIDEOS);
                Bench bench = new Bench(home, Bench.QUICK).s3(s3).set("reeldrop.accounts.sandbox.max-in-flight", "3")) {
            Shelves at = Shelves.press(bench, s3, "press", true, true);
            drop(at, 0, DROPS / 2);
            bench.start();
            eventually().until(() -> bench.states().getOrDefault(State.DELIVERED, 0L) >= 3);
            // Some wait for their turn when the server goes, or nobody would ask for the place: on a slow machine each is bought at once.
            bench.ledger().pauseByHand("watch", "press", "until some wait");
            drop(at, DROPS / 2, DROPS);
            eventually().until(() -> bench.states().getOrDefault(State.WAITING, 0L) >= 3);
            s3.kill();
            bench.ledger().resume("watch", "press");
            long lines = lines(bench);
            // What was on its way to the gateway in that instant had been told that its place was ready.
            eventually().until(() -> held(bench) && !bench.states().containsKey(State.SUBMITTING));
            long bought = bench.sandbox.report().posts();
            assertThat(bought).isLessThan(DROPS);
            eventually().until(() -> !bench.states().containsKey(State.RENDERING));
            for (int hold = 0; hold < 5; hold++) {
                long tries = tries(bench);
                bench.clock.moveOn(Duration.ofSeconds(61));
                eventually().until(() -> tries(bench) > tries && held(bench));
            }
            assertThat(bench.sandbox.report().posts()).as("bought while nothing could be put away").isEqualTo(bought);
            assertThat(bench.jobs().list("watch = 'press' AND state IN ('REJECTED', 'FAILED', 'UNDELIVERED', 'IN_DOUBT')", Map.of(), 99))
                    .isEmpty();
            assertThat(lines(bench) - lines).as("lines about the outage").isBetween(2L, 2L * DROPS);

            s3.restart();
            bench.clock.moveOn(Duration.ofMinutes(2));
            bench.untilAll(DROPS, job -> job.state() == State.DELIVERED);
            Report report = bench.sandbox.report();
            assertThat(report.tasksCreated()).isEqualTo(DROPS);
            assertThat(report.posts()).isEqualTo(DROPS);
            List<String> all = IntStream.range(0, DROPS).mapToObj(i -> "d" + i).sorted().toList();
            assertThat(whole(at.out())).containsExactlyInAnyOrderElementsOf(all.stream()
                    .flatMap(name -> List.of(name + ".mp4", name + ".result.json").stream()).toList());
            assertThat(whole(at.done())).containsExactlyInAnyOrderElementsOf(all.stream()
                    .flatMap(name -> List.of(name + ".png", name + ".json").stream()).toList());
            assertThat(whole(at.in())).isEmpty();
            assertThat(whole(at.inProgress())).isEmpty();
            assertThat(whole(at.dead())).isEmpty();
            assertThat(bench.log.text()).doesNotContain("\tat ").contains("watch buys nothing until this is mended");
        }
    }

    /** From a folder: here only the output place fails, and no image that cannot be read hides that it was not asked. */
    @Test
    void nothing_is_bought_for_a_bucket_that_is_away() throws Exception {
        try (S3Server s3 = S3Server.process(home.resolve("s3")).bucket(Shelves.DROPS).bucket(Shelves.VIDEOS);
                Bench bench = new Bench(home, Bench.QUICK).s3(s3)) {
            Shelves at = Shelves.press(bench, s3, "press", false, true);
            bench.start();
            bench.ledger().pauseByHand("watch", "press", "until the server is away");
            drop(at, 0, 10);
            eventually().until(() -> bench.states().getOrDefault(State.WAITING, 0L) == 10);
            s3.kill();
            bench.ledger().resume("watch", "press");
            for (int hold = 0; hold < 3; hold++) {
                eventually().until(() -> held(bench));
                bench.clock.moveOn(Duration.ofSeconds(61));
            }
            eventually().until(() -> held(bench));
            assertThat(bench.sandbox.report().posts()).isZero();
            assertThat(bench.status(home.resolve("press"))).contains("10 waiting: the output place to come back");
            drop(at, 10, 20);
            // Nor are those refused that are at fault: where they could be filed is not known.
            at.drop("faulty", "no JSON");
            for (int hold = 0; hold < 3; hold++) {
                bench.clock.moveOn(Duration.ofSeconds(61));
                eventually().until(() -> held(bench));
            }
            assertThat(at.in().names()).as("not accepted without knowing which names are free").hasSize(22);
            assertThat(bench.all()).hasSize(10);
            assertThat(lines(bench)).as("lines about the outage").isLessThan(15);
            s3.restart();
            bench.clock.moveOn(Duration.ofMinutes(2));
            bench.untilAll(21, job -> job.state() == (job.name().equals("faulty") ? State.REJECTED : State.DELIVERED));
            assertThat(bench.sandbox.report().posts()).isEqualTo(20);
        }
    }

    private static void drop(Shelves at, int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            at.drop("d" + i, prompt("waves [render 1000]"));
        }
    }

    /** What was whole: the server writes an object under a passing name first, and shows it when it is killed meanwhile. */
    private static List<String> whole(Shelf shelf) {
        return shelf.names().stream().filter(name -> !name.matches(".*-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")).toList();
    }

    private static long lines(Bench bench) {
        return bench.log.text().lines().filter(line -> line.contains(" ERROR ") || line.contains(" WARN ")).count();
    }

    private static boolean held(Bench bench) {
        return bench.ledger().watches().stream().anyMatch(watch -> watch.get("held_for") != null
                && ((Number) watch.get("held_until")).longValue() > bench.clock.millis());
    }

    private static long tries(Bench bench) {
        return bench.all().stream().mapToLong(Job::tries).sum();
    }
}
