package io.reeldrop.pipeline;

import static io.reeldrop.pipeline.Bench.SIDECAR;
import static io.reeldrop.pipeline.Bench.eventually;
import static io.reeldrop.pipeline.Bench.prompt;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.Nightly;
import io.reeldrop.job.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many at once hold up nobody. The times are printed for whoever wants to know them; what holds is that all of it happens. */
class CrowdTest {

    private static final int FILES = Nightly.size("crowd.files", 2000, 5000);
    private static final int PAIRS = Nightly.size("crowd.pairs", 200, 1000);

    @TempDir
    Path home;

    @Test
    void a_fresh_pair_is_delivered_although_thousands_of_files_lie_unpaired() throws Exception {
        try (Bench bench = new Bench(home, Bench.QUICK)) {
            for (int i = 0; i < FILES / 2; i++) {
                Files.writeString(bench.in("alone" + i + ".json"), SIDECAR);
                Files.write(bench.in("picture" + i + ".png"), new byte[] {1, 2, 3});
            }
            bench.start();
            long start = System.nanoTime();
            bench.drop("fresh", SIDECAR);
            bench.untilState("fresh", State.DELIVERED);
            long ms = (System.nanoTime() - start) / 1_000_000;
            System.out.println("fresh pair among " + FILES + " unpaired files: delivered after " + ms + " ms; accepted after "
                    + (bench.job("fresh").acceptedAt() - (bench.clock.millis() - ms)) + " ms");
            assertThat(bench.all()).hasSize(1);
        }
    }

    @Test
    void many_pairs_dropped_at_once_are_all_accepted() throws Exception {
        try (Bench bench = new Bench(home, Bench.QUICK).start()) {
            bench.ledger().pauseAll(true, "the intake alone is looked at");
            Path staged = home.resolve("staged");
            for (int i = 0; i < PAIRS; i++) {
                Bench.drop(staged, "p" + i, SIDECAR);
            }
            long start = System.nanoTime();
            Files.move(staged.resolve("in"), bench.in("thousand"));
            eventually().until(() -> bench.all().size() == PAIRS);
            System.out.println(PAIRS + " pairs: rows after " + (System.nanoTime() - start) / 1_000_000 + " ms");
            bench.untilAll(PAIRS, job -> job.state() == State.WAITING);
            System.out.println(PAIRS + " pairs: out of in/ after " + (System.nanoTime() - start) / 1_000_000 + " ms");
            assertThat(bench.in("thousand/p1.png")).doesNotExist();
        }
    }

    @Test
    void one_answer_that_hangs_delays_no_other_job() throws Exception {
        // With fewer workers than two nothing would be delivered before the patience of this test ends.
        try (Bench bench = new Bench(home, Bench.QUICK).set("reeldrop.poll.workers", "2").set("reeldrop.poll.timeout-ms", "120000")
                .start()) {
            bench.drop("hangs", prompt("[hang 110000]"));
            eventually().until(() -> bench.sandbox.report().polls() == 1);
            for (int i = 0; i < 10; i++) {
                bench.drop("d" + i, SIDECAR);
            }
            eventually().until(() -> bench.jobs().list("state = 'DELIVERED' AND name LIKE 'd%'", Map.of(), 99).size() == 10);
            bench.sandbox.close();
        }
    }

    @Test
    void a_gateway_whose_every_answer_hangs_delays_no_other_account() throws Exception {
        try (Bench bench = new Bench(home, Bench.QUICK).account("other").set("reeldrop.poll.workers", "8")
                .set("reeldrop.poll.timeout-ms", "5000")) {
            bench.watch("other", "other").start();
            for (int i = 0; i < 16; i++) {
                bench.drop("hangs" + i, prompt("[hang 110000 99]"));
            }
            eventually().until(() -> bench.jobs().list("reason LIKE '%no answer%'", Map.of(), 99).size() >= 4);
            for (int i = 0; i < 10; i++) {
                Bench.drop(home.resolve("other"), "d" + i, SIDECAR);
            }
            eventually().until(() -> bench.jobs().list("state = 'DELIVERED' AND name LIKE 'd%'", Map.of(), 99).size() == 10);
            assertThat(bench.jobs().list("state = 'RENDERING' AND name LIKE 'hangs%'", Map.of(), 99)).hasSize(16);
            bench.sandbox.close();
        }
    }
}
