package io.reeldrop.job;

import java.util.List;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Every move of a job from one state to the next that the routes make. Each is one conditional statement that carries the claim's
 * token: whoever comes late changes nothing and gets {@link Stale}. Slots and spend follow by trigger in the same statement.
 */
public final class Steps {

    /** Of a download that bytes arrive for, and of publishing a video; the claims' own statements use the same. */
    private static final long LEASE_MS = 300_000;
    private static final String UNCLAIM = "claimed_by = NULL, changed_at = :now";
    private static final String MINE = " WHERE id = :id AND token = :token AND state = ";
    private static final String GIVE_BACK = "slot = 0, bought = bought - 1, cost_micros = cost_micros - coalesce(estimate_micros, 0)";
    /** The gateway's own figure replaces the reservation, once. */
    private static final String CHARGE = """
            slot = 0,
            cost_micros = CASE WHEN charged_micros IS NULL AND CAST(:charged AS BIGINT) IS NOT NULL
                               THEN cost_micros - coalesce(estimate_micros, 0) + CAST(:charged AS BIGINT) ELSE cost_micros END,
            charged_micros = coalesce(charged_micros, CAST(:charged AS BIGINT))""";

    /** Where no price is known, the least amount stands in: a cap that is used up lets nothing more through. */
    private static final String INTEND = """
            UPDATE job SET state = 'SUBMITTING', slot = 1, bought_day = :today, bought = bought + 1,
                cost_micros = cost_micros + coalesce(estimate_micros, 0),
                charged_micros = NULL, submitted_at = :now, due_at = :now + :lease, waits_for = NULL, reason = NULL, reason_code = NULL,
                task_status = NULL, throttled_at = NULL, changed_at = :now
            WHERE id = :id AND token = :token AND state = 'WAITING' AND cancel = 0 AND slot = 0
            AND NOT EXISTS (SELECT 1 FROM bookmark WHERE name = 'paused')
            AND EXISTS (SELECT 1 FROM account a WHERE a.name = job.account AND a.in_flight < a.max_in_flight AND a.paused_until <= :now
                AND (a.doubts + a.submitting < :doubts OR (a.submitting = 0 AND a.probe_at <= :now))
                AND (a.max_tasks IS NULL OR CASE WHEN a.day >= :today THEN a.tasks ELSE 0 END < a.max_tasks)
                AND (a.max_cost_micros IS NULL OR coalesce(job.estimate_micros, 1)
                     + CASE WHEN a.day >= :today THEN a.spent_micros ELSE 0 END <= a.max_cost_micros))
            AND EXISTS (SELECT 1 FROM watch w WHERE w.name = job.watch AND w.paused_until <= :now AND w.held_until <= :now
                AND (w.max_tasks IS NULL OR CASE WHEN w.day >= :today THEN w.tasks ELSE 0 END < w.max_tasks)
                AND (w.max_cost_micros IS NULL OR coalesce(job.estimate_micros, 1)
                     + CASE WHEN w.day >= :today THEN w.spent_micros ELSE 0 END <= w.max_cost_micros))
            RETURNING *""";

    private final NamedParameterJdbcTemplate jdbc;
    private final TransactionTemplate together;
    private final String forUpdate;
    private final Node node;
    private final long submitLeaseMs;
    private final int doubts;

    /**
     * @param submitTimeoutMs the longest that a POST may take; well after it, the outcome is unknown
     * @param doubts          ambiguous POSTs in a row, and POSTs under way, that one account may have before the breaker opens
     */
    public Steps(Store store, Node node, long submitTimeoutMs, int doubts) {
        this.jdbc = store.jdbc();
        this.together = store.together();
        this.forUpdate = store.forUpdate();
        this.node = node;
        this.submitLeaseMs = submitTimeoutMs + 30_000;
        this.doubts = doubts;
    }

    /** For the claim of the submits. */
    public int doubts() {
        return doubts;
    }

    /** The files are out of {@code in/}: a new job waits to be bought, a paid one that came back goes on where it was. */
    public void taken(Job job) {
        one(job, "UPDATE job SET state = CASE WHEN task_id IS NULL THEN 'WAITING' ELSE 'RENDERING' END, place = 'IN_PROGRESS',"
                + " filed = 0, tries = 0,"
                + " due_at = :now + CASE WHEN task_id IS NULL THEN 0 ELSE (SELECT poll_ms FROM account WHERE name = job.account) END, "
                + UNCLAIM + MINE + "'TAKING'", values(job));
    }

