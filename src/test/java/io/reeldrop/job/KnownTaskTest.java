package io.reeldrop.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KnownTaskTest {

    @TempDir
    Path home;

    @ParameterizedTest
    @EnumSource
    void a_task_is_the_jobs_that_has_it_or_had_it(Databases database) {
        try (Sample sample = new Sample(database, home, 1_795_000_000_000L)) {
            Job again = sample.rendering("again");
            String first = again.taskId();
            sample.steps.failed(again, "INTERNAL", null, null, 0L);
            Job now = sample.rendering("now");
            KnownTask known = new KnownTask(sample.store.jdbc());
            assertThat(known.of(first, now.id())).contains(again.id());
            assertThat(known.of(now.taskId(), again.id())).contains(now.id());
            assertThat(known.of(now.taskId(), now.id())).isEmpty();
            assertThat(known.of("task", now.id())).isEmpty();
            assertThat(known.of("t%", now.id())).isEmpty();
        }
    }

    /** Each is asked once for every job that a store which was restored does not know of. */
    @Test
    void nothing_reads_the_whole_table() {
        try (Sample sample = new Sample(Databases.SQLITE, home, 1_795_000_000_000L)) {
            for (String sql : List.of(KnownTask.OTHER, Recall.RIVALS, Orders.ADOPT)) {
                assertThat(plan(sample, sql)).as(sql).isNotEmpty()
                        .noneMatch(line -> line.matches("SCAN (job|o|e|job_event)\\b.*") && !line.contains("job_orphans"));
            }
            assertThat(plan(sample, KnownTask.OTHER)).anyMatch(line -> line.contains("INDEX job_task"))
                    .anyMatch(line -> line.contains("COVERING INDEX job_orphans"));
            assertThat(plan(sample, Recall.RIVALS)).anyMatch(line -> line.contains("job_identity"))
                    .anyMatch(line -> line.contains("job_stem"));
        }
    }

    private static List<String> plan(Sample sample, String sql) {
        Map<String, Object> values = new HashMap<>();
        List.of("id", "task", "identity", "name", "watch", "stem", "state").forEach(name -> values.put(name, "x"));
        values.put("now", 1);
        values.put("token", 1);
        return sample.store.jdbc().query("EXPLAIN QUERY PLAN " + sql, values, (row, n) -> row.getString("detail"));
    }
}
