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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sqlite.SQLiteConfig;

/**
 * Reads how far a process is, or was when it was killed: the latter from a copy of its store, which the next process must find as the
 * killed one left it.
 */
final class Wreck {

    private static final String STANDING = """
            SELECT name, CASE
                WHEN due_at IS NULL THEN 'ended'
                WHEN state = 'WAITING' AND claimed_by IS NOT NULL THEN 'WAITING, claimed'
                WHEN state = 'DELIVERING' AND output_sha256 IS NULL THEN 'DELIVERING, to fetch'
                WHEN state = 'DELIVERING' THEN 'DELIVERING, to publish'
                WHEN state = 'IN_DOUBT' THEN 'IN_DOUBT, to file'
                ELSE state END AS standing FROM job""";

    private Wreck() {
    }

    /**
     * What it left half done in the places, by name of the drop; counted only while a move or an upload can be under way.
     *
     * @param standings of the same moment
     */
    static List<String> halves(Ground ground, Map<String, String> standings) throws IOException {
        List<String> halves = new ArrayList<>();
        ground.unfinished().forEach(name -> halves.add("parts of a video sent"));
        List<String> videos = ground.names("out");
        Map<String, List<String>> lies = new HashMap<>();
        for (String place : List.of("in", "in-progress", "done", "dead-letter")) {
            ground.names(place).forEach(name -> lies.computeIfAbsent(name, n -> new ArrayList<>()).add(place));
        }
        for (String name : standings.keySet()) {
            List<String> image = lies.getOrDefault(name + ".png", List.of());
            List<String> sidecar = lies.getOrDefault(name + ".json", List.of());
            if (image.size() > 1 || sidecar.size() > 1) {
                halves.add("copied, not deleted");
            } else if (!image.equals(sidecar)) {
                halves.add("one of two files moved");
            } else if (videos.contains(name + ".mp4")) {
                halves.add(videos.contains(name + ".result.json") ? "published, drop or row to follow" : "video without its result");
            }
        }
        return halves;
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
            try (ResultSet rows = statement.executeQuery(STANDING + " WHERE due_at IS NOT NULL")) {
                while (rows.next()) {
                    standings.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        return standings;
    }

    /** How each job stands, those that ended too, while the process lives; nothing of its store is changed. */
    static List<String> steps(Path store) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        List<String> steps = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store, config.toProperties());
                Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(STANDING)) {
            while (rows.next()) {
                steps.add(rows.getString(2));
            }
        }
        return steps;
    }
}
