package io.reeldrop.console.benchmark;

import io.reeldrop.console.terminal.Refusal;
import io.reeldrop.job.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A store to measure, empty at first and gone afterwards: a file in a folder of its own, or a schema of its own
 * in a PostgreSQL database.
 */
final class BenchmarkStore implements AutoCloseable {

    private static final String SCHEMA = "reeldrop_benchmark";
    /** PostgreSQL's code of a schema that exists. */
    private static final String LEFT_OVER = "42P06";

    private final Path folder;
    private final String url;
    private final String user;
    private final String password;
    private final Store store;

    /** @param url of a PostgreSQL database; null for an SQLite file */
    BenchmarkStore(String url, String user, String password) throws IOException {
        this.url = url;
        this.user = user;
        this.password = password;
        this.folder = url == null ? Files.createTempDirectory("reeldrop-benchmark-") : null;
        if (url != null) {
            execute("CREATE SCHEMA " + SCHEMA);
        }
        this.store = url == null ? Store.open("jdbc:sqlite:" + folder.resolve("reeldrop.db"))
                : Store.open(url + (url.contains("?") ? "&" : "?") + "currentSchema=" + SCHEMA, user, password);
    }

    Store store() {
        return store;
    }

    /** On disk, indexes included. */
    long bytes() {
        String sql = folder == null
                ? "SELECT CAST(sum(pg_total_relation_size(oid)) AS BIGINT) FROM pg_class"
                        + " WHERE relkind = 'r' AND relnamespace = '" + SCHEMA + "'::regnamespace"
                : "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()";
        return store.jdbc().queryForObject(sql, Map.of(), Long.class);
    }

    private void execute(String sql) {
        try (var connection = DriverManager.getConnection(url, user, password); var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new Refusal(Store.shown(url) + ": " + e.getMessage().strip() + (LEFT_OVER.equals(e.getSQLState())
                    ? ". If no other benchmark runs there, it was left by one that was killed: DROP SCHEMA " + SCHEMA + " CASCADE" : ""));
        }
    }

    @Override
    public void close() throws IOException {
        store.close();
        if (folder == null) {
            execute("DROP SCHEMA " + SCHEMA + " CASCADE");
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        }
    }
}
