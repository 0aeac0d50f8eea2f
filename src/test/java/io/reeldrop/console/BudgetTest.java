package io.reeldrop.console;

import static io.reeldrop.pipeline.Bench.eventually;
import static io.reeldrop.pipeline.Bench.prompt;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.job.State;
import io.reeldrop.pipeline.Bench;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A day's money and the slots, as the gateway sees them kept and as people are told. */
class BudgetTest {

    private static final int DROPS = 200;
    private static final int A_DAY = 50;

    @TempDir
    Path home;
    @TempDir
    Path elsewhere;

    @Test
    void of_two_hundred_drops_a_cap_worth_fifty_buys_fifty_a_day_and_no_more_than_seven_are_open_at_once() throws Exception {
        Rig rig = new Rig(elsewhere);
        try (Bench bench = new Bench(home, Bench.QUICK).set("reeldrop.accounts.sandbox.max-cost-per-day", "1250")
                .set("reeldrop.accounts.sandbox.max-in-flight", "7").set("reeldrop.submit.workers", "4").start()) {
            bench.ledger().pauseAll(true, "until all have arrived");
            for (int i = 0; i < DROPS; i++) {
                bench.drop("d" + i, prompt("[render 400]"));
            }
            bench.untilAll(DROPS, job -> job.state() == State.WAITING);
            bench.ledger().pauseAll(false, null);
            eventually().until(() -> bench.status().contains("waiting: a free slot"));
            for (int bought = A_DAY; bought < DROPS; bought += A_DAY) {
                int day = bought;
                int left = DROPS - bought;
                eventually().until(() -> bench.states().equals(Map.of(State.DELIVERED, (long) day, State.WAITING, (long) left)));
                eventually().until(() -> bench.status().contains(left + " waiting: what account sandbox may spend today is spent"));
                assertThat(bench.jobs().list("state = 'WAITING' AND waits_for = 'budget: account sandbox'", Map.of(), DROPS)).hasSize(left);
                assertThat(bench.sandbox().report().tasksCreated()).isEqualTo(day);
                assertThat(bench.sandbox().report().posts()).isEqualTo(day);
                assertThat(listed(rig)).isEqualTo(left);
                bench.moveOn(Duration.ofDays(1));
            }
            bench.untilAll(DROPS, job -> job.state() == State.DELIVERED);
            assertThat(bench.sandbox().report().tasksCreated()).isEqualTo(DROPS);
            assertThat(bench.sandbox().report().bodiesSeenTwice()).isZero();
            assertThat(bench.sandbox().report().maxOpen()).isEqualTo(7);
        }
    }

    /** How many jobs {@code reeldrop jobs} shows as waiting for the account's budget. */
    private long listed(Rig rig) {
        assertThat(rig.run("jobs", "--waits-for", "budget", "--home", home.toString())).isZero();
        return rig.out.lines().filter(line -> line.contains("WAITING") && line.contains("budget: account sandbox")).count();
    }
}
