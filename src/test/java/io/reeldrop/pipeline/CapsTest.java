package io.reeldrop.pipeline;

import static io.reeldrop.pipeline.Bench.SIDECAR;
import static io.reeldrop.pipeline.Bench.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.job.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapsTest {

    @TempDir
    Path home;

    @Test
    void a_watchs_own_cap_leaves_the_other_watches_of_the_account_alone() throws Exception {
        try (Bench bench = new Bench(home, Bench.QUICK).watch("tight", "sandbox", "maxCostPerDay", "60").start()) {
            for (int i = 0; i < 5; i++) {
                Bench.drop(home.resolve("tight"), "t" + i, SIDECAR);
                bench.drop("d" + i, SIDECAR);
            }
            eventually().until(() -> bench.jobs().counts("default").getOrDefault("DELIVERED", 0L) == 5
                    && bench.jobs().counts("tight").getOrDefault("DELIVERED", 0L) == 2);
            assertThat(bench.status(home.resolve("tight"))).contains("3 waiting: what watch tight may spend today is spent");
            bench.clock.moveOn(Duration.ofDays(1));
            eventually().until(() -> bench.jobs().counts("tight").getOrDefault("DELIVERED", 0L) == 4);
            assertThat(bench.sandbox.report().tasksCreated()).isEqualTo(9);
        }
    }

    @Test
    void a_cap_on_the_days_tasks_buys_so_many_and_the_rest_on_the_days_after() throws Exception {
        try (Bench bench = new Bench(home, Bench.QUICK).set("reeldrop.accounts.sandbox.max-tasks-per-day", "4").start()) {
            for (int i = 0; i < 10; i++) {
                bench.drop("d" + i, SIDECAR);
            }
            for (int bought : new int[] {4, 8}) {
                eventually().until(() -> delivered(bench) == bought);
                eventually().until(() ->
                        bench.status().contains((10 - bought) + " waiting: today's tasks of account sandbox are all bought"));
                assertThat(bench.jobs().list("waits_for = 'budget: tasks of account sandbox'", Map.of(), 99)).hasSize(10 - bought);
                assertThat(bench.sandbox.report().tasksCreated()).isEqualTo(bought);
                bench.clock.moveOn(Duration.ofDays(1));
            }
            bench.untilAll(10, job -> job.state() == State.DELIVERED);
            assertThat(bench.sandbox.report().tasksCreated()).isEqualTo(10);
        }
    }

    @Test
    void a_model_without_a_price_is_refused_under_a_cap_on_cost_and_bought_under_one_on_tasks() throws Exception {
        try (Bench bench = new Bench(home, Bench.QUICK).set("reeldrop.accounts.sandbox.max-cost-per-day", "1000")
                .watch("counted", "byCount", "maxCostPerDay", "500", "maxTasksPerDay", "2")
                .watch("costly", "byCount", "maxCostPerDay", "500")
                .watch("dear", "byCount", "maxCostPerJob", "500", "maxTasksPerDay", "2").account("byCount")) {
            Path profile = home.resolve("config/gateways/sandbox.yaml");
            Files.writeString(profile, Files.readString(profile).replace("    price: {perSecond: \"5\"}\n", ""));
            bench.set("reeldrop.accounts.byCount.max-cost-per-day", "1000").set("reeldrop.accounts.byCount.max-tasks-per-day", "9").start();
            bench.drop("one", SIDECAR);
            bench.untilState("one", State.REJECTED);
            assertThat(bench.error("one")).contains("price of this model", "max-tasks-per-day");
            for (String watch : new String[] {"costly", "dear"}) {
                Bench.drop(home.resolve(watch), "t", SIDECAR);
                eventually().until(() -> bench.jobs().counts(watch).getOrDefault("REJECTED", 0L) == 1);
            }
            for (int i = 0; i < 3; i++) {
                Bench.drop(home.resolve("counted"), "c" + i, SIDECAR);
            }
            eventually().until(() ->
                    bench.status(home.resolve("counted")).contains("1 waiting: today's tasks of watch counted are all bought"));
            eventually().until(() -> bench.jobs().counts("counted").getOrDefault("DELIVERED", 0L) == 2);
            assertThat(bench.sandbox.report().tasksCreated()).isEqualTo(2);
        }
    }

    private static long delivered(Bench bench) {
        return bench.states().getOrDefault(State.DELIVERED, 0L);
    }
}
