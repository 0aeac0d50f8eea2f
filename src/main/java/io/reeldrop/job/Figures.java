package io.reeldrop.job;

import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * What the store says of the work as a whole, the same for every node, in one reading that stays cheap however many ended jobs are kept:
 * indexes answer for what is under way, counters for what has ended.
 *
 * @param groups    what was counted of the jobs
 * @param accounts  rows of the account table
 * @param watches   rows of the watch table
 * @param pausedAll whether a person stopped all buying
 * @param at        when it was read, UTC epoch milliseconds
 * @param today     the day that the caps count, as an ISO date
 */
public record Figures(List<Group> groups, List<Map<String, Object>> accounts, List<Map<String, Object>> watches,
        boolean pausedAll, long at, String today) {

    /** What a group of jobs was counted for. */
    public enum Kind {
        /** In that state now. */
        OPEN,
        /** Ended in that state since the store was made; each time counts. */
        ENDED,
        /** Waiting, by what they wait for. */
        WAITS,
        /** In that state since when, the longest. */
        OLDEST,
        /** Rendering, and due for a poll for more than a second; not while the account's polls are held back. */
        LATE
    }

    /**
     * Jobs that were counted together.
     *
     * @param state  or null
     * @param watch  or null
     * @param reason what they wait for, in a word; null if they are not waiting
     * @param jobs   how many
     * @param since  UTC epoch milliseconds: of {@code WAITS} when the oldest was accepted, of {@code OLDEST} when it came into that
     *               state, of {@code LATE} when its poll was due; otherwise 0
     */
    public record Group(Kind kind, String state, String watch, String account, String reason, long jobs, long since) {
    }

    /** A poll that is due waits for the next claim and for a worker; only what goes beyond is late. */
    private static final long PUNCTUAL_MS = 1000;

    static final String COUNT = """
            SELECT 'OPEN' AS kind, state, watch, account, NULL AS reason, count(*) AS jobs, NULL AS first, 0 AS since FROM job
            WHERE state IN ('TAKING', 'WAITING', 'SUBMITTING', 'RENDERING', 'DELIVERING', 'UNDELIVERED', 'IN_DOUBT')
            GROUP BY state, watch, account
            UNION ALL
            SELECT 'ENDED', state, watch, account, NULL, jobs, NULL, 0 FROM ending
            UNION ALL
            SELECT 'WAITS', 'WAITING', w.name, a.name, j.waits_for, count(*), min(j.id), 0
            FROM account a CROSS JOIN watch w CROSS JOIN job j
            WHERE j.state = 'WAITING' AND j.account = a.name AND j.watch = w.name GROUP BY a.name, w.name, j.waits_for
            UNION ALL
            SELECT 'OLDEST', state, watch, account, NULL, count(*), NULL, min(changed_at) FROM job
            WHERE state IN ('UNDELIVERED', 'IN_DOUBT') GROUP BY state, watch, account
            UNION ALL
            SELECT 'LATE', NULL, NULL, account, NULL, count(*), NULL, min(due_at) FROM job
            WHERE state = 'RENDERING' AND due_at < :late AND account NOT IN (SELECT name FROM account WHERE quiet_until > :now)
            GROUP BY account""";

    /** Reads all of it. */
    public static Figures read(Store store, Node node) {
        NamedParameterJdbcTemplate jdbc = store.jdbc();
        long now = node.now();
        List<Group> groups = jdbc.query(COUNT, new MapSqlParameterSource("now", now).addValue("late", now - PUNCTUAL_MS), (row, n) -> {
            String first = row.getString("first");
            String waitsFor = row.getString("reason");
            return new Group(Kind.valueOf(row.getString("kind")), row.getString("state"), row.getString("watch"), row.getString("account"),
                    first == null ? null : reason(waitsFor), row.getLong("jobs"), first == null ? row.getLong("since") : Ids.time(first));
        });
        return new Figures(groups, jdbc.queryForList("SELECT * FROM account ORDER BY name", Map.of()),
                jdbc.queryForList("SELECT * FROM watch ORDER BY name", Map.of()),
                Boolean.TRUE.equals(jdbc.queryForObject(
                        "SELECT EXISTS (SELECT 1 FROM bookmark WHERE name = 'paused')", Map.of(), Boolean.class)),
                now, node.today());
    }

    /** What a wait is for, without the name that may follow: {@code budget: tasks of watch press} is {@code budget}. */
    private static String reason(String waitsFor) {
        return waitsFor == null ? "turn" : waitsFor.split(": ", 2)[0].replace(' ', '_');
    }
}
