package io.reeldrop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.job.PostgresServer;
import io.reeldrop.job.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The next version of the schema comes with a new node while two old ones are at work, and both versions go on side by side.
 * How many jobs are in flight then, and for how long they go on at least: {@code -Dupgrade.drops=400 -Dupgrade.ms=60000}.
 */
@Tag("nightly")
class UpgradeIT extends LongRun {

    private static final int NUMBER = Integer.getInteger("upgrade.drops", 400);
    private static final int LEAST_MS = Integer.getInteger("upgrade.ms", 60_000);
    private static final Path NEXT_VERSION = Path.of("target/test-classes/upgrade").toAbsolutePath();
    private static final int OLD = 0;
    private static final int OLD_TOO = 1;
    private static final int NEW = 2;
    /** One task after the other: however long a node takes to start, most are in flight while the version changes. */
    private static final Map<String, String> SANDBOX = Map.of("render", "3000..9000", "slots", "1",
            "video-bytes", "500000", "delay-answers", "0.3", "delay-answers-ms", "500", "cut-downloads", "0.1");

    @Test
    void nodes_of_two_versions_go_on_side_by_side_with_the_jobs_in_flight() throws Exception {
        List<Drop> all = Drop.make(NUMBER * 3 / 2, folder, "");
        try (SandboxProcess sandbox = new SandboxProcess(SANDBOX); Ground ground = Ground.folders(folder.resolve("watch"));
                PostgresServer server = new PostgresServer(folder.resolve("postgres"))) {
            List<Site> sites = Site.nodes(3, folder, server, sandbox, 2 * NUMBER);
            sites.forEach(site -> site.set("reeldrop.poll.interval-ms", "500"));
            try (Fleet fleet = new Fleet(sites)) {
                fleet.start(OLD);
                fleet.start(OLD_TOO);
                fleet.await(OLD);
                try (Store store = server.open()) {
                    put(ground, all.subList(0, NUMBER));
                    eventually().ignoreExceptions().until(() -> inFlight(store) >= NUMBER / 2);
                    sites.get(NEW).with(NEXT_VERSION);
                    fleet.start(NEW);
                    eventually().ignoreExceptions()
                            .until(() -> count(store, "information_schema.columns WHERE table_name = 'job' AND column_name = 'note'") == 1);
                    say("the new version is there; jobs are " + states(store));
                    assertThat(inFlight(store)).isGreaterThanOrEqualTo(NUMBER / 2);
                    fleet.await();
                    long marker = count(store, "job_event");
                    put(ground, all.subList(NUMBER, all.size()));
                    eventually().ignoreExceptions().until(() -> count(store,
                            "(SELECT DISTINCT node FROM job_event WHERE state = 'SUBMITTING' AND id > " + marker + ") n") == 3);
                    fleet.live(NEW, LEAST_MS);
                    // An old one comes back on the new schema, as when a release is taken back.
                    fleet.restart(OLD);
                    say("an old node was started on the new schema; jobs are " + states(store));
                    sandbox.faults(Map.of("slots", "1000"));
                    for (int old : List.of(OLD, OLD_TOO)) {
                        sites.get(old).with(NEXT_VERSION);
                        fleet.restart(old);
                    }
                    Audit audit = new Audit(ground, sandbox, store, all);
                    audit.everythingIsDelivered();
                    audit.theBooksAreRight();
                }
                fleet.end();
                fleet.toldNoErrorBut("(?!)");
                say("all delivered; told of cached plans: " + fleet.count("cached plan"));
            }
        }
    }

    private static void put(Ground ground, List<Drop> drops) throws IOException {
        for (Drop drop : drops) {
            ground.put(drop, true);
        }
    }

    private static long inFlight(Store store) {
        return count(store, "job WHERE state IN ('SUBMITTING', 'RENDERING', 'DELIVERING')");
    }

    private static List<Map<String, Object>> states(Store store) {
        return store.jdbc().queryForList("SELECT state, count(*) AS jobs FROM job GROUP BY state ORDER BY state", Map.of());
    }

    private static long count(Store store, String rows) {
        return store.jdbc().queryForObject("SELECT count(*) FROM " + rows, Map.of(), Long.class);
    }
}
