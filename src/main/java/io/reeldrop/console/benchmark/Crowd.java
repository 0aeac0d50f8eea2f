package io.reeldrop.console.benchmark;

import io.reeldrop.job.DropFile;
import io.reeldrop.job.Ids;
import io.reeldrop.job.Image;
import io.reeldrop.job.Json;
import io.reeldrop.job.Ledger;
import io.reeldrop.job.Micros;
import io.reeldrop.job.Node;
import io.reeldrop.job.Places;
import io.reeldrop.job.State;
import io.reeldrop.job.Store;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.transaction.support.TransactionTemplate;

/** A job table as busy weeks leave it: most jobs delivered long ago, some thousands under way, a few that need a person. */
final class Crowd {

    private static final int ACCOUNTS = 4;
    private static final int WATCHES = 8;
    private static final int BATCH = 5_000;
    private static final long RENDER_MS = 40_000;
    private static final String UNIT = "credits";

    private static final String INSERT = """
            INSERT INTO job (id, watch, account, state, due_at, changed_at, name, stem, files, places, place, filed, identity, image,
                             request, model, slot, bought_day, bought, cost_micros, charged_micros, estimate_micros, submitted_at,
                             task_id, task_status, task_since, output_url, output_file, output_bytes, output_sha256, notified)
            VALUES (:id, :watch, :account, :state, :due, :changed, :name, :name, :files, :places, :place, :filed, :identity, :image,
                    :request, 'gen4_turbo', :slot, :day, :bought, :cost, :charged, :cost, :submitted,
                    :task, :status, :submitted, :url, :file, :bytes, :sha256, 1)""";

    private final Store store;
    private final Node node;
    private final TransactionTemplate together;
    private int number;

    Crowd(Store store, Node node) {
        this.store = store;
        this.node = node;
        this.together = store.together();
        Ledger ledger = new Ledger(store, node, 4);
        for (int i = 0; i < ACCOUNTS; i++) {
            ledger.account("account-" + i, "runway", UNIT, 1_000_000, null, null, 5_000);
        }
        for (int i = 0; i < WATCHES; i++) {
            ledger.watch("watch-" + i, null, null);
        }
    }

    /** That many rows in all: a twentieth waits, a twentieth renders, and of a thousand two failed and one is in doubt. */
    void fill(int rows) {
        add(State.WAITING, rows / 20);
        add(State.RENDERING, rows / 20);
        add(State.FAILED, rows / 500);
        add(State.IN_DOUBT, rows / 1000);
        add(State.DELIVERED, rows - number);
        settle();
    }

    /** Rows that are due now, spread over the accounts and watches. */
    void add(State state, int rows) {
        for (int left = rows; left > 0; left -= BATCH) {
            List<MapSqlParameterSource> batch = new ArrayList<>();
            for (int i = 0; i < Math.min(left, BATCH); i++) {
                batch.add(row(state));
            }
            together.executeWithoutResult(transaction -> store.jdbc().batchUpdate(INSERT, batch.toArray(MapSqlParameterSource[]::new)));
        }
    }

    /** The counters as they would be had every job come its way, and what PostgreSQL would note of its tables by itself before long. */
    void settle() {
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

    private MapSqlParameterSource row(State state) {
        int n = number++;
        boolean bought = state != State.WAITING;
        boolean ended = state.ended();
        boolean delivered = state == State.DELIVERED;
        boolean fetching = state == State.DELIVERING;
        long now = node.now();
        long at = now - (ended ? 86_400_000L + n * 70L : RENDER_MS + n % 1000);
        String name = "batch-" + n / 1000 + "/drop-" + n;
        String root = "/srv/video/watch-" + n % WATCHES;
        return new MapSqlParameterSource("id", Ids.at(at)).addValue("watch", "watch-" + n % WATCHES)
                .addValue("account", "account-" + n % ACCOUNTS)
                .addValue("state", state.name()).addValue("due", ended ? null : now - n % 1000).addValue("changed", at)
                .addValue("name", name)
                .addValue("files", Json.text(List.of(new DropFile(name + ".png", "image"), new DropFile(name + ".json", "sidecar"))))
                .addValue("places", Json.text(new Places(root, root + "/in", root + "/in-progress",
                        root + "/out", root + "/done", root + "/dead-letter")))
                .addValue("place", delivered ? "DONE" : ended ? "DEAD_LETTER" : "IN_PROGRESS").addValue("filed", ended ? 1 : 0)
                .addValue("identity", String.format("%064x", n))
                .addValue("image", Json.text(new Image("png", 1280, 720, 524_288, String.format("%064x", n))))
                .addValue("request", "{\"model\":\"gen4_turbo\",\"promptText\":\"a slow zoom over drop " + n
                        + "\",\"ratio\":\"1280:720\",\"duration\":5}")
                .addValue("slot", bought && !ended || state == State.IN_DOUBT ? 1 : 0).addValue("day", bought ? "2020-01-01" : null)
                .addValue("bought", bought ? 1 : 0)
                .addValue("cost", Micros.of("25")).addValue("charged", delivered ? Micros.of("25") : null)
                .addValue("submitted", bought ? at : null).addValue("task", bought && state != State.IN_DOUBT ? "task-" + n : null)
                .addValue("status", state == State.RENDERING ? "RUNNING" : delivered ? "SUCCEEDED" : null)
                .addValue("url", fetching ? "https://cdn.example/" + n + ".mp4?_jwt=x" : null)
                .addValue("file", delivered ? name + ".mp4" : null).addValue("bytes", delivered ? 2_000_000 : null)
                .addValue("sha256", delivered ? String.format("%064x", n) : null);
    }
}
