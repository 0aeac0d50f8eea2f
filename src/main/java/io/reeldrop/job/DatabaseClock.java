package io.reeldrop.job;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/**
 * The database's time, so that nodes whose clocks differ agree on when a lease ends: this machine's own, corrected by a difference that is
 * measured now and then. While the database is away, the last difference holds.
 */
final class DatabaseClock extends Clock {

    private static final long MEASURE_MS = 10_000;

    private final DataSource database;
    private final Clock own;
    private final AtomicBoolean measuring = new AtomicBoolean(true);
    private volatile long difference;
    private volatile long measuredAt = Long.MIN_VALUE;

    DatabaseClock(DataSource database, Clock own) {
        this.database = database;
        this.own = own;
        measure(own.millis());
    }

    @Override
    public long millis() {
        long now = own.millis();
        if ((now - measuredAt > MEASURE_MS || now < measuredAt) && measuring.compareAndSet(false, true)) {
            // Nobody who asks for the time waits for a database that is away: he may have a task id in his hands.
            Thread thread = new Thread(() -> measure(now), "store-clock");
            thread.setDaemon(true);
            thread.start();
        }
        return now + difference;
    }

    private void measure(long now) {
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            long before = own.millis();
            try (var row = statement.executeQuery("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")) {
                row.next();
                difference = row.getLong(1) - (before + own.millis()) / 2;
            }
        } catch (SQLException e) {
            // What needs the database now will say so.
        }
        measuredAt = now;
        measuring.set(false);
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
        return new DatabaseClock(database, own.withZone(zone));
    }
}
