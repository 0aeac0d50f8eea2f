package io.reeldrop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeldrop.Nightly;
import io.reeldrop.job.Job;
import io.reeldrop.job.PostgresServer;
import io.reeldrop.job.State;
import io.reeldrop.job.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Three nodes on one PostgreSQL and one bucket; again and again one of them is killed, a moment after a job has come to this step or that,
 * and started again. Its size can be set: {@code -Dnodes.drops=300 -Dnodes.kills=30 -Dnodes.seed=1}.
 */
class NodesIT extends LongRun {

    private static final long SEED = Long.getLong("nodes.seed", System.nanoTime() % 1_000_000);
    private static final int NODES = 3;
    /** What some job comes to before each kill in turn; then all go on for a moment, at most so long. */
    private static final List<String> STEPS = List.of("SUBMITTING", "DELIVERING", "TAKING", "RENDERING");
    private static final int MOMENT_MS = 1_000;
    /** Behind every fifth prompt: a video that goes into a bucket in more than one part. */
    private static final String LARGE = " [video-bytes 34000000]";
    private static final Map<String, String> SANDBOX = Map.of("seed", Long.toString(SEED), "render", "500..3000", "slots", "1000",
            "video-bytes", "1000000", "delay-answers", "0.5", "delay-answers-ms", "800", "lose-answers", "0.03",
            "cut-downloads", "0.1");

    private final Random random = new Random(SEED);
    private final int number = Nightly.size("nodes.drops", 10, 300);
    private final int kills = Nightly.size("nodes.kills", 2, 30);
    private final int inFlight = number / 3 + kills;
    private final int affordable = number * 4 / 5;
    private final Set<String> struckInPost = new TreeSet<>();

    @Test
    void nodes_share_the_work_and_however_often_they_are_killed_nothing_is_lost_or_paid_twice() throws Exception {
        say(number + " drops, " + kills + " kills, -Dnodes.seed=" + SEED);
        List<Drop> drops = Drop.make(number, folder, LARGE);
        try (SandboxProcess sandbox = new SandboxProcess(SANDBOX); Ground ground = new Ground.Buckets(folder.resolve("s3"));
                PostgresServer server = new PostgresServer(folder.resolve("postgres"))) {
            List<Site> sites = sites(sandbox, server, ground);
            // All of them find an empty database, and make its schema.
            try (Fleet fleet = new Fleet(sites).start()) {
                fleet.await();
                try (Store store = server.open(); Onlooker onlooker = ground.onlooker()) {
                    Audit audit = new Audit(ground, sandbox, store, drops);
                    struck(fleet, store, ground, drops);
                    List<Job> doubtful = capsHold(audit, sandbox);
                    // Whoever still starts would set the cap again.
                    fleet.await();
                    store.jdbc().update("UPDATE account SET max_cost_micros = NULL", Map.of());
                    sandbox.faults(Map.of("lose-answers", "0"));
                    int paid = audit.resolve(sites.get(0), doubtful);
                    say(paid + " of those in doubt have a task");
                    audit.everythingIsDelivered();
                    audit.theBooksAreRight();
                    assertThat(onlooker.complaints()).isEmpty();
                    workIsSpread(store);
                }
                fleet.end();
                fleet.toldNoErrorBut("IN DOUBT");
            }
        }
    }

    private List<Site> sites(SandboxProcess sandbox, PostgresServer server, Ground ground) throws IOException {
        List<Site> sites = new ArrayList<>();
        for (int i = 1; i < NODES; i++) {
            Site site = new Site(folder.resolve("node" + i)).store(server).hasty(sandbox, inFlight)
                    .set("reeldrop.accounts.sandbox.max-cost-per-day", Integer.toString(affordable * 25))
                    .set("reeldrop.submit.timeout-ms", "5000");
            ground.under(site);
            sites.add(site);
        }
        // Two of them run from the same home.
        sites.add(sites.get(0));
        return sites;
    }

