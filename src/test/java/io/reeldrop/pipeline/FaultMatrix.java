package io.reeldrop.pipeline;

import io.reeldrop.Nightly;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * Many rows at once in one pipeline, so that what one gateway does has to leave the others alone. Nobody waits: as soon as nothing can
 * happen before a certain time, the clock is moved there.
 */
final class FaultMatrix implements AutoCloseable {

    static final int JOBS = Nightly.size("faults.jobs", 12, 100);
    static final int TASK_RETRIES = 2;
    static final String WATCH = "faults";
    /** Rows under way at the same time. */
    private static final int AT_ONCE = Math.max(1, 1400 / JOBS);
    private static final String UNENDED = "NOT (j.filed = 1 AND j.state IN"
            + " ('DELIVERED', 'REJECTED', 'FAILED', 'CANCELLED', 'UNDELIVERED', 'IN_DOUBT'))";
    private static final String CLOSED = "max(a.paused_until, CASE WHEN a.doubts >= 4 THEN a.probe_at ELSE 0 END)";
    /** An unknown status is asked for again and again; nobody else holds up the clock with that. */
    private static final String ODD = "(j.state = 'RENDERING' AND j.tries = 0 AND j.task_status = 'REHEARSING')";
    private static final String WAKE = "CASE WHEN " + ODD + " THEN :now + 600000"
            + " WHEN j.state = 'WAITING' THEN max(j.due_at, " + CLOSED + ")"
            + " WHEN j.state = 'RENDERING' THEN max(j.due_at, a.quiet_until) ELSE j.due_at END";
    private static final String AT_WORK = "(j.state = 'SUBMITTING' OR j.state <> 'RENDERING' AND j.claimed_by IS NOT NULL)";

    final List<FaultStage> stages = new ArrayList<>();
    final Onlooker onlooker;
    private final Bench bench;
    private int dropped;

    FaultMatrix(Path home, List<FaultRow> rows) throws IOException {
        bench = new Bench(home, Bench.QUICK);
        bench.set("reeldrop.look-ms", "500").set("reeldrop.submit.workers", "12")
                .set("reeldrop.poll.interval-ms", "1000")
                .set("reeldrop.submit.task-retries", String.valueOf(TASK_RETRIES)).set("reeldrop.poll.timeout-ms", "4000")
                .set("reeldrop.poll.give-up-ms", String.valueOf(Duration.ofHours(2).toMillis())).set("reeldrop.deliver.workers", "8")
                .set("reeldrop.deliver.tries", "8").set("reeldrop.deliver.max-bytes", "1000000");
        for (FaultRow row : rows) {
            stages.add(new FaultStage(bench, row, bench.clock));
        }
        bench.watch(WATCH, "sandbox", "accounts", rows.stream().map(row -> row.name).collect(Collectors.joining(",")));
        onlooker = Onlooker.at(rows.stream().map(row -> bench.home.resolve(WATCH).resolve("out").resolve(row.name)).toList());
    }

    /** Drops everything, and has persons look after it until no job is left that anything can be done about. */
    void run() throws IOException {
        bench.start();
        for (int from = 0; from < stages.size(); from += AT_ONCE) {
            List<FaultStage> now = stages.subList(from, Math.min(stages.size(), from + AT_ONCE));
            for (FaultStage stage : now) {
                stage.drop();
            }
            dropped += now.size() * JOBS;
            boolean more = true;
            while (more) {
                Awaitility.await().atMost(10, TimeUnit.MINUTES).pollInterval(200, TimeUnit.MILLISECONDS).until(() -> atRest(now));
                // Not after the persons have done their part: the clock must not leap over a POST that is under way.
                bench.clock.moveOn(Duration.ofMinutes(1));
                more = false;
                for (FaultStage stage : now) {
                    more |= stage.operate();
                }
            }
        }
    }

    private boolean atRest(List<FaultStage> watched) {
        watched.forEach(FaultStage::look);
        NamedParameterJdbcTemplate jdbc = bench.pipeline().store().jdbc();
        Map<String, Object> now = Map.of("now", bench.clock.millis());
        if (jdbc.queryForObject("SELECT count(*) FROM job", now, Long.class) < dropped) {
            return false;
        }
        Map<String, Object> open = jdbc.queryForMap("SELECT count(*) AS jobs, coalesce(sum(" + AT_WORK + "), 0) AS busy,"
                + " min(" + WAKE + ") AS wake FROM job j JOIN account a ON a.name = j.account WHERE " + UNENDED, now);
        if (((Number) open.get("jobs")).longValue() == 0) {
            return true;
        }
        boolean polling = bench.pipeline().context().getInflightRepository().size("poll") > 0;
        if (((Number) open.get("busy")).longValue() == 0 && !polling) {
            long wait = ((Number) open.get("wake")).longValue() - bench.clock.millis();
            if (wait > 1500) {
                bench.clock.moveOn(Duration.ofMillis(wait + 5_000));
            }
        }
        return false;
    }

    Bench bench() {
        return bench;
    }

    @Override
    public void close() throws IOException {
        onlooker.close();
        bench.close();
        for (FaultStage stage : stages) {
            stage.close();
        }
    }
}
