package io.reeldrop.pipeline;

import static io.reeldrop.pipeline.Bench.SIDECAR;
import static io.reeldrop.pipeline.Bench.eventually;
import static io.reeldrop.pipeline.Bench.prompt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeldrop.console.Shell;
import io.reeldrop.job.Databases;
import io.reeldrop.job.Job;
import io.reeldrop.job.Rejected;
import io.reeldrop.job.State;
import io.reeldrop.job.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An SQLite store in the middle of its work goes on in PostgreSQL. */
class MoveStoreTest {

    @Test
    void jobs_in_every_state_go_on_in_postgresql_and_nothing_is_bought_twice(@TempDir Path home) throws Exception {
        try (Bench bench = new Bench(home, Bench.QUICK)) {
            bench.set("reeldrop.accounts.sandbox.max-in-flight", "20").start();
            bench.drop("delivered", SIDECAR);
            bench.drop("failed", prompt("[fail SAFETY.INPUT.TEXT]"));
            bench.drop("lost", prompt("[lose]"));
            bench.drop("rejected", SIDECAR.replace("gen4_turbo", "none"));
            bench.drop("cancelled", prompt("[render 60000] c"));
            bench.untilState("cancelled", State.RENDERING);
            eventually().untilAsserted(() -> bench.orders().askToEnd(bench.job("cancelled")));
            bench.untilEnded(5);
            for (int i = 0; i < 5; i++) {
                bench.drop("rendering" + i, prompt("[render 600000] r"));
                bench.untilState("rendering" + i, State.RENDERING);
            }
            bench.ledger().pauseAll(true, "moving");
            for (int i = 0; i < 5; i++) {
                bench.drop("waiting" + i, SIDECAR);
                bench.untilState("waiting" + i, State.WAITING);
            }
            String url = Databases.postgres();
            Shell shell = new Shell(home, bench.set).set("reeldrop.store.user", "postgres");
            assertThat(shell.run("move-store", "--to", url)).as(shell.err()).isEqualTo(78);
            assertThat(shell.err()).contains("another process already runs jobs");
            List<Job> before = bench.all();
            bench.stop();
            List<Map<String, Object>> events;
            try (Store old = Store.open("jdbc:sqlite:" + home.resolve("data/reeldrop.db"))) {
                events = events(old);
            }

            assertThat(shell.run("move-store", "--to", url)).as(shell.err()).isZero();
            assertThat(shell.out()).contains("15 jobs", "reeldrop.db.moved", "reeldrop.store.url=" + Store.shown(url),
                    "Before a second node").doesNotContain("user=");
            assertThat(home.resolve("data/reeldrop.db")).doesNotExist();
            assertThat(home.resolve("data/reeldrop.db-wal")).doesNotExist();
            assertThatThrownBy(bench::start).isInstanceOf(Rejected.class).hasMessageContaining("was moved into a PostgreSQL database");
            assertThat(shell.run("jobs")).isEqualTo(78);
            try (Store moved = Store.open(url, "postgres", "")) {
                assertThat(events(moved)).isEqualTo(events);
            }

            bench.set("reeldrop.store.url", url).set("reeldrop.store.user", "postgres").start();
            assertThat(bench.all()).extracting(Job::id).isEqualTo(before.stream().map(Job::id).toList());
            bench.ledger().pauseAll(false, null);
            bench.moveOn(Duration.ofMinutes(10));
            bench.untilEnded(15);
            assertThat(bench.states()).isEqualTo(Map.of(State.DELIVERED, 11L, State.FAILED, 1L, State.IN_DOUBT, 1L, State.REJECTED,
                    1L, State.CANCELLED, 1L));
            assertThat(bench.sandbox.report().tasksCreated()).isEqualTo(14);
            assertThat(bench.pipeline().store().jdbc().queryForObject("SELECT in_flight FROM account", Map.of(), Integer.class))
                    .describedAs("the one in doubt keeps its slot").isEqualTo(1);
            bench.drop("delivered", SIDECAR);
            eventually().until(() -> bench.root.resolve("dead-letter/delivered-2.json").toFile().exists());
        }
    }

    @Test
    void a_copy_whose_source_could_not_be_retired_is_known_again_and_another_target_refused(@TempDir Path home) throws Exception {
        try (Bench bench = new Bench(home, Bench.QUICK).start()) {
            bench.drop("cat", SIDECAR);
            bench.untilEnded(1);
            bench.stop();
            String url = Databases.postgres();
            Shell shell = new Shell(home, bench.set).set("reeldrop.store.user", "postgres");
            assertThat(shell.run("move-store", "--to", url)).as(shell.err()).isZero();
            Files.move(home.resolve("data/reeldrop.db.moved"), home.resolve("data/reeldrop.db"));
            assertThat(shell.run("move-store", "--to", url)).as(shell.err()).isZero();
            Files.move(home.resolve("data/reeldrop.db.moved"), home.resolve("data/reeldrop.db"));
            try (Store target = Store.open(url, "postgres", "")) {
                target.jdbc().update("UPDATE job SET bought = bought + 1", Map.of());
            }
            assertThat(shell.run("move-store", "--to", url)).isEqualTo(1);
            assertThat(shell.err()).contains("not empty");
            assertThat(home.resolve("data/reeldrop.db")).exists();
        }
    }

    private static List<Map<String, Object>> events(Store store) {
        return store.jdbc().queryForList("SELECT id, job_id, at, state, coalesce(task_id, '') AS task FROM job_event ORDER BY id",
                Map.of()).stream()
                .map(row -> Map.<String, Object>of("id", ((Number) row.get("id")).longValue(), "job", row.get("job_id"), "at",
                        ((Number) row.get("at")).longValue(),
                        "state", row.get("state"), "task", row.get("task"))).toList();
    }
}
