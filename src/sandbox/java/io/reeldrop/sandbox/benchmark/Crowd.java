package io.reeldrop.sandbox.benchmark;

import io.reeldrop.job.DropFile;
import io.reeldrop.job.Image;
import io.reeldrop.job.Json;
import io.reeldrop.job.Ledger;
import io.reeldrop.job.Micros;
import io.reeldrop.job.Node;
import io.reeldrop.job.Places;
import io.reeldrop.job.State;
import io.reeldrop.job.Store;
import io.reeldrop.sandbox.Packed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** A job table as busy weeks leave it: most jobs delivered long ago, some thousands under way, a few that need a person. */
final class Crowd {

    private static final int ACCOUNTS = 4;
    private static final int WATCHES = 8;

    private final Store store;
    private final Node node;
    private final String insert;
    private int number;

    Crowd(Store store, Node node) {
        this.insert = Packed.text(Crowd.class, "crowd.sql");
        this.store = store;
        this.node = node;
        Ledger ledger = new Ledger(store, node, 4);
        for (int i = 0; i < ACCOUNTS; i++) {
            ledger.account("account-" + i, "runway", "credits", 1_000_000, null, null, 5_000);
        }
        for (int i = 0; i < WATCHES; i++) {
            ledger.watch("watch-" + i, null, null);
        }
    }

    /**
     * That many rows in all: a twentieth waits, a twentieth renders, and of a thousand two failed and one is in doubt. With the counters as
     * they would be had every job come its way, and what PostgreSQL would note of its tables by itself before long.
     */
    void fill(int rows) {
        add(State.WAITING, rows / 20);
        add(State.RENDERING, rows / 20);
        add(State.FAILED, rows / 500);
        add(State.IN_DOUBT, rows / 1000);
        add(State.DELIVERED, rows - number);
        store.patiently(patient -> {
            JdbcTemplate jdbc = new JdbcTemplate(patient);
            jdbc.update("UPDATE account SET in_flight = (SELECT coalesce(sum(slot), 0) FROM job WHERE account = account.name)");
            jdbc.update("INSERT INTO ending (watch, account, state, jobs) SELECT watch, account, state, count(*) FROM job"
                    + " WHERE state IN ('DELIVERED', 'FAILED', 'IN_DOUBT') GROUP BY watch, account, state");
            if (store.shared()) {
                jdbc.execute("ANALYZE");
            }
        });
    }

    /** Rows that are due now, spread over the accounts and watches. */
    void add(State state, int rows) {
        if (rows == 0) {
            return;
        }
        boolean bought = state != State.WAITING;
        String root = "/srv/video/watch-#";
        Map<String, Object> values = new HashMap<>(Map.of("first", number, "end", number + rows, "now", node.now(), "state", state.name(),
                "ended", flag(state.ended()), "delivered", flag(state == State.DELIVERED), "bought", flag(bought),
                "known", flag(bought && state != State.IN_DOUBT), "slot", flag(bought && !state.ended() || state == State.IN_DOUBT)));
        values.putAll(Map.of("zeros", "0".repeat(64), "cost", Micros.of("25"),
                "place", state == State.DELIVERED ? "DONE" : state.ended() ? "DEAD_LETTER" : "IN_PROGRESS",
                "files", Json.text(List.of(new DropFile("batch/drop-#.png", "image"), new DropFile("batch/drop-#.json", "sidecar"))),
                "places", Json.text(new Places(root, root + "/in", root + "/work", root + "/out", root + "/done", root + "/dead-letter")),
                "image", Json.text(new Image("png", 1280, 720, 524_288, "#")), "request", "{\"model\":\"gen4_turbo\",\"promptText\":"
                        + "\"a slow zoom over drop #\",\"ratio\":\"1280:720\",\"duration\":5}"));
        store.together().executeWithoutResult(transaction -> store.jdbc().update(insert, values));
        number += rows;
    }

    private static int flag(boolean set) {
        return set ? 1 : 0;
    }
}
