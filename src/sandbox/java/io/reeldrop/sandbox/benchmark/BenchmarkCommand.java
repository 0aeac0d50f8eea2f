package io.reeldrop.sandbox.benchmark;

import io.reeldrop.console.terminal.AddedCommand;
import io.reeldrop.console.terminal.Invocation;
import io.reeldrop.sandbox.S3StandIn;
import io.reeldrop.sandbox.benchmark.ClaimsBenchmark.Measure;
import io.reeldrop.storage.Heartbeat;
import io.reeldrop.storage.Label;
import io.reeldrop.storage.S3;
import io.reeldrop.storage.Sha256;
import io.reeldrop.storage.Storage;
import io.reeldrop.storage.Storages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import software.amazon.awssdk.core.sync.RequestBody;

/** Measures the real process against a sandbox in another one; {@code claims} the store alone. The figures are this machine's. */
@Command(name = "benchmark", mixinStandardHelpOptions = true,
        description = "Measures throughput, polling and downloads against a sandbox; takes some minutes, costs nothing.")
public final class BenchmarkCommand implements AddedCommand {

    private static final int POLL_MS = 5_000;
    /** What a claim adds to the interval; see claim-poll.sql. */
    private static final int DUE_MS = POLL_MS + 500;
    private static final String BUCKET = "videos";
    private static final List<String> SEEN = List.of("tasksCreated", "bodiesSeenTwice", "posts", "polls", "shortestPollGapMs", "maxRunning",
            "maxOpen", "keyLeaks");

    @ParentCommand
    Invocation reeldrop;

    @Override
    public String before() {
        return "version";
    }

    @Command(name = "drops", description = "Drops many images at once: makespan, CPU and memory.")
    int drops(@Option(names = "--drops", defaultValue = "200") int number, @Option(names = "--slots", defaultValue = "20") int slots,
            @Option(names = "--render-ms", defaultValue = "5000") int renderMs,
            @Option(names = "--image-bytes", defaultValue = "524288") int imageBytes,
            @Option(names = "--video-bytes", defaultValue = "2097152") int videoBytes) throws IOException, InterruptedException {
        try (Testbed testbed = new Testbed(reeldrop.program(),
                Map.of("slots", "" + slots, "render", "" + renderMs, "video-bytes", "" + videoBytes))) {
            testbed.run("256m", Map.of("reeldrop.accounts.sandbox.max-in-flight", "" + (slots + 4)));
            double startCpu = testbed.cpuSeconds();
            long start = System.nanoTime();
            testbed.drop(number, imageBytes);
            double dropped = seconds(start);
            await("delivered", () -> testbed.count("DELIVERED") >= number, () -> testbed.count("DELIVERED") + " of " + number);
            double makespan = seconds(start);
            double ideal = Math.ceil((double) number / slots) * renderMs / 1000.0;
            say("%d drops of %d KiB, %d slots, renders of %.1f s, videos of %.1f MB", number, imageBytes / 1024, slots, renderMs / 1000.0,
                    videoBytes / 1e6);
            say("makespan     %.1f s (writing the drops took %.1f s of it), ideal %.1f s: %.2f x", makespan, dropped, ideal,
                    makespan / ideal);
            say("CPU          %.1f ms a job beyond the %.1f s of start-up", (testbed.cpuSeconds() - startCpu) * 1000 / number, startCpu);
            say("peak RSS     %d MiB (-Xmx256m)", Testbed.peakRssMiB(testbed.run.pid()));
            say("sandbox      %s", testbed.report().retain(SEEN));
        }
        return 0;
    }

    @Command(name = "polls", description = "Keeps many tasks in flight: how punctual their polls are.")
    int polls(@Option(names = "--tasks", defaultValue = "10000") int number,
            @Option(names = "--seconds", defaultValue = "60") int seconds) throws IOException, InterruptedException {
        try (Testbed testbed = new Testbed(reeldrop.program(),
                Map.of("slots", "" + 2 * number, "render", "3600000", "credits", "1000000000"))) {
            testbed.run("256m", Map.of("reeldrop.poll.interval-ms", "" + POLL_MS, "reeldrop.submit.workers", "8",
                    "reeldrop.submit.doubts", "8", "reeldrop.accounts.sandbox.max-in-flight", "" + 2 * number));
            testbed.drop(number, 0);
            await("in flight", () -> testbed.count("RENDERING") >= number, () -> testbed.count("RENDERING") + " of " + number);
            TimeUnit.MILLISECONDS.sleep(2 * POLL_MS);
            Map<Long, Long> before = gaps(testbed);
            double cpu = testbed.cpuSeconds();
            TimeUnit.SECONDS.sleep(seconds);
            double used = testbed.cpuSeconds() - cpu;
            Map<Long, Long> gaps = gaps(testbed);
            before.forEach((gap, times) -> gaps.merge(gap, -times, Long::sum));
            long all = until(gaps, Long.MAX_VALUE);
            say("%d tasks in flight, polled every %.1f s, watched for %d s", number, DUE_MS / 1000.0, seconds);
            say("polls        %d, %.0f a second", all, (double) all / seconds);
            say("punctual     %.2f %% within 1 s of their due time", 100.0 * until(gaps, DUE_MS + 1000) / all);
            say("late         median %d ms, 95 %% %d ms, worst %d ms", late(gaps, all / 2), late(gaps, all * 95 / 100), late(gaps, all));
            say("too early    %d polls less than 5 s after the last", until(gaps, POLL_MS));
            say("CPU          %.0f %% of one core", 100 * used / seconds);
            say("peak RSS     %d MiB (-Xmx256m)", Testbed.peakRssMiB(testbed.run.pid()));
        }
        return 0;
    }

