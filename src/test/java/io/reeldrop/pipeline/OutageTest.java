package io.reeldrop.pipeline;

import static io.reeldrop.pipeline.Bench.SIDECAR;
import static io.reeldrop.pipeline.Bench.eventually;
import static io.reeldrop.pipeline.Bench.prompt;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.Nightly;
import io.reeldrop.job.Job;
import io.reeldrop.job.State;
import io.reeldrop.sandbox.Option;
import io.reeldrop.sandbox.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that loses answers, or is gone for a while, costs a person some looking up, and never money. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutageTest {

    private static final int DROPS = Nightly.size("outage.drops", 40, 200);

    private Path home;
    private Bench bench;

    @BeforeAll
    void start(@TempDir Path home) throws IOException {
        this.home = home;
        bench = new Bench(home, Bench.QUICK).set("reeldrop.submit.timeout-ms", "600000").start();
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
    void of_many_drops_each_lost_answer_is_in_doubt_and_none_is_paid_twice() throws Exception {
        for (int i = 0; i < DROPS; i++) {
            bench.drop("d" + i, i % 20 == 0 ? prompt("[lose]") : SIDECAR);
        }
        bench.untilEnded(DROPS);
        Report report = bench.sandbox.report();
        assertThat(report.answersLost()).isEqualTo(DROPS / 20);
        assertThat(report.tasksCreated()).isEqualTo(DROPS);
        assertThat(report.distinctBodies()).isEqualTo(DROPS);
        assertThat(report.bodiesSeenTwice()).isZero();
        assertThat(report.posts()).isEqualTo(DROPS);
        assertThat(bench.states()).isEqualTo(Map.of(State.IN_DOUBT, DROPS / 20L, State.DELIVERED, DROPS - DROPS / 20L));
        assertThat(bench.status()).contains("reeldrop resolve");
    }

    @Test
    void an_outage_puts_a_handful_in_doubt_and_the_rest_is_delivered_when_it_is_over() throws Exception {
        bench.sandbox.faults(Option.OUTAGE, true);
        for (int i = 0; i < 50; i++) {
            bench.drop("d" + i, SIDECAR);
        }
        eventually().until(() -> bench.all().size() == 50 && bench.states().getOrDefault(State.IN_DOUBT, 0L) >= 4
                && !bench.states().containsKey(State.TAKING) && !bench.states().containsKey(State.SUBMITTING));
        String status = bench.status();
        assertThat(status).contains("waiting: the gateway of account sandbox does not answer clearly")
                .contains("tried again, one at a time");
        for (int probe = 0; probe < 12; probe++) {
            long looked = probeAt(bench);
            bench.clock.moveOn(Duration.ofSeconds(50));
            eventually().until(() -> probeAt(bench) > looked && bench.jobs().list("state = 'SUBMITTING'", Map.of(), 9).isEmpty());
        }
        assertThat(bench.states().get(State.IN_DOUBT)).isLessThanOrEqualTo(5);
        assertThat(bench.sandbox.report().posts()).isLessThanOrEqualTo(5);
        assertThat(bench.sandbox.report().tasksCreated()).isZero();
        bench.sandbox.faults(Option.OUTAGE, false);
        bench.clock.moveOn(Duration.ofMinutes(11));
        bench.untilEnded(50);
        long doubtful = bench.states().get(State.IN_DOUBT);
        assertThat(doubtful).isLessThanOrEqualTo(5);
        assertThat(bench.states()).isEqualTo(Map.of(State.IN_DOUBT, doubtful, State.DELIVERED, 50 - doubtful));
        assertThat(bench.sandbox.report().bodiesSeenTwice()).isZero();
    }

    @Test
    void tasks_under_way_survive_an_outage_of_the_polls_and_downloads() throws Exception {
        bench.pipeline().context().getRouteController().stopRoute("claim-poll");
        for (int i = 0; i < 10; i++) {
            bench.drop("d" + i, SIDECAR);
        }
        bench.untilAll(10, job -> job.state() == State.RENDERING);
        bench.sandbox.faults(Option.OUTAGE, true);
        bench.pipeline().context().getRouteController().startRoute("claim-poll");
        eventually().until(() -> bench.all().stream().allMatch(job -> job.tries() > 0));
        bench.clock.moveOn(Duration.ofMinutes(1));
        eventually().until(() -> bench.all().stream().allMatch(job -> job.tries() > 1));
        bench.sandbox.faults(Option.OUTAGE, false);
        bench.clock.moveOn(Duration.ofMinutes(6));
        bench.untilAll(10, job -> job.state() == State.DELIVERED);
        assertThat(bench.sandbox.report().tasksCreated()).isEqualTo(10);
    }

    @Test
    void a_gateway_that_takes_no_connections_costs_nothing_and_loses_nothing() throws Exception {
        try (Bench bench = new Bench(home.resolve("unreachable"), Bench.QUICK)) {
            bench.set("reeldrop.accounts.sandbox.base-url", "http://127.0.0.1:1").start();
            bench.drop("one", SIDECAR);
            eventually().until(() -> bench.job("one") != null && bench.job("one").state() == State.WAITING && bench.job("one").tries() > 0);
            assertThat(bench.status()).contains("account sandbox is paused until").contains("refused");
            bench.stop();
            bench.set("reeldrop.accounts.sandbox.base-url", bench.sandbox.uri().toString()).start();
            bench.clock.moveOn(Duration.ofMinutes(5));
            bench.untilState("one", State.DELIVERED);
            Job job = bench.job("one");
            assertThat(job.number("cost_micros")).isEqualTo(25_000_000);
            assertThat(bench.sandbox.report().posts()).isEqualTo(1);
        }
    }

    private static long probeAt(Bench bench) {
        return ((Number) bench.ledger().accounts().get(0).get("probe_at")).longValue();
    }
}
