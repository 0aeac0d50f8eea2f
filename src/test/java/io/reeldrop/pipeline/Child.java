package io.reeldrop.pipeline;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A process of its own that a test starts. It ends with the test at the latest, and only it is ever killed. */
public final class Child implements AutoCloseable {

    private static final long LONGEST_SECONDS = 600;

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;
    private final Thread reaper;

    private Child(ProcessBuilder builder) throws IOException {
        builder.redirectErrorStream(true);
        this.process = builder.start();
        process.getOutputStream().close();
        this.reaper = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(reaper);
        this.reader = new Thread(this::read, "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a class of the class path in a virtual machine like this one. */
    public static Child java(List<String> options, Class<?> main, String... arguments) throws IOException {
        return java(options, System.getProperty("java.class.path"), main, arguments);
    }

    /** The same with another class path. */
    static Child java(List<String> options, String classPath, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return start(new ProcessBuilder(command), Map.of());
    }

    /** Starts an application that has its own class path, from its own folder. */
    public static Child application(Path folder, Map<String, String> environment, String classPath, Class<?> main, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return start(new ProcessBuilder(command).directory(folder.toFile()), environment);
    }

    /** Starts a program from a folder, in this environment with changes. */
    public static Child command(Path folder, Map<String, String> environment, List<String> command) throws IOException {
        return start(new ProcessBuilder(command).directory(folder.toFile()), environment);
    }

    private static Child start(ProcessBuilder builder, Map<String, String> environment) throws IOException {
        builder.environment().keySet().removeIf(name -> name.startsWith("REELDROP_"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        return new Child(builder);
    }

    /**
     * Waits for a line on standard output or standard error.
     *
     * @return the first that matches as a whole
     */
    public Matcher await(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return Awaitility.await("a line like " + regex).atMost(LONGEST_SECONDS, TimeUnit.SECONDS).pollInterval(Duration.ofMillis(10))
                .failFast(() -> {
                    if (!process.isAlive() && !reader.isAlive() && matching(pattern) == null) {
                        throw new AssertionError(toString());
                    }
                })
                .until(() -> matching(pattern), match -> match != null);
    }

    private Matcher matching(Pattern pattern) {
        return lines.stream().map(pattern::matcher).filter(Matcher::matches).findFirst().orElse(null);
    }

    /** Lets it live for that long; an end of its own within that time is a failure. */
    public void live(long ms) {
        try {
            if (process.waitFor(ms, TimeUnit.MILLISECONDS)) {
                throw new AssertionError(toString());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** SIGKILL: nothing is flushed, no hook runs. Returns when the process is gone. */
    public void kill() {
        process.destroyForcibly();
        exit();
    }

    /** SIGTERM; returns the exit code. */
    public int end() {
        // Process.destroy would close its output, too: what it says while it stops would be lost.
        process.toHandle().destroy();
        return exit();
    }

    /** Waits for its end; returns the exit code. */
    public int exit() {
        try {
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("it does not end: " + this);
            }
            reader.join(TimeUnit.SECONDS.toMillis(LONGEST_SECONDS));
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public boolean alive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** What it wrote so far, standard output and standard error in one. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    private void read() {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            out.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            lines.add("(its output broke off: " + e.getMessage() + ")");
        }
    }

    @Override
    public String toString() {
        String standing = process.isAlive() ? "running" : "ended with " + process.exitValue();
        return "process " + process.pid() + ", " + standing + ", wrote:\n" + String.join("\n", lines);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            Runtime.getRuntime().removeShutdownHook(reaper);
        } catch (IllegalStateException e) {
            // The virtual machine is ending: the hook runs anyway.
            return;
        }
        exit();
    }
}
