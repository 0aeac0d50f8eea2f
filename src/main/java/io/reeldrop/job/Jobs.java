package io.reeldrop.job;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ColumnMapRowMapper;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The job table: rows come into being here and are read here; {@link Steps} moves them. */
public final class Jobs {

    static final RowMapper<Job> JOB = (row, n) -> new Job(new ColumnMapRowMapper().mapRow(row, n));

    private static final String INSERT = """
            INSERT INTO job (id, watch, account, state, due_at, changed_at, name, stem, files, places, place, lead, variation, identity,
                             image, request, model, estimate_micros, reason, problems)
            VALUES (:id, :watch, :account, :state, :now, :now, :name, :stem, :files, :places, 'IN', :lead, :variation, :identity,
                    :image, :request, :model, :estimate, :reason, :problems)""";

    /**
     * In three, since each has an index of its own (the {@code ||} leaves that of the names aside); nobody counts the delivered, who may
     * be millions.
     */
    private static final String COUNTS = """
            SELECT state, count(*) AS number FROM job WHERE watch || '' = :watch
                AND state IN ('TAKING', 'WAITING', 'SUBMITTING', 'RENDERING', 'DELIVERING') GROUP BY state
            UNION ALL
            SELECT state, count(*) FROM job WHERE watch = :watch
                AND state IN ('REJECTED', 'FAILED', 'CANCELLED', 'UNDELIVERED', 'IN_DOUBT') GROUP BY state
            UNION ALL
            SELECT state, CAST(sum(jobs) AS BIGINT) FROM ending WHERE watch = :watch AND state = 'DELIVERED' GROUP BY state""";

    private final NamedParameterJdbcTemplate jdbc;
    private final TransactionTemplate together;
    private final Node node;

    public Jobs(Store store, Node node) {
        this.jdbc = store.jdbc();
        this.together = store.together();
        this.node = node;
    }

    /** A row of the table as a job; what the claims of the routes are turned into. */
    public static Job job(Map<String, Object> row) {
        return new Job(row);
    }

    /**
     * Writes the rows that make a drop ours, all or none, before any of its files is moved.
     *
     * @param drafts one, or one for each variation
     * @param stems  as many, all different
     * @return false if another look was quicker: a live job of the same identity or stem is there, or one whose files leave {@code in/}
     *         under the same name
     */
    public boolean accept(List<Draft> drafts, List<String> stems) {
        List<String> ids = drafts.stream().map(draft -> Ids.at(node.now())).sorted().toList();
        String lead = drafts.size() == 1 ? null : ids.get(0);
        return Boolean.TRUE.equals(together.execute(transaction -> {
            for (int i = 0; i < ids.size(); i++) {
                if (!insert(ids.get(i), lead, drafts.get(i), stems.get(i), State.TAKING, null, List.of())) {
                    transaction.setRollbackOnly();
                    return false;
                }
            }
            return true;
        }));
    }

    /**
     * Writes the row of a drop that cannot become a video as it is; its files follow to the dead letter.
     *
     * @return false if another look was quicker
     */
    public boolean reject(Draft draft, String stem, List<Problem> problems) {
        String reason = problems.get(0) + (problems.size() > 1 ? " (and " + (problems.size() - 1) + " more)" : "");
        return insert(Ids.at(node.now()), null, draft, stem, State.REJECTED, reason, problems);
    }

    private boolean insert(String id, String lead, Draft draft, String stem, State state, String reason, List<Problem> problems) {
        var row = new MapSqlParameterSource()
                .addValue("id", id).addValue("watch", draft.watch()).addValue("account", draft.account())
                .addValue("lead", lead).addValue("variation", draft.variation() == null ? null : Json.text(draft.variation()))
                .addValue("state", state.name()).addValue("now", node.now()).addValue("name", draft.name()).addValue("stem", stem)
                .addValue("files", Json.text(draft.files())).addValue("places", Json.text(draft.places()))
                .addValue("identity", draft.identity())
                .addValue("image", draft.image() == null ? null : Json.text(draft.image()))
                .addValue("request", draft.request() == null ? null : Json.text(draft.request()))
                .addValue("model", draft.request() == null ? null : draft.request().path("model").asText(null))
                .addValue("estimate", draft.estimateMicros()).addValue("reason", reason)
                .addValue("problems", problems.isEmpty() ? null : Json.text(problems));
        try {
            return jdbc.update(INSERT, row) == 1;
        } catch (DataAccessException e) {
            if (Store.duplicate(e)) {
                return false;
            }
            throw e;
        }
    }

