package io.reeldrop.console.benchmark;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.console.terminal.Invocation;
import io.reeldrop.job.Job;
import io.reeldrop.job.Jobs;
import io.reeldrop.job.Json;
import io.reeldrop.job.Node;
import io.reeldrop.job.Store;
import io.reeldrop.sandbox.S3Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/**
 * Measures the real process against a sandbox in another one; {@code claims} the store alone. The figures are those of the machine it
 * runs on.
 */
@Command(name = "benchmark", mixinStandardHelpOptions = true,
        description = "Measures throughput, polling and downloads against a sandbox; takes some minutes, costs nothing.")
public final class BenchmarkCommand {

    private static final int POLL_MS = 5_000;
    /** What a claim adds to the interval; see claim-poll.sql. */
    private static final int MARGIN_MS = 500;

    @ParentCommand
    Invocation reeldrop;

    @Command(name = "drops", description = "Drops many images at once: makespan, CPU and memory.")
    int drops(@Option(names = "--drops", defaultValue = "200") int number, @Option(names = "--slots", defaultValue = "20") int slots,
            @Option(names = "--render-ms", defaultValue = "5000") int renderMs,
            @Option(names = "--image-bytes", defaultValue = "524288") int imageBytes,
            @Option(names = "--video-bytes", defaultValue = "2097152") int videoBytes) throws IOException {
        try (Testbed testbed = new Testbed(reeldrop.program())) {
            testbed.sandbox(Map.of("slots", "" + slots, "render", "" + renderMs, "video-bytes", "" + videoBytes, "video-frames", "1"));
            testbed.run("256m", settings(Map.of("reeldrop.poll.interval-ms", "250",
                    "reeldrop.accounts.sandbox.max-in-flight", "" + (slots + 4))));
            double startCpu = testbed.cpuSeconds();
            try (Store store = store(testbed)) {
                long start = System.nanoTime();
                for (int i = 0; i < number; i++) {
                    testbed.drop(i, imageBytes, "benchmark");
                }
                double dropped = seconds(start);
                await("delivered", () -> count(store, "DELIVERED") >= number, () -> count(store, "DELIVERED") + " of " + number);
                double makespan = seconds(start);
                double ideal = Math.ceil((double) number / slots) * renderMs / 1000.0;
                say("%d drops of %d KiB, %d slots, renders of %.1f s, videos of %.1f MB", number, imageBytes / 1024, slots,
                        renderMs / 1000.0, videoBytes / 1e6);
                say("makespan     %.1f s (writing the drops took %.1f s of it), ideal %.1f s: %.2f x", makespan, dropped, ideal,
                        makespan / ideal);
                say("CPU          %.1f ms a job beyond the %.1f s of start-up", (testbed.cpuSeconds() - startCpu) * 1000 / number,
                        startCpu);
                say("peak RSS     %d MiB (-Xmx256m)", testbed.peakRssMiB());
                say("sandbox      %s", summary(testbed.report()));
            }
        }
        return 0;
    }

    @Command(name = "polls", description = "Keeps many tasks in flight: how punctual their polls are.")
    int polls(@Option(names = "--tasks", defaultValue = "10000") int number,
            @Option(names = "--seconds", defaultValue = "60") int seconds) throws IOException {
        try (Testbed testbed = new Testbed(reeldrop.program())) {
            testbed.sandbox(Map.of("slots", "" + 2 * number, "render", "3600000", "credits", "1000000000"));
            testbed.run("256m", settings(Map.of("reeldrop.poll.interval-ms", "" + POLL_MS,
                    "reeldrop.accounts.sandbox.max-in-flight", "" + 2 * number,
                    "reeldrop.submit.workers", "8", "reeldrop.submit.doubts", "8")));
            try (Store store = store(testbed)) {
                for (int i = 0; i < number; i++) {
                    testbed.drop(i, 0, "benchmark");
                }
                await("in flight", () -> count(store, "RENDERING") >= number, () -> count(store, "RENDERING") + " of " + number);
                pause(2 * POLL_MS);
                Map<Long, Long> before = gaps(testbed);
                double cpu = testbed.cpuSeconds();
                pause(seconds * 1000L);
                double used = testbed.cpuSeconds() - cpu;
                Map<Long, Long> gaps = gaps(testbed);
                before.forEach((gap, times) -> gaps.merge(gap, -times, Long::sum));
                long all = gaps.values().stream().mapToLong(Long::longValue).sum();
                long due = POLL_MS + MARGIN_MS;
                say("%d tasks in flight, polled every %.1f s, watched for %d s", number, due / 1000.0, seconds);
                say("polls        %d, %.0f a second", all, (double) all / seconds);
                say("punctual     %.2f %% within 1 s of their due time", 100.0 * until(gaps, due + 1000) / all);
                say("late         median %d ms, 95 %% %d ms, worst %d ms", late(gaps, all, 0.5, due), late(gaps, all, 0.95, due),
                        late(gaps, all, 1, due));
                say("too early    %d polls less than 5 s after the last", until(gaps, POLL_MS));
                say("CPU          %.0f %% of one core", 100 * used / seconds);
                say("peak RSS     %d MiB (-Xmx256m)", testbed.peakRssMiB());
            }
        }
        return 0;
    }

