package io.reeldrop.job;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * What people should hear of without asking: jobs in doubt, dead letters, pauses, and that nothing was delivered for too long.
 * News is gathered into one message; it counts as told only when {@link #told} says so, so a webhook that is down loses none.
 */
public final class News {

    private static final int MOST = 500;
    /** A delivery that succeeds ends a hold for good; without one, the next try comes within this. */
    private static final long TRYING_MS = 180_000;
    private static final String UNTOLD = "notified = 0 AND state IN ('REJECTED', 'FAILED', 'UNDELIVERED', 'IN_DOUBT')";

    private final NamedParameterJdbcTemplate jdbc;
    private final Jobs jobs;
    private final Ledger ledger;
    private final Node node;
    private final long silenceMs;
    private List<Job> told = List.of();
    private Map<String, Map<String, String>> pauses = Map.of();

    /** @param silenceMs how long nothing may be delivered while jobs are under way */
    public News(Store store, Jobs jobs, Ledger ledger, Node node, long silenceMs) {
        this.jdbc = store.jdbc();
        this.jobs = jobs;
        this.ledger = ledger;
        this.node = node;
        this.silenceMs = silenceMs;
    }

    /** The message, as JSON; null if there is nothing new. */
    public String gather() {
        ObjectNode message = Json.object().put("from", "reeldrop").put("node", node.name())
                .put("at", Instant.ofEpochMilli(node.now()).toString());
        told = jobs.list(UNTOLD, Map.of(), MOST);
        ArrayNode list = message.putArray("jobs");
        for (Job job : told) {
            list.addObject().put("job", job.id()).put("state", job.state().name()).put("watch", job.watch()).put("name", job.name())
                    .put("account", job.account()).put("taskId", job.taskId()).put("reason", job.text("reason"))
                    .put("whatToDo", Advice.of(job));
        }
        pauses = new LinkedHashMap<>();
        pauses.put("account", paused(ledger.accounts(), message.putArray("accounts")));
        pauses.put("watch", paused(ledger.watches(), message.putArray("watches")));
        return told.isEmpty() && pauses.values().stream().allMatch(Map::isEmpty) ? null : Json.text(message);
    }

    /** The message was delivered, or there is nobody to deliver it to. */
    public void told() {
        for (Job job : told) {
            jdbc.update("UPDATE job SET notified = 1 WHERE id = :id AND state = :state",
                    Map.of("id", job.id(), "state", job.state().name()));
        }
        pauses.forEach((table, news) -> news.forEach((name, text) ->
                jdbc.update("UPDATE " + table + " SET notified = :text WHERE name = :name", Map.of("name", name, "text", text))));
    }

    private Map<String, String> paused(List<Map<String, Object>> rows, ArrayNode list) {
        Map<String, String> news = new LinkedHashMap<>();
        for (Map<String, Object> row : rows) {
            String name = row.get("name").toString();
            String before = row.get("notified") == null ? "" : row.get("notified").toString();
            String now = standing(row, before);
            if (!now.equals(before)) {
                news.put(name, now);
                list.addObject().put("name", name).put("now", now.isEmpty() ? "working again" : now);
            }
        }
        return news;
    }

    /** In one sentence why an account or watch buys or delivers nothing; empty while all is well. */
    private String standing(Map<String, Object> row, String before) {
        if (number(row, "paused_until") > node.now()) {
            return "paused: " + row.get("paused_for");
        }
        if (number(row, "held_until") > node.now()) {
            return "buys nothing: " + row.get("held_for");
        }
        if (trying(row) && !before.isEmpty()) {
            return before;
        }
        return row.containsKey("delivered_at") && silent(row)
                ? "nothing was delivered for " + silenceMs / 60_000 + " minutes although jobs are under way" : "";
    }

    /** A pause or a hold ran out, and only the next try shows whether what it was for is over: it may begin again at once. */
    private boolean trying(Map<String, Object> row) {
        return number(row, "pauses") > 0 || number(row, "quiets") > 0 || number(row, "held_until") > node.now() - TRYING_MS;
    }

    private boolean silent(Map<String, Object> watch) {
        long since = node.now() - silenceMs;
        return number(watch, "delivered_at") < since && Boolean.TRUE.equals(jdbc.queryForObject("""
                SELECT EXISTS (SELECT 1 FROM job j WHERE watch = :watch AND state IN ('WAITING', 'SUBMITTING', 'RENDERING', 'DELIVERING')
                AND :since > (SELECT min(at) FROM job_event WHERE job_id = j.id))""",
                Map.of("watch", watch.get("name"), "since", since), Boolean.class));
    }

    private static long number(Map<String, Object> row, String column) {
        return row.get(column) == null ? 0 : ((Number) row.get(column)).longValue();
    }
}
