package io.reeldrop.job;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The embedded store: one SQLite file, durable on every commit, its schema brought up to date when it is opened.
 * Other processes may open it at the same time (the commands do); only one may {@link #lock() run} on it.
 */
public final class Store implements AutoCloseable {

    private static final String PREFIX = "jdbc:sqlite:";

    private final Path file;
    private final HikariDataSource dataSource;
    private final NamedParameterJdbcTemplate jdbc;
    private FileChannel lockFile;

    private Store(Path file) {
        this.file = file;
        this.dataSource = pool(file);
        try {
            migrate();
        } catch (RuntimeException e) {
            dataSource.close();
            throw e;
        }
        this.jdbc = new NamedParameterJdbcTemplate(dataSource);
    }

    /**
     * Opens the store, creating and migrating it where needed.
     *
     * @param url {@code jdbc:sqlite:FILE}
     * @throws Rejected if the URL is of another kind or the file cannot be used
     */
    public static Store open(String url) {
        Path file = file(url);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            return new Store(file);
        } catch (IOException | RuntimeException e) {
            throw new Rejected(new Problem("reeldrop.store.url", null, "the store " + file + " cannot be opened: " + cause(e), null,
                    "Check the folder's rights and free space, or name another file"));
        }
    }

    /** The file behind a store's URL. */
    public static Path file(String url) {
        if (!url.startsWith(PREFIX) || url.length() == PREFIX.length()) {
            throw new Rejected(new Problem("reeldrop.store.url", null, "'" + url + "' is no store", PREFIX + "FILE", "Name a file to keep the jobs in"));
        }
        return Path.of(url.substring(PREFIX.length()));
    }

    /**
     * Makes this process the only one that runs jobs on this store, until it ends, however it ends.
     *
     * @throws Rejected if another process already does
     */
    public void lock() {
        Path path = Path.of(file + ".lock");
        try {
            lockFile = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = lockFile.tryLock();
            if (lock == null) {
                throw new OverlappingFileLockException();
            }
        } catch (OverlappingFileLockException e) {
            throw new Rejected(new Problem("reeldrop.store.url", null, "another process already runs jobs on " + file, "one",
                    "Stop it first, or give this one a store of its own"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public DataSource dataSource() {
        return dataSource;
    }

    public NamedParameterJdbcTemplate jdbc() {
        return jdbc;
    }

    public Path file() {
        return file;
    }

    @Override
    public void close() {
        dataSource.close();
        if (lockFile != null) {
            try {
                lockFile.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static HikariDataSource pool(Path file) {
        SQLiteConfig sqlite = new SQLiteConfig();
        sqlite.setJournalMode(SQLiteConfig.JournalMode.WAL);
        // A task id that was stored must survive a power cut: it is what was paid for.
        sqlite.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        // The commands write from a process of their own; under FULL their slowest write was seen to take seconds.
        sqlite.setBusyTimeout(30_000);
        sqlite.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        sqlite.enforceForeignKeys(true);
        sqlite.setJournalSizeLimit(64 << 20);
        SQLiteDataSource source = new SQLiteDataSource(sqlite);
        source.setUrl(PREFIX + file);
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setPoolName("store");
        // Claims hold one connection each while their rows are handed out; SQLite lets one write at a time anyway.
        config.setMaximumPoolSize(12);
        config.setMinimumIdle(2);
        return new HikariDataSource(config);
    }

    private void migrate() {
        Flyway flyway = Flyway.configure().dataSource(dataSource).locations("classpath:io/reeldrop/job/sqlite").loggers("slf4j").load();
        boolean known = flyway.info().current() != null;
        if (known && flyway.info().pending().length > 0) {
            backUp(flyway.info().current().getVersion().toString());
        }
        flyway.migrate();
    }

    private void backUp(String version) {
        Path copy = Path.of(file + ".before-" + version + ".bak");
        try (var connection = dataSource.getConnection(); var statement = connection.createStatement()) {
            Files.deleteIfExists(copy);
            statement.execute("VACUUM INTO '" + copy.toString().replace("'", "''") + "'");
        } catch (java.sql.SQLException | IOException e) {
            throw new IllegalStateException("no backup could be written to " + copy + ": " + e.getMessage(), e);
        }
    }

    private static String cause(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).strip();
    }
}
