package io.reeldrop.pipeline;

import io.reeldrop.console.Reeldrop;
import io.reeldrop.job.PostgresServer;
import io.reeldrop.storage.S3Server;
import java.io.File;
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

    /** Those that the launcher gives to a command that ends soon. */
    private static final List<String> OPTIONS = List.of("--enable-native-access=ALL-UNNAMED", "-Dfile.encoding=UTF-8",
            "-Dreeldrop.terminal=", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final Path home;
    private final Map<String, String> set = new LinkedHashMap<>();
    private String classPath = System.getProperty("java.class.path");

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

    /** Makes the default watch one of a prefix in a bucket. @param out where its videos go */
    public Site bucket(S3Server server, String bucket, String prefix, String out) throws IOException {
        Path file = home.resolve("routes/watch/default.camel.yaml");
        Bench.onBucket(file, bucket, prefix);
        Files.writeString(file, Files.readString(file).replace("      steps:\n", "        out: \"" + out + "\"\n      steps:\n"));
        // By a file: a key on the command line would show in the process list.
        Path secret = Files.writeString(home.resolve("secret"), S3Server.SECRET);
        return set("reeldrop.s3.endpoint", server.endpoint()).set("reeldrop.s3.path-style", "true")
                .set("reeldrop.s3.access-key-id", S3Server.ACCESS_KEY).set("reeldrop.s3.secret-access-key-file", secret.toString());
    }

    /** Buys from that stand-in, at most so many tasks at a time, and is in a hurry. */
    public Site hasty(SandboxProcess sandbox, int inFlight) {
        return set("reeldrop.accounts.sandbox.base-url", sandbox.uri())
                .set("reeldrop.accounts.sandbox.max-in-flight", Integer.toString(inFlight))
                .set("reeldrop.look-ms", "500").set("reeldrop.settle-ms", "150").set("reeldrop.poll.interval-ms", "200")
                .set("reeldrop.deliver.retry-ms", "200").set("reeldrop.min-free-bytes", "1");
    }

    /** So many in that folder, which share its {@code watch/} and the server. */
    static List<Site> nodes(int number, Path folder, PostgresServer server, SandboxProcess sandbox, int inFlight) throws IOException {
        List<Site> nodes = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            nodes.add(new Site(folder.resolve("node" + i)).store(server).set("reeldrop.root", folder.resolve("watch").toString())
                    .hasty(sandbox, inFlight));
        }
        return nodes;
    }

    /** Its jobs are kept by a server that other sites beside it may use, too; so are its receipts. */
    public Site store(PostgresServer server) {
        return set("reeldrop.store.url", server.url()).set("reeldrop.store.user", server.user())
                .set("reeldrop.receipts", home.resolveSibling("receipts").toString());
    }

    /** Another build of the project: what is started from now on finds these classes and resources, too. */
    public Site with(Path classes) {
        classPath = classes + File.pathSeparator + classPath;
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

    /** Of the first process. */
    public Path spool() {
        return home.resolve("data/spool/1");
    }

    /** Starts {@code run}, without waiting for anything. */
    public Child run() throws IOException {
        return command("run");
    }

    /** Starts a command, without what the second compiler costs: none lives long in a test. */
    public Child command(String... words) throws IOException {
        return Child.java(OPTIONS, classPath, Reeldrop.class, arguments(words));
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
