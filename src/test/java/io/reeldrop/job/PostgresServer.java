package io.reeldrop.job;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A PostgreSQL server in processes of its own, which can be stopped or crash, and comes back on the same port with the same data. */
public final class PostgresServer implements AutoCloseable {

    private static final int STOP_SECONDS = 30;

    static {
        // What it cannot do it throws; after a crash it finds nobody to stop, and would say so at length.
        System.setProperty("org.slf4j.simpleLogger.log." + EmbeddedPostgres.class.getName(), "off");
    }

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
        long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
        CompletableFuture<ProcessHandle> gone = ProcessHandle.of(pid).orElseThrow().onExit();
        // An immediate shutdown. Java itself knows no signals but two.
        Process kill = new ProcessBuilder("kill", "-QUIT", Long.toString(pid)).inheritIO().start();
        try {
            kill.waitFor();
            gone.get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("PostgreSQL does not stop", e);
        }
        server.close();
    }

    /** After {@link #stop} or {@link #crash}. Returns when it takes connections. */
    public void start() throws IOException {
        server = EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false).setPort(port).start();
        port = server.getPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
