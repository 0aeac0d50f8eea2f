package io.reeldrop.job;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** The rows of accounts and watches: their caps, their pauses, and the breaker that keeps an outage from putting many jobs in doubt. */
public final class Ledger {

    /** Until a person resumes it. */
    public static final long FOR_EVER = Long.MAX_VALUE;

    private static final long PROBE_FIRST_MS = 15_000;
    private static final long PROBE_MOST_MS = 600_000;
    /** As many as fit below the most. */
    private static final int PROBE_DOUBLINGS = 5;
    private static final long QUIET_FIRST_MS = 60_000;
    private static final long QUIET_MOST_MS = 600_000;

    private final NamedParameterJdbcTemplate jdbc;
    private final Node node;
    private final int doubts;

    /** @param doubts ambiguous POSTs in a row that open an account's breaker */
    public Ledger(Store store, Node node, int doubts) {
        this.jdbc = store.jdbc();
        this.node = node;
        this.doubts = doubts;
    }

    /** Brings an account's row in line with the settings; counters and pauses stay. The caps on a day's cost and tasks may be null. */
    public void account(String name, String gateway, String unit, int maxInFlight, Long maxCostMicros, Integer maxTasks, int pollMs) {
        jdbc.update("""
                INSERT INTO account (name, gateway, unit, max_in_flight, max_cost_micros, max_tasks, poll_ms)
                VALUES (:name, :gateway, :unit, :maxInFlight, :maxCost, :maxTasks, :pollMs)
                ON CONFLICT (name) DO UPDATE SET gateway = excluded.gateway, unit = excluded.unit, max_in_flight = excluded.max_in_flight,
                    max_cost_micros = excluded.max_cost_micros, max_tasks = excluded.max_tasks, poll_ms = excluded.poll_ms""",
                new MapSqlParameterSource("name", name).addValue("gateway", gateway).addValue("unit", unit)
                        .addValue("maxInFlight", maxInFlight).addValue("maxCost", maxCostMicros).addValue("maxTasks", maxTasks)
                        .addValue("pollMs", pollMs));
    }

    /** What the account's amounts are in, such as {@code credits}; null for an account that is not known. */
    public String unit(String account) {
        return jdbc.queryForList("SELECT unit FROM account WHERE name = :name", Map.of("name", account), String.class).stream().findFirst()
                .orElse(null);
    }

    /** Brings a watch's row in line with its route file; counters and pauses stay. Both caps may be null. */
    public void watch(String name, Long maxCostMicros, Integer maxTasks) {
        jdbc.update("INSERT INTO watch (name, max_cost_micros, max_tasks) VALUES (:name, :maxCost, :maxTasks)"
                + " ON CONFLICT (name) DO UPDATE SET max_cost_micros = excluded.max_cost_micros, max_tasks = excluded.max_tasks",
                new MapSqlParameterSource("name", name).addValue("maxCost", maxCostMicros).addValue("maxTasks", maxTasks));
    }

    /** A POST ended in doubt. Enough of them in a row let only single probes through, further and further apart. */
    public void doubted(String account) {
        jdbc.update("""
                UPDATE account SET doubts = doubts + 1,
                    probe_at = :now + CASE WHEN doubts + 1 < :limit THEN 0 WHEN doubts + 1 - :limit > :doublings THEN :most
                                           ELSE :first << (doubts + 1 - :limit) END
                WHERE name = :name""",
                Map.of("name", account, "now", node.now(), "limit", doubts, "first", PROBE_FIRST_MS, "most", PROBE_MOST_MS,
                        "doublings", PROBE_DOUBLINGS));
    }

    /** Whether the account's breaker is open, so that the next POST is a probe. */
    public boolean probing(String account) {
        return jdbc.queryForObject("SELECT doubts FROM account WHERE name = :name", Map.of("name", account), Long.class) >= doubts;
    }

    /** The free look before a probe found the gateway still down: no money was risked, look again later. */
    public void stillDown(String account) {
        jdbc.update("UPDATE account SET probe_at = :at WHERE name = :name", Map.of("name", account, "at", node.now() + PROBE_FIRST_MS));
    }

    /** The gateway gave a definitive answer to a POST. */
    public void answered(String account) {
        jdbc.update("UPDATE account SET doubts = 0, probe_at = 0 WHERE name = :name AND doubts > 0", Map.of("name", account));
    }

    /** The gateway took a task: whatever the account was paused for is over. */
    public void bought(String account) {
        jdbc.update("UPDATE account SET pauses = 0 WHERE name = :name AND pauses > 0", Map.of("name", account));
    }

    /**
     * Pauses an account because its gateway said so: longer each time in a row, or as long as the gateway asked for.
     *
     * @param retryAfterMs null where the gateway named no time
     * @return false if it was paused already
     */
    public boolean pause(String account, Pause kind, String reason, Long retryAfterMs) {
        int inRow = jdbc.queryForObject("SELECT CASE WHEN pause_kind = :kind THEN pauses ELSE 0 END FROM account WHERE name = :name",
                Map.of("name", account, "kind", kind.name()), Integer.class);
        long wish = retryAfterMs == null ? 0 : retryAfterMs;
        Map<String, ?> values = Map.of("name", account, "kind", kind.name(), "inRow", inRow + 1, "reason", reason, "now", node.now(),
                "until", node.now() + Math.max(kind.ms(inRow), wish), "wish", node.now() + wish);
        // Several workers may hear the same refusal: one pause, not four, but as long as the longest wish among them.
        boolean begins = jdbc.update("UPDATE account SET paused_until = :until, paused_for = :reason, pauses = :inRow, pause_kind = :kind"
                + " WHERE name = :name AND paused_until <= :now", values) == 1;
        if (!begins && wish > 0) {
            jdbc.update("UPDATE account SET paused_until = :wish WHERE name = :name AND paused_until < :wish", values);
        }
        return begins;
    }