    /** The job that this drop already is, if any: the same identity under the name it was dropped with or the one it was given. */
    public Optional<Job> sameDrop(String identity, String name) {
        return jdbc.query("""
                SELECT * FROM job WHERE identity = :identity AND (name = :name OR stem = :name)
                AND state NOT IN ('REJECTED', 'FAILED', 'CANCELLED') ORDER BY id LIMIT 1""",
                Map.of("identity", identity, "name", name), JOB).stream().findFirst();
    }

    /** Whether a job of that watch goes by that name and may still put files under it. */
    public boolean stemTaken(String watch, String stem) {
        return Boolean.TRUE.equals(jdbc.queryForObject("""
                SELECT EXISTS (SELECT 1 FROM job WHERE watch = :watch AND stem = :stem
                AND (state NOT IN ('REJECTED', 'FAILED', 'CANCELLED') OR filed = 0))""",
                Map.of("watch", watch, "stem", stem), Boolean.class));
    }

    /** Names of the files in {@code in/} that have a row and are about to be moved away. */
    public Set<String> beingTaken(String watch) {
        Set<String> names = new HashSet<>();
        jdbc.query("SELECT * FROM job WHERE watch = :watch AND place = 'IN'", Map.of("watch", watch), JOB)
                .forEach(job -> job.files().forEach(file -> names.add(file.name())));
        return names;
    }

    /** Of the drop of that name alone, if it is about to be moved away: the names of its files in {@code in/}. */
    public Set<String> beingTaken(String watch, String name) {
        Set<String> names = new HashSet<>();
        jdbc.query("SELECT * FROM job WHERE watch = :watch AND name = :name AND place = 'IN' AND (lead IS NULL OR lead = id)",
                Map.of("watch", watch, "name", name), JOB).forEach(job -> job.files().forEach(file -> names.add(file.name())));
        return names;
    }

    public Optional<Job> find(String id) {
        return jdbc.query("SELECT * FROM job WHERE id = :id", Map.of("id", id), JOB).stream().findFirst();
    }

    /** @param where an SQL condition over the job table with named parameters, of the caller's own making */
    public List<Job> list(String where, Map<String, ?> parameters, int limit) {
        var all = new MapSqlParameterSource(parameters).addValue("limit", limit);
        return jdbc.query("SELECT * FROM job WHERE " + where + " ORDER BY id LIMIT :limit", all, JOB);
    }

    /** As {@link #list}, but the most recently changed first. */
    public List<Job> latest(String where, Map<String, ?> parameters, int limit) {
        var all = new MapSqlParameterSource(parameters).addValue("limit", limit);
        return jdbc.query("SELECT * FROM job WHERE " + where + " ORDER BY changed_at DESC, id DESC LIMIT :limit", all, JOB);
    }

    /** The jobs of a watch that are being made now, those that were bought first before the others. */
    public List<Job> beingMade(String watch, int limit) {
        return jdbc.query("SELECT * FROM job WHERE watch || '' = :watch AND state IN ('SUBMITTING', 'RENDERING', 'DELIVERING')"
                + " ORDER BY submitted_at, id LIMIT :limit", Map.of("watch", watch, "limit", limit), JOB);
    }

    /** How many jobs of a watch are in each state; of the delivered ones, how many ever were. */
    public Map<String, Long> counts(String watch) {
        Map<String, Long> counts = new TreeMap<>();
        jdbc.query(COUNTS, Map.of("watch", watch), row -> { counts.put(row.getString("state"), row.getLong("number")); });
        return counts;
    }

    /**
     * What the waiting jobs of a watch wait for, and how many of them for what; {@code their turn} for those that wait for nothing else.
     */
    public Map<String, Long> waits(String watch) {
        Map<String, Long> waits = new TreeMap<>();
        jdbc.query("SELECT coalesce(waits_for, 'their turn') AS why, count(*) AS number FROM job"
                + " WHERE watch = :watch AND state = 'WAITING' GROUP BY 1",
                Map.of("watch", watch), row -> { waits.put(row.getString("why"), row.getLong("number")); });
        return waits;
    }

    /** The job's timeline: {@code at}, {@code state}, {@code node}, {@code task_id}, {@code reason}, oldest first. */
    public List<Map<String, Object>> events(String id) {
        return jdbc.queryForList("SELECT at, state, node, task_id, reason FROM job_event WHERE job_id = :id ORDER BY id", Map.of("id", id));
    }
}
