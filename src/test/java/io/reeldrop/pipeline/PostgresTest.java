package io.reeldrop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.job.Databases;
import io.reeldrop.job.State;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of a drop on PostgreSQL. */
class PostgresTest {

    @Test
    void drops_are_delivered_and_every_kind_of_end_is_met(@TempDir Path home) throws IOException {
        try (Bench bench = new Bench(home, Bench.QUICK)) {
            bench.set("reeldrop.store.url", Databases.postgres()).set("reeldrop.store.user", "postgres").start();
            for (int i = 0; i < 20; i++) {
                bench.drop("d" + i, Bench.SIDECAR);
            }
            bench.drop("failed", Bench.prompt("[fail SAFETY.INPUT.TEXT]"));
            bench.drop("lost", Bench.prompt("[lose]"));
            bench.drop("rejected", Bench.SIDECAR.replace("gen4_turbo", "none"));
            bench.untilEnded(23);
            assertThat(bench.states()).isEqualTo(Map.of(State.DELIVERED, 20L, State.FAILED, 1L, State.IN_DOUBT, 1L, State.REJECTED, 1L));
            bench.orders().adopt(bench.job("lost"), bench.taskOf("[lose]"));
            Bench.eventually().until(() -> bench.job("lost").state() == State.DELIVERED);
            assertThat(bench.sandbox.report().tasksCreated()).isEqualTo(22);
        }
    }
}
