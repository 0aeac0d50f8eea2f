package io.reeldrop.job;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Where every job is kept, durable on every commit: an SQLite file, or a PostgreSQL database that many nodes share. Its schema is brought
 * up to date when it is opened.
 */
public final class Store implements AutoCloseable {

    private static final String SETTING = "reeldrop.store.url";

    private final Database database;
    private final HikariDataSource dataSource;
    private final NamedParameterJdbcTemplate jdbc;

    Store(Database database) {
        this.database = database;
        this.dataSource = database.pool();
        try {
            migrate();
        } catch (RuntimeException e) {
            dataSource.close();
            throw e;
        }
        this.jdbc = new NamedParameterJdbcTemplate(dataSource);
    }

    /**
     * Opens an SQLite store, creating and migrating it where needed.
     *
     * @param url {@code jdbc:sqlite:FILE}
     * @throws Rejected if the URL is of another kind or the file cannot be used
     */
    public static Store open(String url) {
        return open(url, null, () -> null);
    }

    /** As below, with a password that stays. */
    public static Store open(String url, String user, String password) {
        return open(url, user, () -> password);
    }

    /**
     * Opens the store, creating and migrating its schema where needed.
     *
     * @param url      {@code jdbc:sqlite:FILE} or {@code jdbc:postgresql://HOST:PORT/DATABASE}
     * @param user     of PostgreSQL
     * @param password of PostgreSQL, which may change: asked for each new connection
     * @throws Rejected if the URL is of another kind or the store cannot be used
     */
    public static Store open(String url, String user, Supplier<String> password) {
        if (moved(url)) {
            throw new Rejected(new Problem(SETTING, null, "the store " + file(url) + " was moved into a PostgreSQL database", null,
                    "Set the database it was moved to; what was here is kept as " + SqliteFile.moved(file(url))));
        }
        Database database = shared(url) ? new Postgres(url, user, password) : new SqliteFile(file(url));
        try {
            return new Store(database);
        } catch (RuntimeException e) {
            throw new Rejected(shared(url)
                    ? new Problem(SETTING, null, "the store " + shown(url) + " cannot be opened: " + cause(e), null,
                            "Check the address, user and password, and that the database runs")
                    : SqliteFile.problem(SETTING, file(url), e, cause(e)));
        }
    }

    /** A store's URL as it may be printed: what stands behind the {@code ?} may be a password. */
    public static String shown(String url) {
        return url.replaceFirst("(?s)\\?.*", "?…");
    }

    /** Whether several nodes may run jobs on it at once. */
    public static boolean shared(String url) {
        return url.startsWith(Postgres.PREFIX);
    }

    /** Whether an SQLite store was moved away from there, and nothing lies there since. */
    public static boolean moved(String url) {
        return !shared(url) && !Files.exists(file(url)) && Files.exists(SqliteFile.moved(file(url)));
    }

    /**
     * Retires the SQLite store at that URL, which nobody has open any more: it is kept under another name.
     *
     * @return that name
     */
    public static Path retire(String url) throws IOException {
        Path kept = SqliteFile.moved(file(url));
        if (Files.exists(kept)) {
            throw new FileAlreadyExistsException(kept.toString());
        }
        Files.move(file(url), kept, StandardCopyOption.ATOMIC_MOVE);
        return kept;
    }

    /**
     * Puts a backup in the place of the SQLite store at that URL, which is kept beside it.
     *
     * @throws Rejected if a process runs jobs on the store
     * @throws UncheckedIOException if the backup cannot be read, or is none; nothing was changed then
     */
    public static void restore(String url, Path backup, long now) {
        new SqliteFile(file(url)).replace(backup, now);
    }

    /** The file behind an SQLite store's URL. */
    public static Path file(String url) {
        if (!url.startsWith(SqliteFile.PREFIX) || url.length() == SqliteFile.PREFIX.length()) {
            throw new Rejected(new Problem(SETTING, null, "'" + url + "' is no store",
                    SqliteFile.PREFIX + "FILE, " + Postgres.PREFIX + "//HOST/DATABASE",
                    "Name a file or a database to keep the jobs in"));
        }
        return Path.of(url.substring(SqliteFile.PREFIX.length()));
    }

    /**
     * Makes this process one that runs jobs on this store, until it ends, however it ends; on SQLite the only one.
     *
     * @throws Rejected if another process already does, and only one may
     */
    public void lock() {
        database.enter();
    }

    /** Runs statements in one transaction: all of them take place, or none. */
    public TransactionTemplate together() {
        return new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    /** Whether several nodes may run jobs on this one. */
    public boolean shared() {
        return database.folder() == null;
    }

    /**
     * Writes all that is in an SQLite store, as it is at this instant, into a new file, which is a store itself; others may go on working.
     *
     * @throws Rejected for a store of another kind, and for a file that exists
     */
    public void backUp(Path file) {
        database.copy(dataSource, file.toAbsolutePath());
    }

    /** {@code sqlite} or {@code postgresql}: the folder of the claims that fit it. */
    public static String kind(String url) {
        return shared(url) ? "postgresql" : "sqlite";
    }

    String forUpdate() {
        return database.forUpdate();
    }

    /** The clock whose time leases are measured by, for all nodes the same. */
    public Clock clock(Clock own) {
        return database.clock(dataSource, own);
    }

    /** The folder of an SQLite store, whose disk must not be full; null for another. */
    Path folder() {
        return database.folder();
    }

    public DataSource dataSource() {
        return dataSource;
    }

    /**
     * For what may take minutes: connections without the limits that those of {@link #dataSource()} have.
     *
     * @param work done when this returns, as are its connections
     */
    public void patiently(Consumer<DataSource> work) {
        database.patiently(dataSource, work);
    }

    public NamedParameterJdbcTemplate jdbc() {
        return jdbc;
    }

    @Override
    public void close() {
        dataSource.close();
        database.leave();
    }

    /** Whether a row was refused because another has what only one may have. */
    static boolean duplicate(DataAccessException e) {
        // Spring knows no error codes of SQLite.
        return e instanceof DuplicateKeyException || String.valueOf(e.getMessage()).contains("UNIQUE constraint failed");
    }

    private void migrate() {
        database.patiently(dataSource, this::migrate);
    }

    private void migrate(DataSource patient) {
        // By our own class loader: the thread's need not see this jar, and a store without tables would only show at the first statement.
        Flyway flyway = Flyway.configure(Store.class.getClassLoader()).dataSource(patient).failOnMissingLocations(true)
                .locations("classpath:io/reeldrop/job/" + database.name()).loggers("slf4j").load();
        boolean known = flyway.info().current() != null;
        if (known && flyway.info().pending().length > 0) {
            database.backUp(dataSource, flyway.info().current().getVersion().toString());
        }
        flyway.migrate();
    }

    private static String cause(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).strip();
    }
}
