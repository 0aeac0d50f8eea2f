package io.reeldrop.console.demo;

import io.reeldrop.console.terminal.Terminal;
import io.reeldrop.runtime.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A home folder for one run of the demo, so that the other commands can be tried on it with {@code --home}: the project's own routes and
 * sandbox profile, and settings, store and watch of its own. The watches, accounts and environment of whoever starts it stay out.
 */
final class DemoHome {

    private static final int MOST = 10_000;

    private final Path folder;

    private DemoHome(Path folder) {
        this.folder = folder;
    }

    /**
     * In {@code demo/} below the project's home, or in a temporary folder where nothing can be written there; never in one that is there
     * already.
     */
    static DemoHome make(Path project) throws IOException {
        Path folder;
        try {
            folder = next(Files.createDirectories(project.resolve("demo")));
        } catch (IOException e) {
            folder = Files.createTempDirectory("reeldrop-demo");
        }
        return new DemoHome(folder.toAbsolutePath());
    }

    private static Path next(Path demo) throws IOException {
        for (int i = 1; i < MOST; i++) {
            try {
                return Files.createDirectory(demo.resolve("run-" + i));
            } catch (FileAlreadyExistsException e) {
                // Another run's.
            }
        }
        throw new FileAlreadyExistsException(demo + " is full");
    }

    /** @param gateway the sandbox's base URL */
    Settings settings(Path project, String gateway, DemoPlace place) throws IOException {
        copyRoutesAnd(project, List.of("sandbox"));
        watch("demo", resource(place.watch()));
        Map<String, String> own = new LinkedHashMap<>(place.settings());
        own.put("reeldrop.accounts.sandbox.base-url", gateway);
        own.put("reeldrop.accounts.sandbox.api-key", "any");
        return settings(own);
    }

    /**
     * A watch for each of the gateways, in {@code watch/} and that gateway's name.
     *
     * @param accounts their settings
     */
    Settings gateways(Path project, Map<String, String> accounts, List<String> names) throws IOException {
        copyRoutesAnd(project, names);
        String watch = resource("demo-gateway.camel.yaml");
        for (String name : names) {
            watch(name, watch.replace("GATEWAY", name));
        }
        Map<String, String> own = new LinkedHashMap<>(accounts);
        own.put("reeldrop.root", "watch");
        return settings(own);
    }

    private void copyRoutesAnd(Path project, List<String> profiles) throws IOException {
        copy(project, "routes/pipeline");
        Files.createDirectories(folder.resolve("routes/watch"));
        Path gateways = Path.of("config/gateways");
        Files.createDirectories(folder.resolve(gateways));
        for (String profile : profiles) {
            Path file = gateways.resolve(profile + ".yaml");
            Files.copy(project.resolve(file), folder.resolve(file));
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = DemoHome.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void watch(String name, String route) throws IOException {
        Files.writeString(folder.resolve("routes/watch/" + name + ".camel.yaml"), route);
    }

    private Settings settings(Map<String, String> own) throws IOException {
        own.put("reeldrop.account", "sandbox");
        own.put("reeldrop.look-ms", "250");
        own.put("reeldrop.settle-ms", "500");
        own.put("reeldrop.sidecar-grace-ms", "1000");
        own.put("reeldrop.poll.interval-ms", "500");
        own.put("reeldrop.min-free-bytes", "50000000");
        String head = "# Written by reeldrop demo: hasty, and bought from its sandbox, which ends with it. All else is as shipped.\n";
        Files.writeString(folder.resolve(Settings.FILE), head
                + own.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue() + "\n").collect(Collectors.joining()));
        return Settings.load(folder, Map.of(), Map.of());
    }

    private void copy(Path project, String what) throws IOException {
        Files.createDirectories(folder.resolve(what));
        List<Path> files;
        try (Stream<Path> list = Files.list(project.resolve(what))) {
            files = list.toList();
        }
        for (Path file : files) {
            Files.copy(file, folder.resolve(what).resolve(file.getFileName()));
        }
    }

    Path folder() {
        return folder;
    }

    Path log() {
        return folder.resolve("reeldrop.log");
    }

    /** Draws the pictures, which takes a moment. */
    void draw(Terminal terminal) throws IOException {
        terminal.say("Drawing six pictures ...");
        for (DemoDrop drop : DemoDrop.ALL) {
            drop.draw(drawn());
        }
    }

    /** Takes away what the pictures were drawn in. */
    void tidy() throws IOException {
        try (Stream<Path> all = Files.walk(drawn())) {
            for (Path empty : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(empty);
            }
        }
    }

    /** Where pictures lie until they are dropped. */
    Path drawn() {
        return folder.resolve("pictures");
    }
}
