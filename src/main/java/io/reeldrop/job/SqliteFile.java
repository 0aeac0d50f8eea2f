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
import java.sql.SQLException;
import java.time.Clock;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The embedded store: one file. Other processes may open it at the same time (the commands do); only one may run jobs on it. */
final class SqliteFile implements Database {

    static final String PREFIX = "jdbc:sqlite:";

    private final Path file;
    private FileChannel lockFile;

    SqliteFile(Path file) {
        this.file = file;
    }

    @Override
    public String name() {
        return "sqlite";
    }

    @Override
    public Path folder() {
        return file.toAbsolutePath().getParent();
    }

    @Override
    public HikariDataSource pool() {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    @Override
    public void backUp(HikariDataSource pool, String version) {
        Path copy = Path.of(file + ".before-" + version + ".bak");
        try (var connection = pool.getConnection(); var statement = connection.createStatement()) {
            Files.deleteIfExists(copy);
            statement.execute("VACUUM INTO '" + copy.toString().replace("'", "''") + "'");
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("no backup could be written to " + copy + ": " + e.getMessage(), e);
        }
    }

    /** Until the process ends, however it ends. */
    @Override
    public void enter() {
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

    @Override
    public void leave() {
        try {
            if (lockFile != null) {
                lockFile.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String forUpdate() {
        return "";
    }

    @Override
    public Clock clock(HikariDataSource pool, Clock own) {
        return own;
    }
}