    /**
     * The gateway refused to tell of tasks, for a fault that is the account's: none of its tasks is asked for during a while that grows
     * from time to time, and nothing is bought either.
     *
     * @return false if it was quiet already
     */
    public boolean quiet(String account, String reason, Long retryAfterMs) {
        int inRow = jdbc.queryForObject("SELECT quiets FROM account WHERE name = :name", Map.of("name", account), Integer.class);
        long ms = Math.max(Backoff.ms(inRow, QUIET_FIRST_MS, QUIET_MOST_MS), retryAfterMs == null ? 0 : retryAfterMs);
        return jdbc.update("""
                UPDATE account SET quiet_until = :until, quiets = quiets + 1,
                    paused_for = CASE WHEN paused_until < :until THEN :reason ELSE paused_for END,
                    paused_until = CASE WHEN paused_until < :until THEN :until ELSE paused_until END
                WHERE name = :name AND quiet_until <= :now""",
                Map.of("name", account, "until", node.now() + ms, "reason", reason, "now", node.now())) == 1;
    }

    /** The gateway tells of tasks again. */
    public void told(String account) {
        jdbc.update("UPDATE account SET quiets = 0 WHERE name = :name AND quiets > 0", Map.of("name", account));
    }

    /**
     * The watch's output place fails: it buys nothing for a while, unless a delivery succeeds before.
     *
     * @return false if it was held already
     */
    public boolean hold(String watch, String reason, long ms) {
        Map<String, ?> values = Map.of("name", watch, "until", node.now() + ms, "reason", reason, "now", node.now());
        boolean begins = jdbc.update("UPDATE watch SET held_until = :until, held_for = :reason WHERE name = :name AND held_until <= :now",
                values) == 1;
        if (!begins) {
            jdbc.update("UPDATE watch SET held_until = CASE WHEN held_until > :until THEN held_until ELSE :until END,"
                    + " held_for = :reason WHERE name = :name", values);
        }
        return begins;
    }

    /** Pauses on a person's word, until they resume it. */
    public boolean pauseByHand(String table, String name, String reason) {
        return jdbc.update("UPDATE " + known(table) + " SET paused_until = :until, paused_for = :reason WHERE name = :name",
                Map.of("name", name, "until", FOR_EVER, "reason", reason)) == 1;
    }

    public boolean resume(String table, String name) {
        String breaker = table.equals("account")
                ? ", pauses = 0, quiets = 0, quiet_until = 0, doubts = 0, probe_at = 0" : ", held_until = 0, held_for = NULL";
        return jdbc.update("UPDATE " + known(table) + " SET paused_until = 0, paused_for = NULL" + breaker + " WHERE name = :name",
                Map.of("name", name)) == 1;
    }

    /** Stops or lets go all buying on this store. */
    public void pauseAll(boolean paused, String reason) {
        if (paused) {
            jdbc.update("INSERT INTO bookmark (name, value) VALUES ('paused', :reason)"
                    + " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                    Map.of("reason", reason));
        } else {
            jdbc.update("DELETE FROM bookmark WHERE name = 'paused'", Map.of());
        }
    }

    /** In a sentence each, why this watch, or an account that its waiting jobs need, buys nothing at this instant. */
    public List<String> standstills(String watch) {
        List<String> reasons = new ArrayList<>();
        Map<String, Object> values = Map.of("watch", watch, "now", node.now());
        jdbc.query("SELECT paused_until, paused_for, held_until, held_for FROM watch WHERE name = :watch", values, row -> {
            if (row.getLong("paused_until") > node.now()) {
                reasons.add("this watch is paused: " + orEmpty(row.getString("paused_for")));
            }
            if (row.getLong("held_until") > node.now()) {
                reasons.add(orEmpty(row.getString("held_for")));
            }
        });
        jdbc.query("SELECT name, paused_until, paused_for, doubts, probe_at FROM account"
                + " WHERE name IN (SELECT account FROM job WHERE watch = :watch AND state = 'WAITING') ORDER BY name", values, row -> {
                    String account = row.getString("name");
                    long until = row.getLong("paused_until");
                    if (until > node.now()) {
                        reasons.add("account " + account + " is paused" + (until == FOR_EVER ? "" : " until " + utc(until)) + ": "
                                + orEmpty(row.getString("paused_for")));
                    }
                    if (row.getInt("doubts") >= doubts) {
                        reasons.add("the gateway of account " + account + " left " + row.getInt("doubts")
                                + " purchases in a row without a clear answer; it is tried again, one at a time, from "
                                + utc(row.getLong("probe_at")) + " on");
                    }
                });
        return reasons;
    }

    private static String utc(long at) {
        return DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'").format(Instant.ofEpochMilli(at).atOffset(ZoneOffset.UTC));
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    public List<Map<String, Object>> accounts() {
        return jdbc.queryForList("SELECT * FROM account ORDER BY name", Map.of());
    }

    public List<Map<String, Object>> watches() {
        return jdbc.queryForList("SELECT * FROM watch ORDER BY name", Map.of());
    }

    /** Why all buying is paused, or null. */
    public String pausedAll() {
        return jdbc.queryForList("SELECT value FROM bookmark WHERE name = 'paused'", Map.of(), String.class).stream().findFirst()
                .orElse(null);
    }

    private static String known(String table) {
        if (!table.equals("account") && !table.equals("watch")) {
            throw new IllegalArgumentException(table);
        }
        return table;
    }
}