    @Command(name = "output", description = "Fetches one huge video on a small heap: speed beside curl's.")
    int output(@Option(names = "--bytes", defaultValue = "1073741824") long bytes) throws IOException, InterruptedException {
        try (Testbed testbed = new Testbed(reeldrop.program())) {
            testbed.sandbox(Map.of("render", "500", "video-bytes", "" + bytes, "video-frames", "1"));
            testbed.run("96m", settings(Map.of("reeldrop.poll.interval-ms", "250")));
            try (Store store = store(testbed)) {
                testbed.drop(0, 0, "benchmark");
                await("delivered", () -> count(store, "DELIVERED") == 1, () -> "fetching");
                Job job = jobs(store).list("1 = 1", Map.of(), 1).get(0);
                Map<String, Long> at = new LinkedHashMap<>();
                jobs(store).events(job.id()).forEach(event ->
                        at.put(event.get("state").toString(), ((Number) event.get("at")).longValue()));
                double ours = (at.get("DELIVERED") - at.get("DELIVERING")) / 1000.0;
                Path copy = testbed.home.resolve("curl.mp4");
                long start = System.nanoTime();
                int exit = new ProcessBuilder("curl", "-sS", "-o", copy.toString(), job.text("output_url")).inheritIO().start().waitFor();
                double curl = seconds(start);
                say("one output of %.0f MB with -Xmx96m", bytes / 1e6);
                say("Reeldrop     %.1f s: %.0f MB/s from the first byte asked for to the video published, verified, hashed and synced",
                        ours, bytes / 1e6 / ours);
                say("curl         %.1f s: %.0f MB/s (exit %d, %d bytes, neither hashed nor synced)", curl, bytes / 1e6 / curl, exit,
                        Files.size(copy));
                say("ratio        %.2f x the speed of curl", curl / ours);
                say("peak RSS     %d MiB", testbed.peakRssMiB());
            }
        }
        return 0;
    }

    @Command(name = "bucket", description = "Delivers one huge video into a bucket on a small heap: speed beside the AWS SDK's own upload.")
    int bucket(@Option(names = "--bytes", defaultValue = "1073741824") long bytes, @Option(names = "--turns", defaultValue = "3") int turns)
            throws IOException {
        try (Testbed testbed = new Testbed(reeldrop.program())) {
            testbed.sandbox(Map.of("render", "500", "video-bytes", "" + bytes, "video-frames", "1"));
            String endpoint = testbed.s3();
            SoloUpload.createBucket(endpoint);
            testbed.out(SoloUpload.PLACE);
            testbed.run("128m", settings(Map.of("reeldrop.poll.interval-ms", "250", "reeldrop.s3.endpoint", endpoint,
                    "reeldrop.s3.path-style", "true", "reeldrop.s3.access-key-id", S3Main.ACCESS_KEY,
                    "reeldrop.s3.secret-access-key-file", Files.writeString(testbed.home.resolve("secret"), S3Main.SECRET).toString())));
            try (Store store = store(testbed)) {
                testbed.drop(0, 0, "benchmark");
                long[] spooled = new long[1];
                await("delivered", () -> {
                    if (spooled[0] == 0
                            && store.jdbc().queryForObject("SELECT count(output_sha256) FROM job", Map.of(), Integer.class) == 1) {
                        spooled[0] = jobs(store).list("1 = 1", Map.of(), 1).get(0).number("changed_at");
                    }
                    return count(store, "DELIVERED") == 1;
                }, () -> spooled[0] == 0 ? "fetching" : "sending");
                Job job = jobs(store).list("1 = 1", Map.of(), 1).get(0);
                Map<String, Long> at = new LinkedHashMap<>();
                jobs(store).events(job.id()).forEach(event ->
                        at.put(event.get("state").toString(), ((Number) event.get("at")).longValue()));
                double whole = (at.get("DELIVERED") - at.get("DELIVERING")) / 1000.0;
                double publishing = (at.get("DELIVERED") - spooled[0]) / 1000.0;
                say("one output of %.0f MB into a bucket with -Xmx128m", bytes / 1e6);
                say("whole        %.1f s: %.0f MB/s from the first byte asked for to the drop in done/", whole, bytes / 1e6 / whole);
                say("upload       %.1f s of it: %.0f MB/s", publishing, bytes / 1e6 / publishing);
                say("peak RSS     %d MiB", testbed.peakRssMiB());
            }
            testbed.endRun();
            uploads(testbed, endpoint, bytes, turns);
        }
        return 0;
    }

    /** The same file to the same server, by turns, each in a virtual machine of its own. */
    private void uploads(Testbed testbed, String endpoint, long bytes, int turns) throws IOException {
        Path file = testbed.home.resolve("video.mp4");
        SoloUpload.download(endpoint, file);
        for (int turn = 1; turn <= turns; turn++) {
            for (SoloUpload.Way way : SoloUpload.Way.values()) {
                String[] said = testbed.solo("128m", SoloUpload.class, way.name(), endpoint, file.toString()).split(" ");
                double seconds = Double.parseDouble(said[0]);
                say("%-12s %.1f s: %.0f MB/s, peak RSS %s MiB (turn %d)", way, seconds, bytes / 1e6 / seconds, said[1], turn);
            }
        }
    }

