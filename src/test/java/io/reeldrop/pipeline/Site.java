package io.reeldrop.pipeline;

import io.reeldrop.console.Reeldrop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The project as an operator has it: a home with routes and settings, and the real commands on it, each in a process of its own. */
public final class Site {

    /** Those of the launcher. */
    private static final List<String> ALL = List.of("--enable-native-access=ALL-UNNAMED", "-Dfile.encoding=UTF-8", "-Dreeldrop.terminal=",
            "-Xmx256m");

    private final Path home;
    private final Map<String, String> set = new LinkedHashMap<>();

    public Site(Path home) throws IOException {
        this.home = home;
        Bench.copy(Path.of("routes"), home.resolve("routes"));
        Bench.copy(Path.of("config"), home.resolve("config"));
        Files.createDirectories(root().resolve("in"));
    }

    public Site set(String key, String value) {
        set.put(key, value);
        return this;
    }

    public Path home() {
        return home;
    }

    /** Of the default watch. */
    public Path root() {
        return home.resolve("watch");
    }

    public Path storeFile() {
        return home.resolve("data/reeldrop.db");
    }

    public Path spool() {
        return home.resolve("data/spool");
    }

    /** Starts {@code run}, without waiting for anything. */
    public Child run() throws IOException {
        return Child.java(ALL, Reeldrop.class, arguments("run"));
    }

    /** Starts a command that ends soon, with the options that the launcher gives to such. */
    public Child command(String... words) throws IOException {
        List<String> options = new ArrayList<>(ALL);
        options.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        return Child.java(options, Reeldrop.class, arguments(words));
    }

    private String[] arguments(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--home", home.toString()));
        set.forEach((key, value) -> all.addAll(List.of("--set", key + "=" + value)));
        return all.toArray(String[]::new);
    }

    /** All files in a place of the default watch, hidden ones too, by their names relative to it. */
    public Map<String, Path> files(String place) throws IOException {
        return files(root().resolve(place));
    }

    public static Map<String, Path> files(Path folder) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                all.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                        .forEach(file -> files.put(folder.relativize(file).toString(), file));
            }
        }
        return files;
    }
}
