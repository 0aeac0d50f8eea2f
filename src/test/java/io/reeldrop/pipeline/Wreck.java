package io.reeldrop.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/** Reads what a killed process left in its store, from a copy: the next process must find the store as the killed one left it. */
final class Wreck {

    private static final String STANDING = """
            SELECT name, CASE
                WHEN state = 'WAITING' AND claimed_by IS NOT NULL THEN 'WAITING, claimed'
                WHEN state = 'DELIVERING' AND output_sha256 IS NULL THEN 'DELIVERING, to fetch'
                WHEN state = 'DELIVERING' THEN 'DELIVERING, to publish'
                WHEN state = 'IN_DOUBT' THEN 'IN_DOUBT, to file'
                ELSE state END AS standing FROM job WHERE due_at IS NOT NULL""";

    private Wreck() {
    }

    /** How each job stands for which something is left to do, by the name of its drop. */
    static Map<String, String> standings(Path store, Path scratch) throws IOException, SQLException {
        Map<String, String> standings = new TreeMap<>();
        if (!Files.exists(store)) {
            return standings;
        }
        Path copy = scratch.resolve("wreck.db");
        Files.copy(store, copy, StandardCopyOption.REPLACE_EXISTING);
        Path log = Path.of(store + "-wal");
        Path logCopy = Path.of(copy + "-wal");
        Files.deleteIfExists(Path.of(copy + "-shm"));
        Files.deleteIfExists(logCopy);
        if (Files.exists(log)) {
            Files.copy(log, logCopy);
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy);
                Statement statement = connection.createStatement()) {
            try (ResultSet table = statement.executeQuery("SELECT 1 FROM sqlite_master WHERE name = 'job'")) {
                if (!table.next()) {
                    return standings;
                }
            }
            try (ResultSet rows = statement.executeQuery(STANDING)) {
                while (rows.next()) {
                    standings.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        return standings;
    }
}