    /**
     * Stores the intent to POST, if every cap, pause and the breaker allow it at this instant. The only way to a POST.
     *
     * @return the job as it now is, or null if it has to wait (or is no longer ours)
     */
    public Job intend(Job job) {
        MapSqlParameterSource values = values(job).addValue("today", node.today()).addValue("lease", submitLeaseMs)
                .addValue("doubts", doubts).addValue("account", job.account()).addValue("watch", job.watch());
        return together.execute(transaction -> {
            // A statement sees the counters as they were when it began: nobody else may move them until this one has. Every other statement
            // takes the rows in this order, too.
            for (String row : List.of("job WHERE id = :id", "account WHERE name = :account", "watch WHERE name = :watch")) {
                jdbc.queryForList("SELECT 1 FROM " + row + forUpdate, values);
            }
            return jdbc.query(INTEND, values, Jobs.JOB).stream().findFirst().orElse(null);
        });
    }

    /**
     * An intent whose storing was not confirmed, because the store went away at that instant. Ours, and not followed by a POST yet, if it
     * bears our token; its lease begins anew.
     *
     * @return the job as it now is, or null if no intent was stored
     */
    public Job intended(Job job) {
        return jdbc.query("UPDATE job SET submitted_at = :now, due_at = :now + :lease" + MINE + "'SUBMITTING' RETURNING *",
                values(job).addValue("lease", submitLeaseMs), Jobs.JOB).stream().findFirst().orElse(null);
    }

    /** What is going to be sent in place of the drop's image; null for the image itself. Stored before the intent. */
    public void sends(Job job, Image image) {
        one(job, "UPDATE job SET sent_image = :image" + MINE + "'WAITING'",
                values(job).addValue("image", image == null ? null : Json.text(image)));
    }

    /** Back into the queue, unchanged: the way to the gateway was closed between claim and intent. */
    public void release(Job job) {
        jdbc.update("UPDATE job SET due_at = :now, " + UNCLAIM + MINE + "'WAITING'", values(job));
    }

    /**
     * The gateway took the task. Also from {@code IN_DOUBT}, where the answer came after the lease had run out. If the job went
     * another way meanwhile, or another job has the task, the id is kept beside it: a task id is what was paid for.
     *
     * @return false if the task became an orphan
     */
    public boolean accepted(Job job, String taskId, Long estimateMicros) {
        MapSqlParameterSource values = values(job).addValue("task", taskId).addValue("estimate", estimateMicros)
                .addValue("submitted", job.number("submitted_at"));
        int rows = jdbc.update("""
                UPDATE job SET state = 'RENDERING', task_id = :task, task_since = :now, waits_for = NULL, reason = NULL, tries = 0,
                    due_at = :now + (SELECT poll_ms FROM account WHERE name = job.account),
                    cost_micros = cost_micros - coalesce(estimate_micros, 0) + coalesce(CAST(:estimate AS BIGINT), estimate_micros, 0),
                    estimate_micros = coalesce(CAST(:estimate AS BIGINT), estimate_micros), claimed_by = NULL, changed_at = :now
                WHERE id = :id AND state IN ('SUBMITTING', 'IN_DOUBT') AND submitted_at = :submitted AND task_id IS NULL
                AND NOT EXISTS (SELECT 1 FROM job o WHERE o.account = job.account AND o.task_id = :task AND o.id <> job.id)""", values);
        if (rows == 0 && !has(job, taskId)) {
            jdbc.update("UPDATE job SET orphans = coalesce(orphans || ' ', '') || :task WHERE id = :id", values);
            jdbc.update("""
                    UPDATE job SET state = 'IN_DOUBT', reason = 'The gateway''s answer names task ' || :task || ', which another job has',
                        due_at = :now, filed = 0, claimed_by = NULL, changed_at = :now
                    WHERE id = :id AND state = 'SUBMITTING' AND submitted_at = :submitted""", values);
            return false;
        }
        return true;
    }

    /** The same answer was stored before, or a person named its task before it came. */
    private boolean has(Job job, String taskId) {
        return Boolean.TRUE.equals(jdbc.queryForObject("SELECT EXISTS (SELECT 1 FROM job WHERE id = :id AND task_id = :task)",
                values(job).addValue("task", taskId), Boolean.class));
    }

    /** A definitive no: this job's own fault, nothing was paid. */
    public void refused(Job job, String reason, String code) {
        one(job, "UPDATE job SET state = 'REJECTED', " + GIVE_BACK + ", reason = :reason, reason_code = :code, due_at = :now, filed = 0, "
                + UNCLAIM + MINE + "'SUBMITTING'", values(job).addValue("reason", reason).addValue("code", code));
    }

    /** What was to be sent is no longer what was accepted; nothing was paid. */
    public void spoiled(Job job, List<Problem> problems) {
        one(job, "UPDATE job SET state = 'REJECTED', reason = :reason, problems = :problems, due_at = :now, filed = 0, " + UNCLAIM
                + MINE + "'WAITING'", values(job).addValue("reason", problems.get(0).toString()).addValue("problems", Json.text(problems)));
    }

