package io.reeldrop.job;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** A PostgreSQL database that any number of nodes share; a backup is the database's own business. */
final class Postgres implements Database {

    static final String PREFIX = "jdbc:postgresql:";

    /**
     * How long the server waits for this node, in milliseconds. Whoever vanishes inside of a transaction says nothing, and all others
     * would wait for its rows; whoever stopped waiting for an answer leaves a session behind that goes on.
     *
     * @param idle      between two statements of a transaction
     * @param lock      for a row that another has; longer than {@code idle}, so that it outlasts one that vanished
     * @param statement for a whole statement; shorter than the driver's own patience, which ends only its own side
     */
    record Limits(int idle, int lock, int statement) {

        static final Limits USUAL = new Limits(15_000, 20_000, 25_000);
    }

    private static final int SOCKET_SECONDS = 30;
    // A task id that was stored must survive the server's crash: it is what was paid for. Stronger settings than "on" stay.
    private static final String DURABLE = "SELECT set_config('synchronous_commit', 'on', false)"
            + " WHERE current_setting('synchronous_commit') = 'off'";
    // Statements, for options of a connection do not pass through every PgBouncer. What the server itself limits more strictly stays.
    private static final String LIMITED = """
            ; SELECT set_config(name, most, false) FROM (VALUES ('idle_in_transaction_session_timeout', '%d'), ('lock_timeout', '%d'),
                ('statement_timeout', '%d'), ('tcp_keepalives_idle', '15'), ('tcp_keepalives_interval', '5'), ('tcp_keepalives_count', '3'))
                wished (name, most)
            WHERE CAST((SELECT setting FROM pg_settings s WHERE s.name = wished.name) AS INTEGER)
                NOT BETWEEN 1 AND CAST(most AS INTEGER)""";

    private final String url;
    private final String user;
    private final Supplier<String> password;
    private final Limits limits;

    Postgres(String url, String user, Supplier<String> password) {
        this(url, user, password, Limits.USUAL);
    }

    Postgres(String url, String user, Supplier<String> password, Limits limits) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.limits = limits;
    }

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public Path folder() {
        return null;
    }

    @Override
    public HikariDataSource pool() {
        HikariConfig config = connections("store");
        config.setMinimumIdle(2);
        config.setConnectionInitSql(DURABLE + String.format(LIMITED, limits.idle(), limits.lock(), limits.statement()));
        config.addDataSourceProperty("socketTimeout", Integer.toString(SOCKET_SECONDS));
        return new HikariDataSource(config);
    }

    @Override
    public void patiently(HikariDataSource pool, Consumer<DataSource> work) {
        HikariConfig config = connections("store-patient");
        config.setMinimumIdle(0);
        config.setConnectionInitSql(DURABLE);
        try (HikariDataSource patient = new HikariDataSource(config)) {
            work.accept(patient);
        }
    }

    private HikariConfig connections(String name) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setCredentialsProvider(() -> Credentials.of(user, password.get()));
        config.setPoolName(name);
        // Claims hold one connection each while their rows are handed out, and every worker may need one for its own write.
        config.setMaximumPoolSize(16);
        // A database that restarts is waited for: what is under way is repeated by the routes' error policy.
        config.setConnectionTimeout(10_000);
        // After a column was added, "cached plan must not change result type" is healed by the driver inside of a transaction, too.
        config.addDataSourceProperty("autosave", "conservative");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("ApplicationName", "reeldrop");
        return config;
    }

    @Override
    public void backUp(HikariDataSource pool, String version) {
        // pg_dump knows better.
    }

    @Override
    public void copy(HikariDataSource pool, Path file) {
        throw new Rejected(new Problem("reeldrop.store.url", null, "a PostgreSQL database is backed up by its own tools", null,
                "Use pg_dump, or the server's continuous archiving (src/docs/store.md)"));
    }

    @Override
    public void enter() {
        // Nodes share it: claims and tokens keep them apart.
    }

    @Override
    public void leave() {
        // As above.
    }

    @Override
    public String forUpdate() {
        return " FOR UPDATE";
    }

    @Override
    public Clock clock(HikariDataSource pool, Clock own) {
        return new DatabaseClock(pool, own, System::nanoTime);
    }
}
