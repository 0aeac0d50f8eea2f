package io.reeldrop.job;

import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** What has to be looked after from time to time: leases that ran out, why jobs wait, jobs that are done with. */
public final class Upkeep {

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    static final String EXPIRE = """
            UPDATE job SET state = 'IN_DOUBT', due_at = :now, filed = 0, claimed_by = NULL, changed_at = :now,
                reason =
                    'The POST was under way when its time ran out (the process was stopped or killed): whether the task exists is unknown'
            WHERE state = 'SUBMITTING'""";

    private static final String WAITS = """
            UPDATE job SET waits_for = v.why
            FROM (SELECT j.id AS job_id, CASE
                    WHEN EXISTS (SELECT 1 FROM bookmark WHERE name = 'paused') THEN 'pause: everything'
                    WHEN w.paused_until > :now THEN 'pause: watch ' || w.name
                    WHEN a.paused_until > :now THEN 'pause: account ' || a.name
                    WHEN w.held_until > :now THEN 'output place'
                    WHEN j.due_at > :now AND j.claimed_by IS NULL THEN 'retry'
                    WHEN a.max_tasks <= CASE WHEN a.day >= :today THEN a.tasks ELSE 0 END THEN 'budget: tasks of account ' || a.name
                    WHEN w.max_tasks <= CASE WHEN w.day >= :today THEN w.tasks ELSE 0 END THEN 'budget: tasks of watch ' || w.name
                    WHEN a.max_cost_micros < coalesce(j.estimate_micros, 1) + CASE WHEN a.day >= :today THEN a.spent_micros ELSE 0 END
                        THEN 'budget: account ' || a.name
                    WHEN w.max_cost_micros < coalesce(j.estimate_micros, 1) + CASE WHEN w.day >= :today THEN w.spent_micros ELSE 0 END
                        THEN 'budget: watch ' || w.name
                    WHEN a.doubts >= :doubts THEN 'gateway: account ' || a.name
                    -- Slots come free one by one: the reason stays while there are few, or every job that waits would be written each time.
                    WHEN a.in_flight >= a.max_in_flight OR (j.waits_for = 'slot' AND 2 * a.in_flight >= a.max_in_flight) THEN 'slot'
                    ELSE NULL END AS why
                  FROM job j JOIN account a ON a.name = j.account JOIN watch w ON w.name = j.watch WHERE j.state = 'WAITING') v
            WHERE job.id = v.job_id AND job.waits_for IS DISTINCT FROM v.why""";

    /** Found by their age; the {@code ||} keeps them from being looked for by their state, in which there may be millions. */
    private static final String OLD = "state || '' IN ('DELIVERED', 'REJECTED', 'FAILED', 'CANCELLED')"
            + " AND filed = 1 AND changed_at < :now - :keep";
    private static final int AT_ONCE = 500;

    private final NamedParameterJdbcTemplate jdbc;
    private final Node node;
    private final int doubts;
    private final long keepMs;
    private final long reservationMs;
    private final Aftermath aftermath;

    /**
     * @param keepDays      how long an ended job is kept, and with it the memory that its drop was bought
     * @param reservationMs how long a job in doubt or a lost task occupies a slot; by then any task has ended
     * @param aftermath     what else is kept of a job
     */
    public Upkeep(Store store, Node node, int doubts, long keepDays, long reservationMs, Aftermath aftermath) {
        this.jdbc = store.jdbc();
        this.node = node;
        this.doubts = doubts;
        this.keepMs = keepDays * 86_400_000L;
        this.reservationMs = reservationMs;
        this.aftermath = aftermath;
    }

    /** Puts jobs in doubt whose POST outlived its lease. */
    public void expire() {
        int rows = jdbc.update(EXPIRE + " AND due_at < :now", values());
        if (rows > 0) {
            LOG.warn("{} POSTs got no answer in time: in doubt.", rows);
        }
    }

    /** Writes down why each waiting job waits; rows whose reason is the same are not touched. */
    public void explain() {
        jdbc.update(WAITS, values());
    }

    /** Frees slots that no task can occupy any more, and forgets jobs that ended long ago. */
    public void prune() {
        jdbc.update("UPDATE job SET slot = 0 WHERE slot = 1 AND state IN ('IN_DOUBT', 'UNDELIVERED')"
                + " AND submitted_at < :now - :reservation", values());
        int rows = 0;
        for (List<Job> old = old(); !old.isEmpty(); old = old()) {
            try {
                aftermath.forget(old);
            } catch (IOException e) {
                LOG.error("Jobs that ended long ago are not forgotten: {}. It is tried again by itself.", e.getMessage());
                break;
            }
            rows += jdbc.update("DELETE FROM job WHERE id IN (:ids) AND " + OLD, values().addValue("ids", old.stream().map(Job::id)
                    .toList()));
        }
        if (rows > 0) {
            LOG.info("Forgot {} jobs that ended long ago.", rows);
        }
    }

    private List<Job> old() {
        return jdbc.query("SELECT id, bought FROM job WHERE " + OLD + " LIMIT " + AT_ONCE, values(), Jobs.JOB);
    }

    private MapSqlParameterSource values() {
        return new MapSqlParameterSource("now", node.now()).addValue("today", node.today()).addValue("doubts", doubts)
                .addValue("keep", keepMs).addValue("reservation", reservationMs);
    }
}
