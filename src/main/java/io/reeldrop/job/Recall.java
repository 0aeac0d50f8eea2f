package io.reeldrop.job;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Brings a store that is older than what was bought up to it: a row is taken to the purchase that it does not know of, or is put back.
 * Like every other move, each is on condition of the token that was read, and slots and spend follow by trigger.
 */
public final class Recall {

    /** What a purchase says of the drop, and of what was bought for it before. */
    private static final List<String> DROP = List.of("name", "stem", "files", "lead", "variation", "sent_image");
    private static final List<String> MONEY = List.of("bought", "bought_day", "estimate_micros", "cost_micros", "submitted_at",
            "failures", "orphans");
    private static final List<String> FIXED = List.of("id", "watch", "account", "places", "identity", "image", "request", "model");

    private static final Map<String, String> UNFINISHED = Map.of("name", "receipts to compare");

    private static final String RECALL = "UPDATE job SET " + set(DROP) + ", " + set(MONEY) + """
            , state = :state, task_id = :task, task_since = :since, slot = 1, charged_micros = NULL, task_status = NULL,
            place = CASE WHEN place = 'IN' THEN :place ELSE place END, throttled_at = NULL, cancel = 0,
            output_url = NULL, output_file = NULL, output_bytes = NULL, output_sha256 = NULL, output_etag = NULL, spooled_by = NULL,
            waits_for = NULL, reason = :reason, reason_code = NULL, problems = NULL, notified = 0, filed = 0, tries = 0,
            token = token + 1, claimed_by = NULL, due_at = :now, changed_at = :now
            WHERE id = :id AND token = :token AND state = :was""";

    /** In two, since each has an index of its own. */
    static final String RIVALS = """
            SELECT * FROM job WHERE id <> :id AND id IN (
                SELECT id FROM job WHERE identity = :identity AND identity IS NOT NULL AND name = :name
                    AND state NOT IN ('REJECTED', 'FAILED', 'CANCELLED')
                UNION
                SELECT id FROM job WHERE watch = :watch AND stem = :stem AND state NOT IN ('REJECTED', 'FAILED', 'CANCELLED'))
            ORDER BY id""";

    private final NamedParameterJdbcTemplate jdbc;
    private final TransactionTemplate together;
    private final Node node;

    public Recall(Store store, Node node) {
        this.jdbc = store.jdbc();
        this.together = store.together();
        this.node = node;
    }

    /**
     * @param bought tasks bought for the job, as far as the store knows
     * @param open   whether the store waits to learn of a task
     */
    public record Standing(int bought, boolean open) {
    }

    /** What the store knows of these jobs; of one that it has no row of, nothing. */
    public Map<String, Standing> standing(Collection<String> ids) {
        Map<String, Standing> standing = new TreeMap<>();
        if (!ids.isEmpty()) {
            jdbc.query("SELECT id, bought, CASE WHEN task_id IS NULL AND state IN ('SUBMITTING', 'IN_DOUBT') THEN 1 ELSE 0 END AS"
                    + " open_now FROM job WHERE id IN (:ids)",
                    Map.of("ids", ids), row -> { standing.put(row.getString("id"), new Standing(row.getInt("bought"),
                            row.getInt("open_now") == 1)); });
        }
        return standing;
    }

    /**
     * The id before which no job can have been bought by itself unknown to a store that was restored just now.
     *
     * @param marginMs by how much younger jobs may have come into the store before older ones
     */
    public String horizon(long marginMs) {
        // The || keeps PostgreSQL from walking through all that ended, oldest first, until it meets one that did not.
        String live = jdbc.queryForObject("SELECT min(id || '') FROM job WHERE state IN ('TAKING', 'WAITING', 'SUBMITTING', 'RENDERING',"
                + " 'DELIVERING')", Map.of(), String.class);
        String last = jdbc.queryForObject("SELECT max(id) FROM job", Map.of(), String.class);
        if (last == null) {
            return "";
        }
        String since = Ids.first(Math.max(0, Ids.time(last) - marginMs));
        return live != null && live.compareTo(since) < 0 ? live : since;
    }

    /** Whether another job has the task, or had it. */
    public boolean another(Job job, String taskId) {
        return new KnownTask(jdbc).of(taskId, job.id()).isPresent();
    }

    /** The ids of jobs in doubt between both, in order. */
    public List<String> doubtful(String after, String before, int limit) {
        return jdbc.queryForList("SELECT id FROM job WHERE state = 'IN_DOUBT' AND task_id IS NULL AND id > :after AND id < :before"
                + " ORDER BY id LIMIT :limit", Map.of("after", after, "before", before, "limit", limit), String.class);
    }

    /** The store was found to be older than the receipts: remembered, whatever becomes of this process, until all were compared. */
    public void begin() {
        jdbc.update("INSERT INTO bookmark (name, value) VALUES (:name, '') ON CONFLICT (name) DO NOTHING", UNFINISHED);
    }

