package io.reeldrop.console;

import io.reeldrop.pipeline.Bench;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs commands on a copy of the project's own routes and settings. */
final class Rig {

    final Path home;
    String out = "";
    String err = "";

    Rig(Path home) throws IOException {
        this.home = home;
        copy(Path.of("routes"));
        copy(Path.of("config"));
    }

    private void copy(Path from) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.createDirectories(home.resolve(file).getParent());
                Files.copy(file, home.resolve(file));
            }
        }
    }

    int run(String... words) {
        return run(Map.of(), false, words);
    }

    int run(Map<String, String> env, boolean person, String... words) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        List<String> all = new ArrayList<>(List.of(words));
        if (!all.contains("--home")) {
            all.addAll(List.of("--home", home.toString()));
        }
        int code = Reeldrop.commandLine(env, Clock.systemUTC(), terminal(said, complained, person)).execute(all.toArray(String[]::new));
        out = said.toString(StandardCharsets.UTF_8);
        err = complained.toString(StandardCharsets.UTF_8);
        return code;
    }

    static Terminal terminal(ByteArrayOutputStream out, ByteArrayOutputStream err, boolean person) {
        return new Terminal(new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
                new BufferedReader(new StringReader("")), person, person, 100, person);
    }

    Path write(String name, String text) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    Path image(String name) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Bench.image(file, name.hashCode());
        return file;
    }

    void replace(String name, String old, String fresh) throws IOException {
        String text = Files.readString(home.resolve(name));
        if (!text.contains(old)) {
            throw new IllegalArgumentException(name + " holds no " + old);
        }
        Files.writeString(home.resolve(name), text.replace(old, fresh));
    }
}
