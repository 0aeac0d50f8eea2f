package io.reeldrop.pipeline;

import io.reeldrop.job.PostgresServer;
import io.reeldrop.job.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * PostgreSQL crashes, and later is stopped, while two nodes have POSTs, polls and downloads under way, and comes back on the same data.
 * It stays away until every POST under way has its answer; at least as long as {@code -Dreeldrop.away.ms=30000} says. The number of drops:
 * {@code -Dreeldrop.away.drops=40}.
 */
class StoreAwayIT {

    private static final int LEAST_MS = Integer.getInteger("reeldrop.away.ms", 3_000);
    private static final int NUMBER = Integer.getInteger("reeldrop.away.drops", 40);
    /** Every answer to a POST takes three seconds: whenever the store goes away, some are still to come. */
    private static final Map<String, String> SANDBOX = Map.of("render", "500..8000", "slots", "1000", "video-frames", "2", "video-bytes", "4000000",
            "delay-answers", "1", "delay-answers-ms", "3000", "cut-downloads", "0.1");
    /** What was bought is told in the log as soon as the gateway says so. */
    private static final String BOUGHT = " INFO Submission - .*: task ";

    @TempDir
    Path folder;

    private final Random random = new Random(1);
    private final long began = System.nanoTime();

    @Test
    void while_the_store_is_away_nothing_is_lost_and_no_paid_task_is_forgotten() throws Exception {
        List<Drop> drops = Drop.make(NUMBER, folder, "");
        try (SandboxProcess sandbox = new SandboxProcess(SANDBOX); Ground ground = Ground.folders(folder.resolve("watch"));
                PostgresServer server = new PostgresServer(folder.resolve("postgres"))) {
            try (Fleet fleet = new Fleet(sites(sandbox, server)).start()) {
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

    private List<Site> sites(SandboxProcess sandbox, PostgresServer server) throws IOException {
        List<Site> sites = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            sites.add(new Site(folder.resolve("node" + i)).store(server).set("reeldrop.root", folder.resolve("watch").toString())
                    .set("reeldrop.accounts.sandbox.base-url", sandbox.uri())
                    .set("reeldrop.accounts.sandbox.max-in-flight", Integer.toString(NUMBER))
                    .set("reeldrop.look-ms", "500").set("reeldrop.settle-ms", "150").set("reeldrop.poll.interval-ms", "200")
                    .set("reeldrop.deliver.retry-ms", "200").set("reeldrop.min-free-bytes", "1"));
        }
        return sites;
    }

    private void put(Ground ground, List<Drop> drops) throws IOException {
        for (Drop drop : drops) {
            ground.put(drop, random.nextBoolean());
        }
    }

    private void away(Fleet fleet, SandboxProcess sandbox, Store store, PostgresServer server, boolean crash) throws Exception {
        eventually().until(() -> count(store, "state = 'RENDERING'") >= 2 && tasks(sandbox) >= fleet.count(BOUGHT) + 2);
        long answered = fleet.count(BOUGHT);
        say("PostgreSQL " + (crash ? "crashes" : "is stopped"));
        if (crash) {
            server.crash();
        } else {
            server.stop();
        }
        TimeUnit.MILLISECONDS.sleep(LEAST_MS);
        eventually().until(() -> fleet.count(BOUGHT) > answered && fleet.count(BOUGHT) == tasks(sandbox));
        say((fleet.count(BOUGHT) - answered) + " tasks were bought whose ids have to wait; it comes back");
        server.start();
    }

    private static long tasks(SandboxProcess sandbox) {
        return sandbox.report().path("tasksCreated").asLong();
    }

    private static long count(Store store, String where) {
        return store.jdbc().queryForObject("SELECT count(*) FROM job WHERE " + where, Map.of(), Long.class);
    }

    private static org.awaitility.core.ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(50)).ignoreExceptions();
    }

    private void say(String what) {
        System.out.println("StoreAwayIT, " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began) + " s: " + what);
    }
}
