package io.reeldrop.pipeline;

import io.reeldrop.Nightly;
import io.reeldrop.job.PostgresServer;
import io.reeldrop.job.Store;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * PostgreSQL crashes, and later is stopped, while two nodes have POSTs, polls and downloads under way, and comes back on the same data.
 * It stays away until every POST under way has its answer, and for so long more as {@code -Daway.ms=30000} says. The number of drops:
 * {@code -Daway.drops=40}.
 */
class StoreAwayIT extends LongRun {

    private static final int MORE_MS = Nightly.size("away.ms", 0, 30_000);
    private static final int NUMBER = Nightly.size("away.drops", 20, 40);
    /** Every answer to a POST takes three seconds: whenever the store goes away, some are still to come. */
    private static final Map<String, String> SANDBOX = Map.of("render", "500..8000", "slots", "1000",
            "video-bytes", "4000000", "delay-answers", "1", "delay-answers-ms", "3000", "cut-downloads", "0.1");
    /** What was bought is told in the log as soon as the gateway says so. */
    private static final String BOUGHT = " INFO Submission - .*: task ";

    private final Random random = new Random(1);

    @Test
    void while_the_store_is_away_nothing_is_lost_and_no_paid_task_is_forgotten() throws Exception {
        List<Drop> drops = Drop.make(NUMBER, folder, "");
        try (SandboxProcess sandbox = new SandboxProcess(SANDBOX); Ground ground = Ground.folders(folder.resolve("watch"));
                PostgresServer server = new PostgresServer(folder.resolve("postgres"))) {
            try (Fleet fleet = new Fleet(Site.nodes(2, folder, server, sandbox, NUMBER)).start()) {
                fleet.await();
                try (Store store = server.open()) {
                    put(ground, drops.subList(0, NUMBER / 2));
                    away(fleet, sandbox, store, server, true);
                    put(ground, drops.subList(NUMBER / 2, NUMBER));
                    away(fleet, sandbox, store, server, false);
                    Audit audit = new Audit(ground, sandbox, store, drops);
                    // No job is in doubt: whatever was bought while the store was away is stored afterwards.
                    audit.everythingIsDelivered();
                    audit.theBooksAreRight();
                }
                fleet.end();
                fleet.toldNoErrorBut("the store failed");
            }
        }
    }

    private void put(Ground ground, List<Drop> drops) throws IOException {
        for (Drop drop : drops) {
            ground.put(drop, random.nextBoolean());
        }
    }

    private void away(Fleet fleet, SandboxProcess sandbox, Store store, PostgresServer server, boolean crash) throws Exception {
        eventually().ignoreExceptions().until(() -> count(store, "state = 'RENDERING'") >= 2 && tasks(sandbox) >= fleet.count(BOUGHT) + 2);
        long answered = fleet.count(BOUGHT);
        say("PostgreSQL " + (crash ? "crashes" : "is stopped"));
        if (crash) {
            server.crash();
        } else {
            server.stop();
        }
        fleet.live(0, MORE_MS);
        eventually().ignoreExceptions().until(() -> fleet.count(BOUGHT) > answered && fleet.count(BOUGHT) == tasks(sandbox));
        say((fleet.count(BOUGHT) - answered) + " tasks were bought whose ids have to wait; it comes back");
        server.start();
    }

    private static long tasks(SandboxProcess sandbox) {
        return sandbox.report().path("tasksCreated").asLong();
    }

    private static long count(Store store, String where) {
        return store.jdbc().queryForObject("SELECT count(*) FROM job WHERE " + where, Map.of(), Long.class);
    }
}
