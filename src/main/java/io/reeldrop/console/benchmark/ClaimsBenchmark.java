package io.reeldrop.console.benchmark;

import io.reeldrop.job.Job;
import io.reeldrop.job.Micros;
import io.reeldrop.job.Node;
import io.reeldrop.job.Stale;
import io.reeldrop.job.State;
import io.reeldrop.job.Steps;
import io.reeldrop.job.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

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
        SUBMIT("claim, intent, task id"), POLL("claim"), END("claim, output"), DELIVER("claim, fetched, delivered");

        private final String writes;

        Measure(String writes) {
            this.writes = writes;
        }

        String writes() {
            return writes;
        }
    }

    private final Store store;
    private final AtomicLong ahead = new AtomicLong();
    private final Clock clock;
    private final Crowd crowd;
    private final Map<Measure, ClaimStatement> claims;

    ClaimsBenchmark(Store store) {
        this.store = store;
        Clock database = store.clock(Clock.systemUTC());
        // Moved on where every task has been asked for, so that they are due again.
        this.clock = new Clock() {
            @Override
            public long millis() {
                return database.millis() + ahead.get();
            }

            @Override
            public Instant instant() {
                return Instant.ofEpochMilli(millis());
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }
        };
        this.crowd = new Crowd(store, node(0));
        this.claims = Map.of(
                Measure.SUBMIT, new ClaimStatement(store, "claim-submit"), Measure.POLL, new ClaimStatement(store, "claim-poll"),
                Measure.END, new ClaimStatement(store, "claim-poll"), Measure.DELIVER, new ClaimStatement(store, "claim-fetch"));
    }

    void fill(int rows) {
        crowd.fill(rows);
    }

    /**
     * One turn: so many jobs bought, polls made, tasks ended and videos delivered.
     *
     * @return how many of each a second
     */
    Map<Measure, Double> turn(int workers, int jobs, int polls) {
        crowd.add(State.WAITING, jobs);
        Map<Measure, Double> rates = new HashMap<>();
        for (Measure measure : Measure.values()) {
            int number = measure == Measure.POLL ? polls : jobs;
            long start = System.nanoTime();
            int done = race(measure, workers, number);
            rates.put(measure, done / (Duration.ofNanos(System.nanoTime() - start).toNanos() / 1e9));
        }
        return rates;
    }

    private int race(Measure measure, int workers, int number) {
        AtomicInteger done = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(workers);
        try {
            List<Callable<Void>> all = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                Node node = node(i);
                Steps steps = new Steps(store, node, 120_000, DOUBTS);
                all.add(() -> {
                    while (done.get() < number) {
                        work(measure, node, steps, done);
                    }
                    return null;
                });
            }
            for (Future<Void> end : pool.invokeAll(all)) {
                end.get();
            }
            return done.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    /** One claim, and what the step writes of each job. */
    private void work(Measure measure, Node node, Steps steps, AtomicInteger done) {
        Map<String, Object> beans = new HashMap<>(FREE);
        beans.putAll(Map.of("node_now", node.now(), "node_name", node.name(), "node_today", node.today(), "steps_doubts", DOUBTS,
                "disk_room", Integer.MAX_VALUE, "receipts_room", Integer.MAX_VALUE, "polling_underWay", "[]",
                "nodes_goneBefore", node.now(), "disk_spools", Integer.MAX_VALUE));
        List<Job> jobs = claims.get(measure).claim(beans);
        if (jobs.isEmpty() && (measure == Measure.POLL || measure == Measure.END)) {
            ahead.addAndGet(INTERVAL_MS);
        }
        jobs.stream().filter(job -> written(measure, steps, job)).forEach(job -> done.incrementAndGet());
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
        return new Node("node-" + number, clock, ZoneOffset.UTC);
    }
}
