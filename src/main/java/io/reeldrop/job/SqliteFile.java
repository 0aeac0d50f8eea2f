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
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.sqlite.NativeLibraryNotFoundException;
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
    public void patiently(HikariDataSource pool, Consumer<DataSource> work) {
        work.accept(pool);
    }

    @Override
    public void backUp(HikariDataSource pool, String version) {
        Path copy = Path.of(file + ".before-" + version + ".bak");
        try {
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        copy(pool, copy);
    }

    @Override
    public void copy(HikariDataSource pool, Path copy) {
        Path part = copy.resolveSibling("." + copy.getFileName() + ".part");
        try {
            if (Files.exists(copy)) {
                throw new Rejected(new Problem("backup", copy.toString(), "is there already", null, "Name a new file"));
            }
            Files.deleteIfExists(part);
            try (var connection = pool.getConnection(); var statement = connection.createStatement()) {
                statement.execute("VACUUM INTO '" + part.toString().replace("'", "''") + "'");
            }
            try (FileChannel written = FileChannel.open(part, StandardOpenOption.READ)) {
                written.force(true);
            }
            Files.move(part, copy, StandardCopyOption.ATOMIC_MOVE);
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("no copy could be written to " + copy + ": " + e.getMessage(), e);
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

    /** Where the store was moved away to, once it was; kept under that name, so that nobody runs jobs on it. */
    static Path moved(Path file) {
        return Path.of(file + ".moved");
    }

    /** Puts another file in the store's place, and the store, with what belongs to it, aside. */
    void replace(Path backup, long now) {
        enter();
        Path coming = Path.of(file + ".restoring");
        try {
            bring(backup, coming);
            swap(coming, now);
        } finally {
            leave();
        }
    }

    private static void bring(Path backup, Path coming) {
        try {
            try {
                Files.copy(backup, coming, StandardCopyOption.REPLACE_EXISTING);
                try (FileChannel written = FileChannel.open(coming, StandardOpenOption.READ)) {
                    written.force(true);
                }
                whole(coming);
            } catch (IOException e) {
                Files.deleteIfExists(coming);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void swap(Path coming, long now) {
        String aside = file + ".before-restore-" + now;
        try {
            // The log first: one that lay beside another file than its own would be taken for that one's.
            for (String part : new String[] {"-wal", "-shm", ""}) {
                if (Files.exists(Path.of(file + part))) {
                    Files.move(Path.of(file + part), Path.of(aside + part));
                }
            }
            Files.move(coming, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new Rejected(new Problem("restore", file.toString(), "the store could not be put aside: " + e.getMessage(), null,
                    "What was moved already lies beside it as " + aside + "; mend the folder, and say it again"));
        }
    }

    private static void whole(Path coming) throws IOException {
        try (var connection = DriverManager.getConnection(PREFIX + coming); var statement = connection.createStatement();
                var answer = statement.executeQuery("SELECT (SELECT group_concat(quick_check) FROM pragma_quick_check), (SELECT"
                        + " count(*) FROM job)")) {
            if (!"ok".equals(answer.getString(1))) {
                throw new IOException("it is damaged: " + answer.getString(1));
            }
        } catch (SQLException e) {
            throw new IOException("it is no store: " + e.getMessage(), e);
        }
    }

    /**
     * Why the file cannot be opened; it need not be the file's fault:
     * the driver is native code, which it unpacks into a temporary folder.
     */
    static Problem problem(String setting, Path file, Throwable fault, String cause) {
        for (Throwable at = fault; at != null; at = at.getCause()) {
            if (at instanceof NativeLibraryNotFoundException) {
                String folder = System.getProperty("org.sqlite.tmpdir", System.getProperty("java.io.tmpdir"));
                return new Problem("the temporary folder " + folder, null,
                        "SQLite's driver cannot be unpacked into it and run there (" + cause.replaceFirst(", paths=.*", "") + ")",
                        "a folder that may be written to, has room, and is not mounted noexec",
                        "Name such a folder by JAVA_OPTS=-Dorg.sqlite.tmpdir=FOLDER; a container wants --tmpfs /tmp:exec");
            }
        }
        return new Problem(setting, null, "the store " + file + " cannot be opened: " + cause, null,
                "Check the folder's rights and free space, or name another file");
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
