package io.reeldrop.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers that race for the same jobs keep to the caps at every instant; the store itself notes the highest that it ever held. */
class RaceTest {

    private static final int JOBS = 60;
    private static final int WORKERS = 4;

    @TempDir
    Path home;

    @Test
    void four_workers_buy_what_the_caps_allow_and_no_job_twice() throws Exception {
        try (Sample sample = new Sample(home, 1_795_000_000_000L)) {
            sample.ledger.account("acme", "official", "credits", 3, Micros.of("1250"), null, 5000);
            sample.ledger.watch("press", null, null);
            sample.store.jdbc().update("CREATE TABLE high (in_flight INT, spent BIGINT)", Map.of());
            sample.store.jdbc().update("CREATE TRIGGER higher AFTER UPDATE ON account BEGIN"
                    + " INSERT INTO high VALUES (NEW.in_flight, NEW.spent_micros); END", Map.of());
            List<Job> waiting = new ArrayList<>();
            for (int i = 0; i < JOBS; i++) {
                waiting.add(sample.waiting("cat" + i));
            }
            AtomicInteger bought = new AtomicInteger();
            race(() -> {
                // Each takes as many as it gets, and ends one of its own when it gets none.
                Deque<Job> open = new ArrayDeque<>();
                for (int round = 0; round < 20; round++) {
                    for (Job job : waiting) {
                        Job intended = sample.steps.intend(job);
                        if (intended != null) {
                            sample.steps.accepted(intended, "task-" + bought.incrementAndGet(), null);
                            open.add(intended);
                        } else if (!open.isEmpty()) {
                            end(sample, open.remove());
                        }
                    }
                }
                open.forEach(job -> end(sample, job));
                return null;
            });
            assertThat(bought).hasValue(50);
            assertThat(sample.jobs.list("state = 'WAITING'", Map.of(), JOBS)).hasSize(10);
            assertThat(sample.jobs.list("state = 'DELIVERING'", Map.of(), JOBS)).extracting(Job::taskId)
                    .doesNotHaveDuplicates().hasSize(50);
            assertThat(highest(sample, "in_flight")).isEqualTo(3);
            assertThat(highest(sample, "spent")).isEqualTo(Micros.of("1250"));
        }
    }

    private static void end(Sample sample, Job job) {
        sample.steps.rendered(sample.job(job.stem()), "https://cdn.example/" + job.stem(), null);
    }

    private static void race(Callable<Void> worker) throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
        try {
            for (Future<Void> end : workers.invokeAll(List.of(worker, worker, worker, worker))) {
                end.get();
            }
        } finally {
            workers.shutdownNow();
        }
    }

    private static long highest(Sample sample, String column) {
        return sample.store.jdbc().queryForObject("SELECT max(" + column + ") FROM high", Map.of(), Long.class);
    }
}
