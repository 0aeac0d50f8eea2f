package io.reeldrop.pipeline;

import static io.reeldrop.pipeline.Bench.SIDECAR;
import static io.reeldrop.pipeline.Bench.eventually;
import static io.reeldrop.pipeline.Bench.prompt;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.Nightly;
import io.reeldrop.job.Job;
import io.reeldrop.job.State;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchesTest {

    private static final int MANY = Nightly.size("watches.waiting", 60, 300);

    @TempDir
    Path home;

    @Test
    void many_waiting_drops_of_a_paused_account_hold_up_nobody_else() throws Exception {
        try (Bench bench = new Bench(home, Bench.QUICK).account("second").watch("busy", "second").start()) {
            bench.drop("before", SIDECAR);
            bench.untilState("before", State.DELIVERED);
            Path busy = home.resolve("busy");
            bench.ledger().pauseByHand("watch", "busy", "the campaign is not signed");
            for (int i = 0; i < MANY; i++) {
                Bench.drop(busy, "b" + i, SIDECAR);
            }
            eventually().until(() -> bench.jobs().counts("busy").getOrDefault("WAITING", 0L) == MANY);
            for (int i = 0; i < 20; i++) {
                bench.drop("d" + i, SIDECAR);
            }
            eventually().until(() -> bench.jobs().counts("default").getOrDefault("DELIVERED", 0L) == 21);
            assertThat(bench.jobs().counts("busy")).isEqualTo(Map.of("WAITING", (long) MANY));
            assertThat(bench.status(busy)).contains(MANY + " waiting: watch busy is paused").contains("the campaign is not signed");
            assertThat(bench.status()).doesNotContain("paused");
            bench.ledger().resume("watch", "busy");
            eventually().until(() -> bench.jobs().counts("busy").getOrDefault("DELIVERED", 0L) == MANY);
            assertThat(bench.sandbox.report().tasksCreated()).isEqualTo(MANY + 21);
        }
    }

    @Test
    void two_watches_on_one_account_take_turns() throws Exception {
        try (Bench bench = new Bench(home, Bench.QUICK).set("reeldrop.accounts.sandbox.max-in-flight", "2").watch("small", "sandbox")
                .start()) {
            bench.ledger().pauseAll(true, "until all have arrived");
            for (int i = 0; i < 30; i++) {
                bench.drop("d" + i, prompt("[render 50]"));
            }
            eventually().until(() -> bench.jobs().counts("default").getOrDefault("WAITING", 0L) == 30);
            for (int i = 0; i < 5; i++) {
                Bench.drop(home.resolve("small"), "s" + i, prompt("[render 50]"));
            }
            eventually().until(() -> bench.jobs().counts("small").getOrDefault("WAITING", 0L) == 5);
            assertThat(bench.status()).contains("everything is paused: until all have arrived");
            bench.ledger().pauseAll(false, null);
            bench.untilAll(35, job -> job.state() == State.DELIVERED);
            List<Job> order = bench.all().stream().sorted(Comparator.comparing((Job job) -> job.number("submitted_at"))).toList();
            assertThat(order.subList(0, 14)).extracting(Job::watch).filteredOn("small"::equals).hasSize(5);
        }
    }
}
