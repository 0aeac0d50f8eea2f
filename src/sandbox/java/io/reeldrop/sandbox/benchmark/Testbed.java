package io.reeldrop.sandbox.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.console.pipeline.NewHome;
import io.reeldrop.job.Job;
import io.reeldrop.job.Jobs;
import io.reeldrop.job.Node;
import io.reeldrop.job.Store;
import io.reeldrop.sandbox.Packed;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a benchmark measures: the real process, the sandbox in another one, and a folder of their own for both. */
final class Testbed implements AutoCloseable {

    final Path home = Files.createTempDirectory("reeldrop-benchmark-");
    private final Path program;
    private final List<Process> children = new ArrayList<>();
    private final String sandbox;
    Process run;
    private Store store;

    /** On what was shipped: an operator's own watches would take real drops, and his accounts pay for them. */
    Testbed(Path program, Map<String, String> options) throws IOException {
        this.program = program;
        new NewHome(home).make(made -> { });
        Files.createDirectories(home.resolve("watch/in"));
        List<String> words = new ArrayList<>(List.of("sandbox", "--port", "0"));
        options.forEach((name, value) -> words.addAll(List.of("--set-fault", name + "=" + value)));
        sandbox = said("1g", "listens on", words).replaceAll(".* on ", "");
    }

    /** Starts the stand-in S3 server, with its data in the same folder. Returns its address. */
    String s3() throws IOException {
        return said("256m", "listens on", List.of("sandbox", "--s3", home.resolve("s3").toString(), "--port", "0"))
                .replaceAll(".* on (http://[^,]+),.*", "$1");
    }

    /** Starts Reeldrop with such a heap and such settings, and waits until it watches. */
    Testbed run(String heap, Map<String, String> settings) throws IOException {
        Map<String, String> all = new TreeMap<>(Map.of("reeldrop.look-ms", "500", "reeldrop.settle-ms", "500", "reeldrop.min-free-bytes",
                "1", "reeldrop.poll.interval-ms", "250", "reeldrop.accounts.sandbox.base-url", sandbox));
        all.putAll(settings);
        List<String> words = new ArrayList<>(List.of("run", "--home", home.toString()));
        all.forEach((key, value) -> words.addAll(List.of("--set", key + "=" + value)));
        said(heap, "reeldrop is running", words);
        run = children.get(children.size() - 1);
        store = Store.open("jdbc:sqlite:" + home.resolve("data/reeldrop.db"));
        return this;
    }

    /** JPEGs of their own, filled up to {@code bytes} behind their end, each with its sidecar and complete at once. */
    void drop(int number, int bytes) throws IOException {
        byte[] picture = Packed.bytes(Testbed.class, "/io/reeldrop/sandbox/demo/drops/sunrise.jpg");
        byte[] image = Arrays.copyOf(picture, Math.max(bytes, picture.length + Integer.BYTES));
        Path in = home.resolve("watch/in");
        for (int i = 0; i < number; i++) {
            Path part = Files.write(in.resolve(".part"), ByteBuffer.wrap(image).putInt(image.length - Integer.BYTES, i).array());
            Files.writeString(in.resolve("drop-" + i + ".json"), "{\"promptText\": \"benchmark " + i
                    + "\", \"model\": \"gen4_turbo\", \"ratio\": \"1280:720\", \"duration\": 5}");
            Files.move(part, in.resolve("drop-" + i + ".jpg"));
        }
    }

    double cpuSeconds() {
        return run.toHandle().info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1000.0;
    }

    /** Peak resident memory in MiB; 0 where the system does not tell. */
    static long peakRssMiB(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst().orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    ObjectNode report() throws IOException {
        return (ObjectNode) new ObjectMapper().readTree(URI.create(sandbox + "/sandbox/report").toURL());
    }

    private Jobs jobs() {
        return new Jobs(store, new Node("benchmark", Clock.systemUTC(), ZoneOffset.UTC));
    }

    long count(String state) {
        return jobs().counts("default").getOrDefault(state, 0L);
    }

    Job job() {
        return jobs().list("1 = 1", Map.of(), 1).get(0);
    }

    long at(String state) {
        return jobs().events(job().id()).stream().filter(event -> state.equals(event.get("state")))
                .mapToLong(event -> ((Number) event.get("at")).longValue()).max().orElse(0);
    }

    /** Starts Reeldrop as the launcher does, and waits for a line with such words. */
    String said(String heap, String sign, List<String> words) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xms32m",
                "-Xmx" + heap, "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-Dfile.encoding=UTF-8",
                "-Dreeldrop.program=" + program, "-cp", System.getProperty("java.class.path"), "io.reeldrop.console.Reeldrop"));
        command.addAll(words);
        Path log = home.resolve("run.log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("REELDROP_"));
        Process process = builder.start();
        children.add(process);
        BufferedReader lines = process.inputReader();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.contains(sign)) {
                return line;
            }
        }
        throw new IOException("a process of the benchmark failed; see " + log);
    }

    @Override
    public void close() throws IOException {
        if (store != null) {
            store.close();
        }
        children.forEach(child -> child.destroyForcibly().onExit().join());
        delete(home);
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