    /** Whether it was, and not all were compared since. */
    public boolean begun() {
        return Boolean.TRUE.equals(jdbc.queryForObject("SELECT EXISTS (SELECT 1 FROM bookmark WHERE name = :name)", UNFINISHED,
                Boolean.class));
    }

    /** All receipts were compared. */
    public void finished() {
        jdbc.update("DELETE FROM bookmark WHERE name = :name", UNFINISHED);
    }

    /**
     * Takes a job to a purchase that its row does not know of: with a task, that is polled; without one, the job is in doubt.
     *
     * @param then the row at the time of the purchase
     * @param taskId what was bought, or null if that is not known
     * @return false if the row moved on meanwhile, or the job's place is taken
     */
    public boolean to(Job job, Job then, String taskId, String doubt) {
        return whole(() -> stepAside(then) && recall(job.id(), job.token(), job.state(), then, taskId, doubt));
    }

    /** Puts a row back, as {@link #to} would leave it; false also if it is there. */
    public boolean putBack(Job then, String taskId, String doubt) {
        return whole(() -> {
            if (!stepAside(then)) {
                return false;
            }
            // Counters count what changes: the rows that they stand in have to be there first.
            jdbc.update("INSERT INTO account (name, gateway, unit, max_in_flight, poll_ms) VALUES (:account, '', '', 0, 5000) ON"
                    + " CONFLICT (name) DO NOTHING",
                    values(then));
            jdbc.update("INSERT INTO watch (name) VALUES (:watch) ON CONFLICT (name) DO NOTHING", values(then));
            String columns = String.join(", ", FIXED) + ", " + String.join(", ", DROP);
            int rows = jdbc.update("INSERT INTO job (" + columns + ", state, place, changed_at) VALUES (:" + columns.replace(", ", ", :")
                    + ", 'WAITING', :place, :now) ON CONFLICT (id) DO NOTHING", values(then));
            // Otherwise another node that starts as well was quicker.
            return rows == 1 && recall(then.id(), 0, State.WAITING, then, taskId, doubt);
        });
    }

    /** All of it, or nothing. */
    private boolean whole(BooleanSupplier move) {
        return Boolean.TRUE.equals(together.execute(transaction -> {
            boolean done = move.getAsBoolean();
            if (!done) {
                transaction.setRollbackOnly();
            }
            return done;
        }));
    }

    private boolean recall(String id, long token, State was, Job then, String taskId, String doubt) {
        Optional<String> owner = taskId == null ? Optional.empty() : new KnownTask(jdbc).of(taskId, id);
        String task = owner.isPresent() ? null : taskId;
        return jdbc.update(RECALL, values(then).addValue("id", id).addValue("token", token).addValue("was", was.name())
                .addValue("state", (task == null ? State.IN_DOUBT : State.RENDERING).name()).addValue("task", task)
                .addValue("since", task == null ? null : node.now())
                .addValue("reason", owner.map(o -> "The receipt names task " + taskId + ", which job " + o + " has")
                        .orElse(task == null ? doubt : null))) == 1;
    }

    /**
     * Jobs that have the place of one that was bought: an earlier one must have ended without a video, or the other could not have come; a
     * later one that is not paid is the same drop once more.
     */
    private boolean stepAside(Job then) {
        List<Job> rivals = jdbc.query(RIVALS, values(then), Jobs.JOB);
        if (rivals.stream().anyMatch(rival -> rival.id().compareTo(then.id()) > 0 && rival.number("bought") > 0)) {
            return false;
        }
        for (Job rival : rivals) {
            boolean earlier = rival.id().compareTo(then.id()) < 0;
            jdbc.update("UPDATE job SET state = :state, slot = 0, filed = :filed, notified = 1, due_at = :now, reason = :reason,"
                    + " claimed_by = NULL, waits_for = NULL, token = token + 1, changed_at = :now WHERE id = :id",
                    Map.of("id", rival.id(), "now", node.now(), "filed", earlier ? 1 : 0,
                            "state", earlier ? "CANCELLED" : "REJECTED", "reason", earlier
                            ? "It ended without a video after this store was backed up: job " + then.id() + " took its place"
                            : "This very drop is job " + then.id() + " already; nothing was bought a second time"));
        }
        return true;
    }

    private MapSqlParameterSource values(Job then) {
        Map<String, Object> values = new HashMap<>();
        List.of(FIXED, DROP, MONEY).forEach(columns -> columns.forEach(column -> values.put(column, then.row().get(column))));
        return new MapSqlParameterSource(values).addValue("place", then.place().name()).addValue("now", node.now());
    }

    private static String set(List<String> columns) {
        return String.join(", ", columns.stream().map(column -> column + " = :" + column).toList());
    }
}
