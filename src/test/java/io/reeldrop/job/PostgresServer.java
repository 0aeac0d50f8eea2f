package io.reeldrop.job;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL server in processes of its own, which can be stopped or crash, and comes back on the same port with the same data. */
public final class PostgresServer implements AutoCloseable {

    private static final int STOP_SECONDS = 30;

    private final Path data;
    private EmbeddedPostgres server;
    private int port;

    /** @param data created when missing */
    public PostgresServer(Path data) throws IOException {
        this.data = data;
        start();
    }

    /** Of an empty database, at first; its user is {@link #user()}, without a password. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    public String user() {
        return "postgres";
    }

    /** As a node opens it. */
    public Store open() {
        return Store.open(url(), user(), "");
    }

    /** Every connection is ended and what was committed is written down; then the server is gone. */
    public void stop() throws IOException {
        server.close();
    }

    /** The server is gone at once, as if it had crashed; the next start recovers. */
    public void crash() throws IOException {
        Process postmaster = server.getProcess();
        signal("QUIT", postmaster.pid());
        try {
            if (!postmaster.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("PostgreSQL does not stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        server.close();
    }

    /** After {@link #stop} or {@link #crash}. Returns when it takes connections. */
    public void start() throws IOException {
        // Whatever a commit may lose here, fsync aside, must be the project's own business: these are the server's defaults.
        server = EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false).setPort(port)
                .setServerConfig("full_page_writes", "on").start();
        port = server.getPort();
    }

    /** Java itself knows no signals but two. */
    private static void signal(String name, long pid) throws IOException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).inheritIO().start();
        try {
            if (kill.waitFor() != 0) {
                throw new AssertionError("no signal could be sent to " + pid);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
