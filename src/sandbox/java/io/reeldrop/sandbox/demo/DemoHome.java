package io.reeldrop.sandbox.demo;

import io.reeldrop.console.pipeline.NewHome;
import io.reeldrop.gateway.Profile;
import io.reeldrop.runtime.Settings;
import io.reeldrop.sandbox.Packed;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A home for one run of the demo, as {@code init} makes it. Nothing of whoever starts it is in it: no watch, account or environment. */
record DemoHome(Path folder) {

    /** In {@code demo/} below the project's home, or in a temporary folder where nothing can be written there; always a new one. */
    static DemoHome make(Path project) throws IOException {
        try {
            Path demo = Files.createDirectories(project.resolve("demo"));
            for (int i = 1;; i++) {
                try {
                    return new DemoHome(Files.createDirectory(demo.resolve("run-" + i)).toAbsolutePath());
                } catch (FileAlreadyExistsException e) {
                    // Another run's.
                }
            }
        } catch (IOException e) {
            return new DemoHome(Files.createTempDirectory("reeldrop-demo"));
        }
    }

    /** With the default watch for a single gateway, one for each of several, or one on the bucket. */
    Settings equipped(Path program, Collection<Profile> gateways, boolean bucket, Map<String, String> special) throws IOException {
        new NewHome(folder).make(made -> { });
        for (String place : List.of("routes/pipeline", "config/gateways")) {
            Files.createDirectories(folder.resolve(place));
            try (Stream<Path> files = Files.list(program.resolve(place))) {
                for (Path file : files.toList()) {
                    Files.copy(file, folder.resolve(place).resolve(file.getFileName()));
                }
            }
        }
        Path usual = folder.resolve(Settings.WATCHES).resolve("default.camel.yaml");
        String watch = Files.readString(usual);
        if (bucket) {
            Files.delete(usual);
            Files.write(usual.resolveSibling("demo-s3.camel.yaml"), Packed.bytes(DemoHome.class, "demo-s3.camel.yaml"));
        } else if (gateways.size() > 1) {
            Files.delete(usual);
            for (Profile profile : gateways) {
                String name = profile.name();
                Files.writeString(usual.resolveSibling(name + ".camel.yaml"), watch.replace("watch-default", "watch-" + name)
                        .replace("watch: default", "watch: " + name).replace("{{reeldrop.account}}", name)
                        .replace("{{reeldrop.root}}", "{{reeldrop.root}}/" + name));
            }
        }
        Map<String, String> own = new TreeMap<>(special);
        own.putAll(Map.of("reeldrop.account", "sandbox", "reeldrop.root", "watch", "reeldrop.look-ms", "250", "reeldrop.settle-ms", "500",
                "reeldrop.sidecar-grace-ms", "1000", "reeldrop.poll.interval-ms", "500", "reeldrop.min-free-bytes", "50000000"));
        Files.writeString(folder.resolve(Settings.FILE), "# Written by reeldrop demo: hasty, and bought from its sandbox, which ends with"
                + " it. All else is as shipped.\n" + own.entrySet().stream().map(e -> e + "\n").collect(Collectors.joining()));
        return Settings.load(folder, Map.of(), Map.of());
    }
}