    /** A definitive no-task that is not the job's fault: nothing was sent, or the account has to pause. */
    public void notBought(Job job, String reason, long laterMs) {
        one(job, "UPDATE job SET state = 'WAITING', " + GIVE_BACK + ", reason = :reason, tries = tries + 1, due_at = :now + :later, "
                + UNCLAIM + MINE + "'SUBMITTING'", values(job).addValue("reason", reason).addValue("later", laterMs));
    }

    /** No POST was made, since it must not be at present. @param lastPost the last one that may have left a receipt behind */
    public void withheld(Job job, String reason, Long lastPost, long laterMs) {
        one(job, "UPDATE job SET state = 'WAITING', " + GIVE_BACK + ", submitted_at = :before, reason = :reason, tries = tries + 1,"
                + " due_at = :now + :later, "
                + UNCLAIM + MINE + "'SUBMITTING'", values(job).addValue("reason", reason).addValue("before", lastPost)
                        .addValue("later", laterMs));
    }

    /** The outcome of the POST is unknown: it may be paid. The reservation is kept. */
    public void inDoubt(Job job, String reason) {
        one(job, "UPDATE job SET state = 'IN_DOUBT', reason = :reason, due_at = :now, filed = 0, " + UNCLAIM + MINE + "'SUBMITTING'",
                values(job).addValue("reason", reason));
    }

    /**
     * The gateway's status changed; an unchanged one is not worth a write.
     *
     * @param throttled whether the gateway holds the task back; that time is none that the task takes
     */
    public void progressed(Job job, String status, boolean throttled) {
        one(job, "UPDATE job SET task_status = :status, tries = 0, reason = NULL, changed_at = :now, task_since = task_since"
                + " + CASE WHEN throttled_at IS NOT NULL AND NOT :throttled THEN :now - throttled_at ELSE 0 END,"
                + " throttled_at = CASE WHEN :throttled THEN coalesce(throttled_at, :now) END" + MINE + "'RENDERING'",
                values(job).addValue("status", status).addValue("throttled", throttled));
    }

    /**
     * Puts off the next poll of a task, unless something else was decided about it since the claim.
     *
     * @param job as it was claimed
     * @return false if so; nothing was changed then
     */
    public boolean putOff(Job job, long laterMs) {
        return jdbc.update("UPDATE job SET due_at = due_at + :later" + MINE + "'RENDERING' AND due_at = :due",
                values(job).addValue("later", laterMs).addValue("due", job.dueAt())) == 1;
    }

    /** The step the job is in did not work this time; the job stays in its state and comes back later. */
    public void again(Job job, String reason, long laterMs) {
        one(job, "UPDATE job SET reason = :reason, tries = tries + 1, due_at = :now + :later, claimed_by = NULL"
                + MINE + "'" + job.state() + "'", values(job).addValue("reason", reason).addValue("later", laterMs));
    }

    /** The task succeeded. A second call refreshes an output URL that had expired; the charge counts once. */
    public void rendered(Job job, String outputUrl, Long chargedMicros) {
        one(job, "UPDATE job SET state = 'DELIVERING', task_status = 'SUCCEEDED', output_url = :url, due_at = :now, " + CHARGE + ", "
                + UNCLAIM + MINE + "'RENDERING'", values(job).addValue("url", outputUrl).addValue("charged", chargedMicros));
    }

    /**
     * The output URL no longer answers, or what was fetched whole is gone, and then any node may fetch it:
     * ask the gateway for a fresh one.
     */
    public void needsUrl(Job job, String reason, long laterMs) {
        one(job, "UPDATE job SET state = 'RENDERING', output_url = NULL, output_bytes = NULL, output_sha256 = NULL, reason = :reason,"
                + " spooled_by = CASE WHEN output_sha256 IS NULL THEN spooled_by END,"
                + " output_etag = CASE WHEN output_sha256 IS NULL THEN output_etag END,"
                + " tries = tries + 1, due_at = :now + :later, "
                + UNCLAIM + MINE + "'DELIVERING'", values(job).addValue("reason", reason).addValue("later", laterMs));
    }

    /** The task FAILED; with a wait it is bought again after it, without one the job ends. */
    public void failed(Job job, String reason, String code, Long chargedMicros, Long retryAfterMs) {
        String next = retryAfterMs == null
                ? "state = 'FAILED', due_at = :now, filed = 0"
                : "state = 'WAITING', due_at = :now + :later, waits_for = 'retry', cancel = 0, task_id = NULL,"
                        + " orphans = coalesce(orphans || ' ', '') || task_id";
        one(job, "UPDATE job SET " + next + ", failures = failures + 1, task_status = 'FAILED', reason = :reason, reason_code = :code,"
                + " tries = 0, " + CHARGE + ", " + UNCLAIM + MINE + "'RENDERING'",
                values(job).addValue("reason", reason).addValue("code", code).addValue("charged", chargedMicros)
                        .addValue("later", retryAfterMs));
    }