    @Command(name = "claims", description = {"Claims and writes of each step on a table of many jobs, without gateway: how many a second.",
            "On an SQLite file of its own, or in a PostgreSQL database, there in a schema of its own that it makes and drops."
                    + " The password is that of the settings (REELDROP_STORE_PASSWORD, or reeldrop.store.password-file)."})
    int claims(@Option(names = "--url", paramLabel = "URL",
            description = "A PostgreSQL database; its role must be allowed to make a schema.") String url,
            @Option(names = "--user", defaultValue = "") String user, @Option(names = "--rows", defaultValue = "100000") int rows,
            @Option(names = "--jobs", defaultValue = "1000",
                    description = "Bought, ended and delivered in each turn. Default: ${DEFAULT-VALUE}") int number,
            @Option(names = "--polls", defaultValue = "20000") int polls, @Option(names = "--turns", defaultValue = "3") int turns,
            @Option(names = "--workers", defaultValue = "1,4", split = ",") List<Integer> workers) throws IOException {
        try (BenchmarkStore measured = new BenchmarkStore(url, user, reeldrop.settings().storePassword())) {
            ClaimsBenchmark benchmark = new ClaimsBenchmark(measured.store());
            reeldrop.terminal().err().println("… filling the table");
            benchmark.fill(rows);
            say("%s, %d jobs, %.0f MB; each worker as a node of its own; the median (and range) of %d turns",
                    url == null ? "SQLite" : "PostgreSQL", rows, measured.bytes() / 1e6, turns);
            say("step         workers, a second");
            // Untimed: what is compiled and cached by then is so in a process that runs for weeks.
            benchmark.turn(1, Math.min(number, 200), Math.min(polls, 2_000));
            for (int w : workers) {
                Map<ClaimsBenchmark.Measure, List<Double>> rates = new TreeMap<>();
                for (int turn = 0; turn < turns; turn++) {
                    benchmark.turn(w, number, polls).forEach((measure, rate) ->
                            rates.computeIfAbsent(measure, m -> new ArrayList<>()).add(rate));
                }
                rates.forEach((measure, all) -> {
                    all.sort(null);
                    say("%-12s %-3d %8.0f (%.0f to %.0f)  %s", measure.name().toLowerCase(Locale.ROOT), w, all.get(all.size() / 2),
                            all.get(0), all.get(all.size() - 1), measure.writes());
                });
            }
        }
        return 0;
    }

    private static Map<String, String> settings(Map<String, String> special) {
        Map<String, String> settings = new LinkedHashMap<>(Map.of("reeldrop.look-ms", "500", "reeldrop.settle-ms", "500",
                "reeldrop.min-free-bytes", "1"));
        settings.putAll(special);
        return settings;
    }

    private static Store store(Testbed testbed) {
        return Store.open("jdbc:sqlite:" + testbed.home.resolve("data/reeldrop.db"));
    }

    private Jobs jobs(Store store) {
        return new Jobs(store, new Node("benchmark", reeldrop.clock(), ZoneOffset.UTC));
    }

    private long count(Store store, String state) {
        return jobs(store).counts("default").getOrDefault(state, 0L);
    }

    private void await(String what, BooleanSupplier done, Supplier<String> progress) {
        for (int i = 0; !done.getAsBoolean(); i++) {
            if (i % 20 == 0) {
                reeldrop.terminal().err().println("… " + what + ": " + progress.get());
            }
            pause(250);
        }
    }

    private static void pause(long ms) {
        try {
            TimeUnit.MILLISECONDS.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Map<Long, Long> gaps(Testbed testbed) {
        Map<Long, Long> gaps = new TreeMap<>();
        Json.read(testbed.report(), ObjectNode.class).get("pollGaps").properties()
                .forEach(gap -> gaps.put(Long.valueOf(gap.getKey()), gap.getValue().asLong()));
        return gaps;
    }

    private static long until(Map<Long, Long> gaps, long ms) {
        return gaps.entrySet().stream().filter(gap -> gap.getKey() < ms).mapToLong(Map.Entry::getValue).sum();
    }

    private static long late(Map<Long, Long> gaps, long all, double share, long due) {
        long seen = 0;
        for (Map.Entry<Long, Long> gap : gaps.entrySet()) {
            seen += gap.getValue();
            if (seen >= all * share) {
                return gap.getKey() + 100 - due;
            }
        }
        return 0;
    }

    private static String summary(String report) {
        ObjectNode all = Json.read(report, ObjectNode.class);
        return all.retain(List.of("tasksCreated", "bodiesSeenTwice", "posts", "polls", "shortestPollGapMs", "maxRunning", "maxOpen",
                "keyLeaks")).toString();
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private void say(String format, Object... values) {
        reeldrop.terminal().say(String.format(Locale.ROOT, format, values));
    }
}
