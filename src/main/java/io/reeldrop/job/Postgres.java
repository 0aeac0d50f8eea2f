package io.reeldrop.job;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Clock;

/** A PostgreSQL database that any number of nodes share; a backup is the database's own business. */
final class Postgres implements Database {

    static final String PREFIX = "jdbc:postgresql:";

    private final String url;
    private final String user;
    private final String password;

    Postgres(String url, String user, String password) {
        this.url = url;
        this.user = user;
        this.password = password;
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
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setPoolName("store");
        // Claims hold one connection each while their rows are handed out, and every worker may need one for its own write.
        config.setMaximumPoolSize(16);
        config.setMinimumIdle(2);
        // A database that restarts is waited for: what is under way is repeated by the routes' error policy.
        config.setConnectionTimeout(10_000);
        // A task id that was stored must survive the server's crash: it is what was paid for. Stronger settings than "on" stay.
        config.setConnectionInitSql("SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'");
        // After a column was added, "cached plan must not change result type" is healed by the driver inside of a transaction, too.
        config.addDataSourceProperty("autosave", "conservative");
        config.addDataSourceProperty("socketTimeout", "30");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("ApplicationName", "reeldrop");
        return new HikariDataSource(config);
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
        return new DatabaseClock(pool, own);
    }
}
