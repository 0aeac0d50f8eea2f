package io.reeldrop.sandbox.benchmark;

import io.reeldrop.console.terminal.Refusal;
import io.reeldrop.job.Job;
import io.reeldrop.job.Jobs;
import io.reeldrop.job.Micros;
import io.reeldrop.job.Node;
import io.reeldrop.job.Stale;
import io.reeldrop.job.State;
import io.reeldrop.job.Steps;
import io.reeldrop.job.Store;
import io.reeldrop.sandbox.Packed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Measures the store alone: the claims of the routes and the writes of each step, without a gateway between them.
 * Each worker is as a node of its own, so that they get in each other's way as nodes do.
 */
final class ClaimsBenchmark {

    /** What the default settings let one node claim at once: eight jobs for each worker. */
    private static final Map<String, Object> FREE = Map.of("submitWorkers_free", 32, "pollWorkers_free", 384, "fetchWorkers_free", 32);
    private static final int DOUBTS = 4;
    private static final long INTERVAL_MS = 6_000;

    /** What is measured, in the order in which jobs come by it. */
    enum Measure {
        SUBMIT("claim-submit", "claim, intent, task id"), POLL("claim-poll", "claim"), END("claim-poll", "claim, output"),
        DELIVER("claim-fetch", "claim, fetched, delivered");

        final String claim;
        final String writes;

        Measure(String claim, String writes) {
            this.claim = claim;
            this.writes = writes;
        }
    }

    /** A claim as the routes run it, out of the same file, with the values that their beans would give. */
    record Claim(Store store, String sql) {

        /** @param name such as {@code claim-poll} */
        static Claim of(Store store, String name) {
            return new Claim(store, Packed.text(Claim.class, "/sql/" + (store.shared() ? "postgresql" : "sqlite") + "/" + name + ".sql")
                    .replaceAll(":#\\$\\{bean:(\\w+)\\.(\\w+)}", ":$1_$2"));
        }

        /** @param beans a value for each bean and method that the claim asks, such as {@code node_now} */
        List<Job> claim(Map<String, Object> beans) {
            return store.jdbc().queryForList(sql, beans).stream().map(Jobs::job).toList();
        }
    }

    /** A store to measure, empty at first and gone afterwards: a file in a folder of its own, or a schema of its own in PostgreSQL. */
    static final class TemporaryStore implements AutoCloseable {

        private static final String SCHEMA = "reeldrop_benchmark";
        /** PostgreSQL's code of a schema that exists. */
        private static final String LEFT_OVER = "42P06";
        private final Path folder;
        private final String url;
        private final String user;
        private final String password;
        final Store store;

        /** @param url of a PostgreSQL database; null for an SQLite file */
        TemporaryStore(String url, String user, String password) throws IOException {
            this.url = url;
            this.user = user;
            this.password = password;
            this.folder = url == null ? Files.createTempDirectory("reeldrop-benchmark-") : null;
            if (url != null) {
                execute("CREATE SCHEMA " + SCHEMA);
            }
            this.store = url == null ? Store.open("jdbc:sqlite:" + folder.resolve("reeldrop.db"))
                    : Store.open(url + (url.contains("?") ? "&" : "?") + "currentSchema=" + SCHEMA, user, password);
        }

        /** On disk, indexes included. */
        long bytes() {
            return store.jdbc().queryForObject(folder == null ? "SELECT CAST(sum(pg_total_relation_size(oid)) AS BIGINT) FROM pg_class"
                            + " WHERE relkind = 'r' AND relnamespace = '" + SCHEMA + "'::regnamespace"
                    : "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()", Map.of(), Long.class);
        }

        private void execute(String sql) {
            try (var connection = DriverManager.getConnection(url, user, password); var statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new Refusal(Store.shown(url) + ": " + e.getMessage().strip() + (!LEFT_OVER.equals(e.getSQLState()) ? ""
                        : ". If no other benchmark runs there, it was left by one that was killed: DROP SCHEMA " + SCHEMA + " CASCADE"));
            }
        }