    public void cancelled(Job job, String reason, Long chargedMicros) {
        one(job, "UPDATE job SET state = 'CANCELLED', task_status = 'CANCELLED', reason = :reason, due_at = :now, filed = 0, "
                + CHARGE + ", " + UNCLAIM + MINE + "'RENDERING'",
                values(job).addValue("reason", reason).addValue("charged", chargedMicros));
    }

    /** Paid, and not ours yet: given up for now, the task id is kept. A task that was lost keeps its slot and its reservation. */
    public void undelivered(Job job, String reason) {
        one(job, "UPDATE job SET state = 'UNDELIVERED', reason = :reason, due_at = :now, filed = 0, " + UNCLAIM + MINE
                + "'" + job.state() + "'", values(job).addValue("reason", reason));
    }

    /**
     * A part of the video is here; kept so that the next try can go on from it if the server still has the same file.
     * Without an etag any node tries.
     */
    public void partlyFetched(Job job, String etag, String reason, long laterMs) {
        one(job, "UPDATE job SET output_etag = :etag, spooled_by = CASE WHEN CAST(:etag AS TEXT) IS NOT NULL THEN :node END,"
                + " reason = :reason, tries = tries + 1, due_at = :now + :later, claimed_by = NULL" + MINE + "'DELIVERING'",
                values(job).addValue("node", node.name()).addValue("etag", etag).addValue("reason", reason).addValue("later", laterMs));
    }

    /** The whole video is spooled and verified; what is left to do needs no gateway. */
    public Job fetched(Job job, long bytes, String sha256) {
        return jdbc.query("UPDATE job SET output_bytes = :bytes, output_sha256 = :sha256, spooled_by = :node, tries = 0, reason = NULL,"
                + " changed_at = :now, due_at = :now + :lease" + MINE + "'DELIVERING' RETURNING *",
                values(job).addValue("bytes", bytes).addValue("sha256", sha256).addValue("node", node.name()).addValue("lease", LEASE_MS),
                Jobs.JOB).stream().findFirst().orElseThrow(() -> stale(job));
    }

    /** Keeps a claim that takes longer than its lease. */
    public void renew(Job job) {
        one(job, "UPDATE job SET due_at = :now + :lease" + MINE + "'" + job.state() + "'", values(job).addValue("lease", LEASE_MS));
    }

    /** The video lies in its place under {@code file}; the drop's files lie in {@code done/}. */
    public void delivered(Job job, String file) {
        one(job, "UPDATE job SET state = 'DELIVERED', output_file = :file, place = 'DONE', filed = 1, due_at = NULL, reason = NULL, "
                + UNCLAIM + MINE + "'DELIVERING'", values(job).addValue("file", file));
        jdbc.update("UPDATE watch SET delivered_at = :now, held_until = 0, held_for = NULL WHERE name = :watch",
                values(job).addValue("watch", job.watch()));
    }

    /** The dead letter is complete: files moved, reason written beside them. */
    public void filed(Job job) {
        one(job, "UPDATE job SET place = 'DEAD_LETTER', filed = 1, due_at = NULL, claimed_by = NULL" + MINE + "'" + job.state() + "'",
                values(job));
    }

    /** A dead letter was moved back into {@code in/} and is the same drop: a paid one goes on, one in doubt returns to the dead letter. */
    public void cameBack(Job job, String name, List<DropFile> files) {
        boolean goesOn = job.state() == State.UNDELIVERED;
        try {
            one(job, "UPDATE job SET " + (goesOn ? "state = 'TAKING', reason = NULL, notified = 0, task_since = :now,"
                        + " throttled_at = CASE WHEN throttled_at IS NOT NULL THEN :now END, " : "filed = 0, ")
                    + "lead = NULL, variation = NULL, files = :files, name = :name, place = 'IN', due_at = :now,"
                    + " tries = 0, token = token + 1, changed_at = :now"
                    + MINE + "'" + job.state() + "'",
                    values(job).addValue("files", Json.text(files)).addValue("name", name));
        } catch (DataAccessException e) {
            // Another job's files leave in/ under that name: they are no longer this one's.
            throw Store.duplicate(e) ? stale(job) : e;
        }
    }

    private void one(Job job, String sql, MapSqlParameterSource values) {
        if (jdbc.update(sql, values) != 1) {
            throw stale(job);
        }
    }

    private static Stale stale(Job job) {
        return new Stale("job " + job + " moved on from " + job.state() + " meanwhile");
    }

    private MapSqlParameterSource values(Job job) {
        return new MapSqlParameterSource().addValue("id", job.id()).addValue("token", job.token()).addValue("now", node.now());
    }
}
