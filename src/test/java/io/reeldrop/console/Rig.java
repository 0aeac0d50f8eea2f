package io.reeldrop.console;

import io.reeldrop.console.terminal.Invocation;
import io.reeldrop.console.terminal.Terminal;
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
public final class Rig {

    public final Path home;
    public String out = "";
    public String err = "";

    public Rig(Path home) throws IOException {
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

    public int run(String... words) {
        return run(Map.of(), false, words);
    }

    public int run(Map<String, String> env, boolean person, String... words) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        List<String> all = new ArrayList<>(List.of(words));
        if (!all.contains("--home")) {
            all.addAll(List.of("--home", home.toString()));
        }
        int code = execute(env, Clock.systemUTC(), terminal(said, complained, person), all);
        out = said.toString(StandardCharsets.UTF_8);
        err = complained.toString(StandardCharsets.UTF_8);
        return code;
    }

    /** @return the exit code */
    public static int execute(Map<String, String> env, Clock clock, Terminal terminal, List<String> words) {
        return Reeldrop.commandLine(env, clock, terminal).execute(words.toArray(String[]::new));
    }

    /** As the commands find it. */
    public Invocation invocation() {
        Reeldrop reeldrop = new Reeldrop(Map.of(), Clock.systemUTC(),
                terminal(new ByteArrayOutputStream(), new ByteArrayOutputStream(), false));
        reeldrop.home = home;
        return reeldrop;
    }

    private static Terminal terminal(ByteArrayOutputStream out, ByteArrayOutputStream err, boolean person) {
        return new Terminal(new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
                new BufferedReader(new StringReader("")), person, person, 100, person);
    }

    public Path write(String name, String text) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    public Path image(String name) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Bench.image(file, name.hashCode());
        return file;
    }

    public void replace(String name, String old, String fresh) throws IOException {
        String text = Files.readString(home.resolve(name));
        if (!text.contains(old)) {
            throw new IllegalArgumentException(name + " holds no " + old);
        }
        Files.writeString(home.resolve(name), text.replace(old, fresh));
    }
}
