package io.reeldrop.job;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import javax.sql.DataSource;

/**
 * The database's time, so that nodes whose clocks differ agree on when a lease ends: it is asked now and then, and counted on from there by
 * what no one can set. While the database is away, the count goes on. This machine's own clock is asked only until the database answers
 * for the first time; and where the two drift apart (its clock was set, or the machine slept) the database is asked at once.
 */
final class DatabaseClock extends Clock {

    private static final long MEASURE_MS = 10_000;
    /** The answer is as far off as half of what it took. */
    private static final long SLOW_MS = 1000;
    private static final long APART_MS = 1000;

    private final DataSource database;
    private final Clock own;
    private final LongSupplier nanos;
    private final AtomicBoolean measuring = new AtomicBoolean(true);
    private volatile Reading reading;
    private volatile Reading asked;

    /** What a clock said, and what the count was then. */
    private record Reading(long millis, long nanos) {

        long at(long count) {
            return millis + Math.floorDiv(count - nanos, 1_000_000L);
        }
    }

    /** @param nanos counts up evenly, from anywhere, as {@link System#nanoTime()} does */
    DatabaseClock(DataSource database, Clock own, LongSupplier nanos) {
        this.database = database;
        this.own = own;
        this.nanos = nanos;
        measure();
    }

    @Override
    public long millis() {
        long count = nanos.getAsLong();
        Reading before = asked;
        long passed = before.at(count) - before.millis();
        boolean apart = Math.abs(own.millis() - before.at(count)) > APART_MS;
        if ((passed > MEASURE_MS || apart) && measuring.compareAndSet(false, true)) {
            // Nobody who asks for the time waits for a database that is away: he may have a task id in his hands.
            Thread thread = new Thread(this::measure, "store-clock");
            thread.setDaemon(true);
            thread.start();
        }
        return reading == null ? own.millis() : reading.at(count);
    }

    private void measure() {
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            long before = nanos.getAsLong();
            try (var row = statement.executeQuery("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")) {
                row.next();
                long took = nanos.getAsLong() - before;
                if (took <= SLOW_MS * 1_000_000 || reading == null) {
                    reading = new Reading(row.getLong(1), before + took / 2);
                }
            }
        } catch (SQLException e) {
            // What needs the database now will say so.
        } finally {
            asked = new Reading(own.millis(), nanos.getAsLong());
            measuring.set(false);
        }
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public ZoneId getZone() {
        return own.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new DatabaseClock(database, own.withZone(zone), nanos);
    }
}