    @Command(name = "output", description = "Fetches one huge video on a small heap: speed beside curl's.")
    int output(@Option(names = "--bytes", defaultValue = "1073741824") long bytes) throws IOException, InterruptedException {
        try (Testbed testbed = new Testbed(reeldrop.program(), Map.of("render", "500", "video-bytes", "" + bytes)).run("96m", Map.of())) {
            testbed.drop(1, 0);
            await("delivered", () -> testbed.count("DELIVERED") == 1, () -> "fetching");
            double ours = (testbed.at("DELIVERED") - testbed.at("DELIVERING")) / 1000.0;
            Path copy = testbed.home.resolve("curl.mp4");
            long start = System.nanoTime();
            String url = testbed.job().text("output_url");
            int exit = new ProcessBuilder("curl", "-sS", "-o", copy.toString(), url).inheritIO().start().waitFor();
            double curl = seconds(start);
            say("one output of %.0f MB with -Xmx96m", bytes / 1e6);
            say("Reeldrop     %.1f s: %.0f MB/s from the first byte asked for to the video published, verified, hashed and synced",
                    ours, bytes / 1e6 / ours);
            say("curl         %.1f s: %.0f MB/s (exit %d, %d bytes, neither hashed nor synced)", curl, bytes / 1e6 / curl, exit,
                    Files.size(copy));
            say("ratio        %.2f x the speed of curl", curl / ours);
            say("peak RSS     %d MiB", Testbed.peakRssMiB(testbed.run.pid()));
        }
        return 0;
    }

    @Command(name = "bucket", description = "Delivers one huge video into a bucket on a small heap: speed beside the AWS SDK's own upload.")
    int bucket(@Option(names = "--bytes", defaultValue = "1073741824") long bytes, @Option(names = "--turns", defaultValue = "3") int turns)
            throws IOException, InterruptedException {
        try (Testbed testbed = new Testbed(reeldrop.program(), Map.of("render", "500", "video-bytes", "" + bytes))) {
            String endpoint = testbed.s3();
            try (S3 s3 = s3(endpoint)) {
                s3.client().createBucket(create -> create.bucket(BUCKET));
            }
            Path watch = testbed.home.resolve("routes/watch/default.camel.yaml");
            Files.writeString(watch, Files.readString(watch).replace("      steps:\n", "        out: s3://videos/press\n      steps:\n"));
            testbed.run("128m", Map.of("reeldrop.s3.endpoint", endpoint, "reeldrop.s3.path-style", "true",
                    "reeldrop.s3.access-key-id", S3StandIn.ACCESS_KEY, "reeldrop.s3.secret-access-key-file",
                    Files.writeString(testbed.home.resolve("secret"), S3StandIn.SECRET).toString()));
            testbed.drop(1, 0);
            long[] spooled = new long[1];
            await("delivered", () -> {
                boolean fetching = testbed.count("DELIVERING") + testbed.count("DELIVERED") == 1;
                if (spooled[0] == 0 && fetching && testbed.job().text("output_sha256") != null) {
                    spooled[0] = testbed.job().changedAt();
                }
                return testbed.count("DELIVERED") == 1;
            }, () -> spooled[0] == 0 ? "fetching" : "sending");
            double whole = (testbed.at("DELIVERED") - testbed.at("DELIVERING")) / 1000.0;
            double publishing = (testbed.at("DELIVERED") - spooled[0]) / 1000.0;
            say("one output of %.0f MB into a bucket with -Xmx128m", bytes / 1e6);
            say("whole        %.1f s: %.0f MB/s from the first byte asked for to the drop in done/", whole, bytes / 1e6 / whole);
            say("upload       %.1f s of it: %.0f MB/s", publishing, bytes / 1e6 / publishing);
            say("peak RSS     %d MiB", Testbed.peakRssMiB(testbed.run.pid()));
            testbed.run.destroyForcibly().onExit().join();
            // The same file to the same server, by turns, each in a virtual machine of its own.
            String file = testbed.home.resolve("s3/videos/press/drop-0.mp4").toString();
            for (int turn = 0; turn < 2 * turns; turn++) {
                String way = turn % 2 == 0 ? "REELDROP" : "SDK";
                String[] said = testbed.said("128m", "", List.of("benchmark", "upload", way, endpoint, file)).split(" ");
                double seconds = Double.parseDouble(said[0]);
                say("%-12s %.1f s: %.0f MB/s, peak RSS %s MiB (turn %d)", way, seconds, bytes / 1e6 / seconds, said[1], turn / 2 + 1);
            }
        }
        return 0;
    }

