package io.reeldrop.job;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * Every move of a job that a person orders. Like {@link Steps}, each is one statement on condition of the state and the token that the
 * person's decision was made on; it raises the token, so that a worker which still holds the job changes nothing. Slots and spend follow by
 * trigger.
 */
public final class Orders {

    private static final String POLL = "coalesce((SELECT poll_ms FROM account WHERE name = job.account), 5000)";
    private static final String MINE = " WHERE id = :id AND token = :token AND state = :state";
    /** Not while a worker carries the files to the dead letter: the row would no longer say where they lie. */
    private static final String AT_REST = " AND place <> 'IN' AND (filed = 1 OR claimed_by IS NULL OR due_at <= :now)";
    private static final String ANEW = "token = token + 1, changed_at = :now, claimed_by = NULL, waits_for = NULL, reason = NULL,"
            + " reason_code = NULL, problems = NULL, tries = 0, cancel = 0, notified = 0";
    private static final String NO_TASK = """
            , due_at = :now, orphans = nullif(trim(coalesce(orphans, '') || ' ' || coalesce(task_id, '')), ''), task_id = NULL,
            task_status = NULL, task_since = NULL, throttled_at = NULL, failures = 0, slot = 0, output_url = NULL, output_file = NULL,
            output_bytes = NULL, output_sha256 = NULL, output_etag = NULL, spooled_by = NULL""";

    static final String ADOPT = "UPDATE job SET state = 'RENDERING', task_id = :task, task_since = :now, due_at = :now, " + ANEW
            + ", orphans = nullif(trim(replace(' ' || coalesce(orphans, '') || ' ', ' ' || :task || ' ', ' ')), '')" + MINE + AT_REST
            + " AND NOT EXISTS (SELECT 1 FROM (" + KnownTask.OWNERS + ") o WHERE o.id <> job.id)";

    private final NamedParameterJdbcTemplate jdbc;
    private final Node node;

    public Orders(Store store, Node node) {
        this.jdbc = store.jdbc();
        this.node = node;
    }

    /**
     * An UNDELIVERED job goes on with the task that was paid for; its time-out starts anew.
     *
     * @param spooled whether its video lies whole in the spool, so that no gateway is needed any more
     * @throws Stale if the job moved on meanwhile; so do all orders
     */
    public void goOn(Job job, boolean spooled) {
        require(job, State.UNDELIVERED);
        // The task may have been polled just now, and gateways ask for a pause between two polls.
        String next = spooled ? "state = 'DELIVERING', due_at = :now" : "state = 'RENDERING', output_bytes = NULL, output_sha256 = NULL,"
                + " due_at = CASE WHEN changed_at + " + POLL + " > :now THEN changed_at + " + POLL + " ELSE :now END";
        one(job, "UPDATE job SET " + next + ", task_since = :now,"
                + " throttled_at = CASE WHEN throttled_at IS NOT NULL THEN :now END, " + ANEW + MINE + AT_REST, values(job));
    }

    /** A job that ended without a video, or was cancelled, is bought anew; what its earlier tasks cost stays counted. */
    public void buy(Job job) {
        require(job, State.FAILED, State.CANCELLED, State.REJECTED);
        // A drop that was rejected for its own faults has the same faults still.
        one(job, "UPDATE job SET state = 'WAITING', " + ANEW + NO_TASK + MINE + AT_REST + " AND problems IS NULL", values(job));
    }

    /**
     * The task of a job in doubt was found: it is polled, nothing new is bought.
     *
     * @throws Stale also if another job has that task, or had it
     */
    public void adopt(Job job, String taskId) {
        require(job, State.IN_DOUBT);
        Optional<String> other = ownerOf(taskId, job);
        if (other.isPresent()) {
            throw new Stale("task " + taskId + " belongs to job " + other.get());
        }
        one(job, ADOPT, values(job).addValue("task", taskId));
    }

    /** The other job that has that task, or had it: by the gateway's answer, or by a person's word. */
    public Optional<String> ownerOf(String taskId, Job job) {
        return new KnownTask(jdbc).of(taskId, job.id());
    }

    /** The POST of a job in doubt made no task: its reservation is given back, and it is submitted again. */
    public void notCharged(Job job) {
        require(job, State.IN_DOUBT);
        one(job, "UPDATE job SET state = 'WAITING', bought = bought - 1, cost_micros = cost_micros - coalesce(estimate_micros, 0), "
                + ANEW + NO_TASK + MINE + AT_REST, values(job));
    }

    /** Nobody knows whether the POST of a job in doubt made a task: it counts as paid, and the job is submitted again all the same. */
    public void buyAgain(Job job) {
        require(job, State.IN_DOUBT);
        one(job, "UPDATE job SET state = 'WAITING', " + ANEW + NO_TASK + MINE + AT_REST, values(job));
    }

    /** Ends a job that has no task, as far as is known; one in doubt stays counted as paid, but frees its slot. */
    public void end(Job job, String reason) {
        require(job, State.TAKING, State.WAITING, State.IN_DOUBT);
        one(job, "UPDATE job SET state = 'CANCELLED', slot = 0, token = token + 1, due_at = :now, filed = 0, changed_at = :now,"
                + " claimed_by = NULL, waits_for = NULL, reason = :reason, reason_code = NULL" + MINE + " AND task_id IS NULL",
                values(job).addValue("reason", reason));
    }

    /** Asks for the end of a job that has a task; the poll looks first, since deleting a finished task would destroy a paid video. */
    public void askToEnd(Job job) {
        require(job, State.TAKING, State.RENDERING);
        // The token is raised because a poll under way, which knows nothing of the wish, might have the task bought again.
        one(job, "UPDATE job SET cancel = 1, token = token + 1" + MINE + " AND task_id IS NOT NULL", values(job));
    }

    private void one(Job job, String sql, MapSqlParameterSource values) {
        try {
            if (jdbc.update(sql, values) != 1) {
                throw new Stale("it moved on meanwhile, or its files are just being moved; look again");
            }
        } catch (DataAccessException e) {
            if (Store.duplicate(e)) {
                throw new Stale(rival(job));
            }
            throw e;
        }
    }

    private String rival(Job job) {
        return jdbc.query(Recall.RIVALS, values(job).addValue("identity", job.text("identity")).addValue("name", job.name())
                        .addValue("watch", job.watch()).addValue("stem", job.stem()), Jobs.JOB).stream().findFirst()
                .map(o -> Objects.equals(o.text("identity"), job.text("identity"))
                        ? "the same drop came again since and is job " + o.id() + " (" + o.state() + ")"
                        : "job " + o.id() + " goes by the name " + o.stem() + " now; move the drop back into in/ instead")
                .orElse("another job took its name meanwhile; look again");
    }

    private static void require(Job job, State... states) {
        if (!List.of(states).contains(job.state())) {
            throw new Stale("it is " + job.state());
        }
    }

    private MapSqlParameterSource values(Job job) {
        return new MapSqlParameterSource(Map.of("id", job.id(), "token", job.token(), "state", job.state().name(), "now", node.now()));
    }
}
