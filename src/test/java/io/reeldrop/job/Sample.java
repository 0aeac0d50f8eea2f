package io.reeldrop.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** A store with one account {@code acme}, one watch {@code press}, and jobs brought into any state by the steps that the routes take. */
public final class Sample implements AutoCloseable {

    /** A clock that a test moves. */
    public static final class Hands extends Clock {

        private long now;
        private final ZoneId zone;

        Hands(long now, ZoneId zone) {
            this.now = now;
            this.zone = zone;
        }

        public void forward(long ms) {
            now += ms;
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return new Hands(now, other);
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(now);
        }
    }

    public final Path home;
    public final Hands clock;
    public final Store store;
    public final Node node;
    public final Jobs jobs;
    public final Steps steps;
    public final Ledger ledger;
    private int tasks;

    public Sample(Path home, long now) {
        this(Databases.SQLITE, home, now);
    }

    public Sample(Databases database, Path home, long now) {
        this(database.open(home), home, now);
    }

    /** @param store closed with it */
    public Sample(Store store, Path home, long now) {
        this.home = home;
        this.clock = new Hands(now, ZoneOffset.ofHours(1));
        this.store = store;
        this.node = new Node("run", clock, ZoneOffset.UTC);
        this.jobs = new Jobs(store, node);
        this.steps = new Steps(store, node, 120_000, 4);
        this.ledger = new Ledger(store, node, 4);
        ledger.account("acme", "official", "credits", 20, Micros.of("1000"), null, 5000);
        ledger.watch("press", Micros.of("500"), null);
    }

    public Places places() {
        Path root = home.resolve("watch");
        return new Places(root + "", root + "/in", root + "/in-progress", root + "/out", root + "/done", root + "/dead-letter");
    }

    public Draft draft(String name) {
        List<DropFile> files = List.of(new DropFile(name + ".png", "image"), new DropFile(name + ".json", "sidecar"));
        return new Draft("press", "acme", name, files, places(), new Image("png", 1280, 720, 51_200, "ab".repeat(32)), name + ".json",
                "identity-" + name,
                Json.object().put("model", "gen4.5").put("promptText", "a slow zoom").put("duration", 5), Micros.of("25"), null);
    }

    public boolean accept(String name, String stem) {
        return jobs.accept(List.of(draft(name)), List.of(stem));
    }

    /** Accepted, its files in {@code in-progress/}. */
    public Job waiting(String name) {
        accept(name, name);
        clock.forward(1000);
        steps.taken(job(name));
        put(Place.IN_PROGRESS, name);
        return job(name);
    }

    public Job submitting(String name) {
        return steps.intend(waiting(name));
    }

    public Job rendering(String name) {
        Job job = submitting(name);
        clock.forward(2000);
        steps.accepted(job, "task-" + ++tasks, null);
        return job(name);
    }

    public Job delivering(String name) {
        Job job = rendering(name);
        clock.forward(40_000);
        steps.rendered(job, "https://cdn.example/v.mp4", Micros.of("30"));
        return job(name);
    }

    public Job delivered(String name) {
        steps.fetched(delivering(name), 2_000_000, "cd".repeat(32));
        clock.forward(500);
        steps.delivered(job(name), name + ".mp4");
        return job(name);
    }

    public Job failed(String name) {
        Job job = rendering(name);
        clock.forward(30_000);
        steps.failed(job, "The image shows a public figure", "SAFETY.INPUT.IMAGE", Micros.of("25"), null);
        return filed(name);
    }

    public Job undelivered(String name) {
        steps.undelivered(rendering(name), "The gateway does not know the task any more");
        return filed(name);
    }

    public Job inDoubt(String name) {
        Job job = submitting(name);
        clock.forward(120_000);
        steps.inDoubt(job, "The gateway did not answer within 120 s");
        return filed(name);
    }

    public Job refused(String name) {
        steps.refused(submitting(name), "400: Model variant is not available", "400");
        return filed(name);
    }

    public Job rejected(String name) {
        jobs.reject(draft(name), name, List.of(new Problem(name + ".json", "duration", "7 s is not offered by gen4.5", "5, 10",
                "Choose one of these")));
        return filed(name);
    }

    /** Moves the files as the dead-letter route does. */
    public Job filed(String name) {
        put(Place.DEAD_LETTER, name);
        steps.filed(job(name));
        return job(name);
    }

    public Job job(String name) {
        return jobs.list("stem = :name", Map.of("name", name), 1).get(0);
    }

    /** A column of the account's row. */
    public long account(String column) {
        return ((Number) ledger.accounts().get(0).get(column)).longValue();
    }

    public Path file(Place place, String name) {
        return Path.of(places().of(place)).resolve(name + ".png");
    }

    private void put(Place place, String name) {
        try {
            Files.createDirectories(file(place, name).getParent());
            Files.deleteIfExists(file(Place.IN_PROGRESS, name));
            Files.writeString(file(place, name), "image");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