    /** Drops come in while one node after the other is killed. */
    private void struck(Fleet fleet, Store store, Ground ground, List<Drop> drops) throws Exception {
        for (int i = 0; i < kills; i++) {
            for (Drop drop : drops.subList(i * number / kills, (i + 1) * number / kills)) {
                ground.put(drop, random.nextBoolean());
            }
            String step = STEPS.get(i % STEPS.size());
            int dropped = (i + 1) * number / kills;
            eventually().pollInterval(5, TimeUnit.MILLISECONDS).until(() -> comesTo(step, store, dropped));
            int node = random.nextInt(fleet.size());
            if (random.nextInt(4) > 0) {
                fleet.await(node);
            }
            fleet.live(node, random.nextInt(MOMENT_MS));
            fleet.kill(node);
            List<String> posting = store.jdbc().queryForList("SELECT name FROM job WHERE state = 'SUBMITTING'", Map.of(), String.class);
            struckInPost.addAll(posting);
            say("killed node " + node + " while its jobs and the others' were " + counts(store));
            fleet.start(node);
        }
    }

    /** A job does, or, where all of them were quicker than this looks, none is left to: they have ended, or wait for the next day. */
    private static boolean comesTo(String step, Store store, int dropped) {
        Map<String, Object> numbers = store.jdbc().queryForMap("SELECT count(*) FILTER (WHERE state = :step) AS at, count(*) FILTER"
                + " (WHERE due_at IS NULL OR waits_for LIKE 'budget%') AS idle FROM job", Map.of("step", step));
        return (Long) numbers.get("at") > 0 || (Long) numbers.get("idle") == dropped;
    }

    /** All that the caps allow is bought, and no more; of the rest, every job says which cap it waits for. */
    private List<Job> capsHold(Audit audit, SandboxProcess sandbox) throws IOException {
        audit.until(job -> job.state().ended() && job.filed() || String.valueOf(job.text("waits_for")).startsWith("budget: account"));
        List<Job> doubtful = audit.doubtful(struckInPost);
        Set<String> tasks = audit.tasks().keySet();
        doubtful.forEach(job -> say("in doubt: " + job.name() + ", " + (tasks.contains(Audit.prompt(job)) ? "has a task" : "has no task")
                + (struckInPost.contains(job.name()) ? ", a node was killed during its POST: " : ", its answer was lost: ")
                + job.text("reason")));
        long unpaid = doubtful.stream().filter(job -> !tasks.contains(Audit.prompt(job))).count();
        JsonNode report = sandbox.report();
        say("tasks created " + report.path("tasksCreated") + " of " + affordable + " that the cap allows, in doubt " + doubtful.size()
                + ", of them without a task " + unpaid + "; open at once " + report.path("maxOpen") + " of " + inFlight
                + " allowed; credits " + report.path("creditsCharged"));
        assertThat(report.path("tasksCreated").asLong()).isEqualTo(affordable - unpaid);
        assertThat(report.path("maxOpen").asInt()).isLessThanOrEqualTo(inFlight);
        assertThat(report.path("creditsCharged").asLong()).isLessThanOrEqualTo(affordable * 25L);
        assertThat(audit.jobs().stream().filter(job -> job.state() == State.WAITING)).hasSize(number - affordable);
        return doubtful;
    }

    /** How evenly is a matter of luck, where one node lives longer than the others, and of who asks first; that one does all is none. */
    private void workIsSpread(Store store) {
        say("POSTs by node: " + byNode(store, "state = 'SUBMITTING'"));
        Map<String, Long> steps = byNode(store, "node IS NOT NULL");
        say("steps by node: " + steps);
        assertThat(steps).hasSizeGreaterThan(1).doesNotContainKey(null);
    }

    private static Map<String, Long> byNode(Store store, String which) {
        Map<String, Long> events = new LinkedHashMap<>();
        store.jdbc().query("SELECT node, count(*) AS events FROM job_event WHERE " + which + " GROUP BY node ORDER BY node", Map.of(),
                row -> { events.put(row.getString("node"), row.getLong("events")); });
        return events;
    }

    private static Map<String, Long> counts(Store store) {
        Map<String, Long> counts = new LinkedHashMap<>();
        store.jdbc().query("SELECT state, count(*) AS jobs FROM job GROUP BY state ORDER BY state", Map.of(),
                row -> { counts.put(row.getString("state"), row.getLong("jobs")); });
        return counts;
    }
}
