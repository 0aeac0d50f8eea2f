package io.reeldrop.console.benchmark;

import io.reeldrop.console.pipeline.NewHome;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** What a benchmark measures: the real process, the sandbox in another one, and a folder of their own for both. */
final class Testbed implements AutoCloseable {

    final Path home;
    private final Path program;
    private final List<Process> children = new ArrayList<>();
    private String sandbox;
    private Process run;

    /**
     * On what was shipped: an operator's own watches would take real drops, and his accounts pay for them.
     *
     * @param program where the routes of the pipeline lie
     */
    Testbed(Path program) throws IOException {
        this.program = program;
        home = Files.createTempDirectory("reeldrop-benchmark-");
        new NewHome(home).make(made -> { });
        Files.createDirectories(in());
    }

    Path in() {
        return home.resolve("watch/in");
    }

    /** Starts the sandbox with such options. */
    void sandbox(Map<String, String> options) throws IOException {
        List<String> command = java("-Xmx1g", "io.reeldrop.sandbox.SandboxMain");
        options.forEach((name, value) -> command.addAll(List.of("--set", name + "=" + value)));
        String line = started(command, "sandbox listening on ");
        sandbox = line.substring(line.indexOf("http://"));
    }

    /** Starts the stand-in S3 server, with its data in the same folder. Returns its address. */
    String s3() throws IOException {
        List<String> command = java("-Xmx256m", "io.reeldrop.sandbox.S3Main");
        command.add(1, "-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
        command.addAll(List.of(home.resolve("s3").toString(), "0"));
        String line = started(command, "s3 listening on ");
        return line.substring(line.indexOf("http://"));
    }

    /** Runs a program of ours to its end, in a virtual machine of its own. Returns the last line that it wrote. */
    String solo(String heap, Class<?> main, String... arguments) throws IOException {
        List<String> command = java("-Xmx" + heap, main.getName());
        command.addAll(List.of(arguments));
        Process process = start(command);
        return process.inputReader().lines().reduce((first, second) -> second)
                .orElseThrow(() -> new IOException("a process of the benchmark failed; see " + home.resolve("run.log")));
    }

    /** Starts Reeldrop with such a heap and such settings, and waits until it watches. */
    void run(String heap, Map<String, String> settings) throws IOException {
        List<String> command = java("-Xmx" + heap, "io.reeldrop.console.Reeldrop");
        command.addAll(List.of("run", "--home", home.toString()));
        Map<String, String> all = new TreeMap<>(settings);
        all.put("reeldrop.accounts.sandbox.base-url", sandbox);
        all.forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
        started(command, "reeldrop is running");
        run = children.get(children.size() - 1);
    }

    /** Where the default watch's videos go. */
    void out(String place) throws IOException {
        Path file = home.resolve("routes/watch/default.camel.yaml");
        Files.writeString(file, Files.readString(file).replace("      steps:\n", "        out: \"" + place + "\"\n      steps:\n"));
    }

    /** Ends Reeldrop, so that what is measured next has the machine for itself. */
    void endRun() {
        run.destroyForcibly();
        run.onExit().join();
    }

    /** CPU seconds of the real process so far. */
    double cpuSeconds() {
        return run.toHandle().info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1000.0;
    }

    /** Peak resident memory of the real process in MiB; 0 where the system does not tell. */
    long peakRssMiB() {
        return peakRssMiB(run.pid());
    }

    static long peakRssMiB(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst().orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    /** What the sandbox saw, as JSON. */
    String report() {
        try {
            var request = HttpRequest.newBuilder(URI.create(sandbox + "/sandbox/report")).build();
            return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A JPEG of its own, filled up to {@code bytes} behind its end, with its sidecar; complete at once. */
    void drop(int number, int bytes, String prompt) throws IOException {
        BufferedImage image = new BufferedImage(320, 180, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(number);
        for (int x = 0; x < 320; x++) {
            for (int y = 0; y < 180; y++) {
                image.setRGB(x, y, (x * 255 / 320) << 16 | (y * 255 / 180) << 8 | (random.nextInt(8) + number & 0xff));
            }
        }
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", jpeg);
        Path part = in().resolve(".part-" + number);
        try (OutputStream out = Files.newOutputStream(part)) {
            jpeg.writeTo(out);
            out.write(new byte[Math.max(0, bytes - jpeg.size())]);
        }
        Files.writeString(in().resolve("drop-" + number + ".json"),
                "{\"promptText\": \"" + prompt + " " + number + "\", \"model\": \"gen4_turbo\", \"ratio\": \"1280:720\", \"duration\": 5}");
        Files.move(part, in().resolve("drop-" + number + ".jpg"));
    }

    private List<String> java(String heap, String main) {
        // As the launcher starts it.
        return new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xms32m", heap,
                "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-Dfile.encoding=UTF-8", "-Dreeldrop.program=" + program,
                "-cp", System.getProperty("java.class.path"), main));
    }

    private Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(home.resolve("run.log").toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("REELDROP_"));
        Process process = builder.start();
        children.add(process);
        return process;
    }

    private String started(List<String> command, String sign) throws IOException {
        Process process = start(command);
        BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.contains(sign)) {
                return line;
            }
        }
        throw new IOException("a process of the benchmark ended at once; see " + home.resolve("run.log"));
    }

    /** Ends its processes and removes its folder. */
    @Override
    public void close() throws IOException {
        for (Process child : children) {
            child.destroyForcibly();
            child.onExit().join();
        }
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        }
    }
}