    @Command(name = "upload", hidden = true, description = "One upload, for the case bucket: its seconds and the peak memory in MiB.")
    int upload(@Parameters String way, @Parameters String endpoint, @Parameters Path file) throws IOException {
        try (S3 s3 = s3(endpoint)) {
            Label label = Label.of(Sha256.of(file));
            Storage bucket = new Storages(s3).at("s3://" + BUCKET);
            bucket.ready();
            String key = "solo-" + ProcessHandle.current().pid() + ".mp4";
            long start = System.nanoTime();
            if (way.equals("SDK")) {
                s3.client().putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromFile(file));
            } else {
                bucket.put(key, file, label, Heartbeat.NONE);
            }
            say("%.3f %d", seconds(start), Testbed.peakRssMiB(ProcessHandle.current().pid()));
            bucket.delete(key);
        }
        return 0;
    }

    private static S3 s3(String endpoint) {
        return new S3(endpoint, "us-east-1", true, S3StandIn.ACCESS_KEY, S3StandIn.SECRET, "");
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
        try (ClaimsBenchmark.TemporaryStore measured = new ClaimsBenchmark.TemporaryStore(url, user, reeldrop.settings().storePassword())) {
            ClaimsBenchmark benchmark = new ClaimsBenchmark(measured.store);
            reeldrop.terminal().err().println("… filling the table");
            benchmark.fill(rows);
            say("%s, %d jobs, %.0f MB; each worker as a node of its own; the median (and range) of %d turns",
                    url == null ? "SQLite" : "PostgreSQL", rows, measured.bytes() / 1e6, turns);
            say("step         workers, a second");
            // Untimed: what is compiled and cached by then is so in a process that runs for weeks.
            benchmark.turn(1, Math.min(number, 200), Math.min(polls, 2_000));
            for (int w : workers) {
                Map<Measure, List<Double>> rates = new TreeMap<>();
                for (int turn = 0; turn < turns; turn++) {
                    benchmark.turn(w, number, polls).forEach((measure, rate) ->
                            rates.computeIfAbsent(measure, m -> new ArrayList<>()).add(rate));
                }
                rates.forEach((measure, all) -> {
                    all.sort(null);
                    say("%-12s %-3d %8.0f (%.0f to %.0f)  %s", measure.name().toLowerCase(Locale.ROOT), w, all.get(all.size() / 2),
                            all.get(0), all.get(all.size() - 1), measure.writes);
                });
            }
        }
        return 0;
    }

    private void await(String what, BooleanSupplier done, Supplier<String> progress) throws InterruptedException {
        for (int i = 0; !done.getAsBoolean(); i++) {
            if (i % 20 == 0) {
                reeldrop.terminal().err().println("… " + what + ": " + progress.get());
            }
            TimeUnit.MILLISECONDS.sleep(250);
        }
    }

    private static Map<Long, Long> gaps(Testbed testbed) throws IOException {
        Map<Long, Long> gaps = new TreeMap<>();
        testbed.report().get("pollGaps").properties().forEach(gap -> gaps.put(Long.valueOf(gap.getKey()), gap.getValue().asLong()));
        return gaps;
    }

    private static long until(Map<Long, Long> gaps, long ms) {
        return gaps.entrySet().stream().filter(gap -> gap.getKey() < ms).mapToLong(Map.Entry::getValue).sum();
    }

    /** How late that many polls are at most. */
    private static long late(Map<Long, Long> gaps, long polls) {
        return gaps.keySet().stream().filter(gap -> until(gaps, gap + 1) >= polls).findFirst().orElse(0L) + 100 - DUE_MS;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private void say(String format, Object... values) {
        reeldrop.terminal().say(String.format(Locale.ROOT, format, values));
    }
}