        @Override
        public void close() throws IOException {
            store.close();
            if (folder == null) {
                execute("DROP SCHEMA " + SCHEMA + " CASCADE");
            } else {
                Testbed.delete(folder);
            }
        }
    }

    private final Store store;
    /** Time is moved on where every task has been asked for, so that they are due again. */
    private final AtomicLong ahead = new AtomicLong();
    private final Clock clock;
    private final Crowd crowd;

    ClaimsBenchmark(Store store) {
        this.store = store;
        this.clock = store.clock(Clock.systemUTC());
        this.crowd = new Crowd(store, node(0));
    }

    void fill(int rows) {
        crowd.fill(rows);
    }

    /** One turn: jobs bought, polls made, tasks ended and videos delivered. Returns how many of each a second. */
    Map<Measure, Double> turn(int workers, int jobs, int polls) {
        crowd.add(State.WAITING, jobs);
        Map<Measure, Double> rates = new HashMap<>();
        for (Measure measure : Measure.values()) {
            long start = System.nanoTime();
            int done = race(measure, workers, measure == Measure.POLL ? polls : jobs);
            rates.put(measure, done / ((System.nanoTime() - start) / 1e9));
        }
        return rates;
    }

    private int race(Measure measure, int workers, int number) {
        AtomicInteger done = new AtomicInteger();
        Claim claim = Claim.of(store, measure.claim);
        ExecutorService pool = Executors.newFixedThreadPool(workers);
        try {
            CompletableFuture.allOf(IntStream.range(0, workers).mapToObj(worker -> CompletableFuture.runAsync(() -> {
                while (done.get() < number) {
                    done.addAndGet(work(measure, claim, node(worker)));
                }
            }, pool)).toArray(CompletableFuture[]::new)).join();
            return done.get();
        } finally {
            pool.shutdownNow();
        }
    }

    /** One claim, and what the step writes of each job. Returns how many of them came through. */
    private int work(Measure measure, Claim claim, Node node) {
        Map<String, Object> beans = new HashMap<>(FREE);
        beans.putAll(Map.of("node_now", node.now(), "node_name", node.name(), "node_today", node.today(), "steps_doubts", DOUBTS,
                "disk_room", Integer.MAX_VALUE, "receipts_room", Integer.MAX_VALUE, "polling_underWay", "[]",
                "nodes_goneBefore", node.now(), "disk_spools", Integer.MAX_VALUE));
        List<Job> jobs = claim.claim(beans);
        if (jobs.isEmpty() && (measure == Measure.POLL || measure == Measure.END)) {
            ahead.addAndGet(INTERVAL_MS);
        }
        Steps steps = new Steps(store, node, 120_000, DOUBTS);
        return (int) jobs.stream().filter(job -> written(measure, steps, job)).count();
    }

    private static boolean written(Measure measure, Steps steps, Job job) {
        switch (measure) {
            case SUBMIT -> {
                Job intended = steps.intend(job);
                if (intended == null) {
                    steps.release(job);
                    return false;
                }
                steps.accepted(intended, "bought-" + job.id(), null);
            }
            case END -> {
                try {
                    steps.rendered(job, "https://cdn.example/" + job.id() + ".mp4?_jwt=x", Micros.of("25"));
                } catch (Stale e) {
                    // Another worker asked for the same task again, because time was moved on meanwhile.
                    return false;
                }
            }
            case DELIVER -> steps.delivered(steps.fetched(job, 2_000_000, "ab".repeat(32)), job.stem() + ".mp4");
            default -> {
                // An unchanged answer writes nothing.
            }
        }
        return true;
    }

    private Node node(int number) {
        return new Node("node-" + number, Clock.offset(clock, Duration.ofMillis(ahead.get())), ZoneOffset.UTC);
    }
}
