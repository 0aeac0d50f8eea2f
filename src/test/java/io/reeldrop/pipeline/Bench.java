package io.reeldrop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeldrop.console.pipeline.Pipeline;
import io.reeldrop.drop.StatusPage;
import io.reeldrop.job.Job;
import io.reeldrop.job.Jobs;
import io.reeldrop.job.Ledger;
import io.reeldrop.job.Node;
import io.reeldrop.job.Orders;
import io.reeldrop.job.State;
import io.reeldrop.job.Steps;
import io.reeldrop.job.Upkeep;
import io.reeldrop.runtime.Settings;
import io.reeldrop.sandbox.Sandbox;
import io.reeldrop.sandbox.SandboxOptions;
import io.reeldrop.storage.S3Server;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** The whole pipeline on a table: the project's own routes and settings, a sandbox as gateway, and a folder to drop into. */
public final class Bench implements AutoCloseable {

    public static final String SIDECAR = "{\"promptText\": \"waves\", \"model\": \"gen4_turbo\", \"ratio\": \"1280:720\", \"duration\": 5}";
    /** A sandbox whose videos take no time to draw and little to render. */
    public static final Map<String, String> QUICK = Map.of("render", "100", "pending", "0");
    private static final Set<State> ENDED = EnumSet.of(State.REJECTED, State.FAILED, State.CANCELLED, State.UNDELIVERED, State.IN_DOUBT,
            State.DELIVERED);

    final Path home;
    final Path root;
    final Sandbox sandbox;
    final Map<String, String> set = new HashMap<>();
    final Map<String, String> environment = new HashMap<>();
    final MovableClock clock = new MovableClock();
    final LogLines log = new LogLines();
    private Pipeline pipeline;

    public Bench(Path home, Map<String, String> sandboxOptions) throws IOException {
        this.home = home;
        this.root = home.resolve("watch");
        Map<String, String> options = new HashMap<>(Map.of("output-host", "localhost"));
        options.putAll(sandboxOptions);
        this.sandbox = Sandbox.start(SandboxOptions.parse(options), clock);
        copy(Path.of("routes"), home.resolve("routes"));
        copy(Path.of("config"), home.resolve("config"));
        Files.createDirectories(root.resolve("in"));
        set.put("reeldrop.accounts.sandbox.base-url", sandbox.uri().toString());
        set.put("reeldrop.look-ms", "50");
        set.put("reeldrop.settle-ms", "100");
        set.put("reeldrop.poll.interval-ms", "200");
        set.put("reeldrop.claim-ms", "50");
        set.put("reeldrop.min-free-bytes", "1");
    }

    public Bench set(String key, String value) {
        set.put(key, value);
        return this;
    }

    public String get(String key) {
        return set.get(key);
    }

    public Bench start() {
        pipeline = Pipeline.start(Settings.load(home, environment, set), clock);
        return this;
    }

    /** Starts another node of the same settings beside this one; it is the caller's to close. */
    public Pipeline another() {
        return Pipeline.start(Settings.load(home, environment, set), clock);
    }

    /** The next test finds the table as {@link #start} left it, but for the clock. */
    public void clear() throws IOException {
        Sweep.over(this);
    }

    public void stop() {
        pipeline.close();
        pipeline = null;
    }

    /**
     * Adds a watch as an operator would: a copy of the default one's file with other parameters.
     *
     * @param parameters name and value in turn, beyond watch, root and account
     */
    public Bench watch(String name, String account, String... parameters) throws IOException {
        StringBuilder more = new StringBuilder();
        for (int i = 0; i < parameters.length; i += 2) {
            more.append("        ").append(parameters[i]).append(": \"").append(parameters[i + 1]).append("\"\n");
        }
        String copy = Files.readString(home.resolve("routes/watch/default.camel.yaml"))
                .replace("id: watch-default", "id: watch-" + name)
                .replace("watch: default", "watch: " + name)
                .replace("root: \"{{reeldrop.root}}\"", "root: \"" + home.resolve(name) + "\"")
                .replace("account: \"{{reeldrop.account}}\"", "account: " + account)
                .replace("      steps:\n", more + "      steps:\n");
        Files.writeString(home.resolve("routes/watch/" + name + ".camel.yaml"), copy);
        Files.createDirectories(home.resolve(name).resolve("in"));
        return this;
    }

    /** The server that buckets lie on. */
    public Bench s3(S3Server server) {
        environment.put("REELDROP_S3_SECRET_ACCESS_KEY", S3Server.SECRET);
        return set("reeldrop.s3.endpoint", server.endpoint()).set("reeldrop.s3.path-style", "true")
                .set("reeldrop.s3.access-key-id", S3Server.ACCESS_KEY);
    }

    /** Adds a watch on a prefix in a bucket. */
    public Bench bucketWatch(String name, String account, String bucket, String prefix, String... parameters) throws IOException {
        watch(name, account, parameters);
        onBucket(home.resolve("routes/watch/" + name + ".camel.yaml"), bucket, prefix);
        return this;
    }

    /** Makes a folder's watch one of a prefix, as an operator would in its file. */
    static void onBucket(Path file, String bucket, String prefix) throws IOException {
        Files.writeString(file, Files.readString(file).replace("kamelet:drop-folder-source", "kamelet:drop-s3-source")
                .replaceFirst("root: \".*\"", "bucket: \"" + bucket + "\"\n        prefix: \"" + prefix + "\""));
    }

    /** Adds an account of that name at the same sandbox. */
    public Bench account(String name) {
        environment.put("REELDROP_ACCOUNTS_" + name.toUpperCase(Locale.ROOT) + "_API_KEY", "another");
        return set("reeldrop.accounts." + name + ".gateway", "sandbox")
                .set("reeldrop.accounts." + name + ".base-url", sandbox.uri().toString());
    }

    public Sandbox sandbox() {
        return sandbox;
    }

    public void moveOn(Duration by) {
        clock.moveOn(by);
    }

    public Pipeline pipeline() {
        return pipeline;
    }

    public Jobs jobs() {
        return pipeline.context().getRegistry().findSingleByType(Jobs.class);
    }

    public List<Job> all() {
        return jobs().list("1 = 1", Map.of(), 100_000);
    }

    public Steps steps() {
        return bean(Steps.class);
    }

    public Ledger ledger() {
        return bean(Ledger.class);
    }

    public Orders orders() {
        return new Orders(pipeline.store(), bean(Node.class));
    }

    private <T> T bean(Class<T> type) {
        return bean(pipeline, type);
    }

    public static <T> T bean(Pipeline node, Class<T> type) {
        return node.context().getRegistry().findSingleByType(type);
    }

    /** The job of that drop; the latest, where there were several. */
    public Job job(String name) {
        List<Job> jobs = jobs().list("name = :name", Map.of("name", name), 1000);
        return jobs.isEmpty() ? null : jobs.get(jobs.size() - 1);
    }

    public Path in(String name) {
        return root.resolve("in").resolve(name);
    }

    /** Drops an image of its own and its sidecar. */
    public void drop(String name, String sidecar) throws IOException {
        drop(root, name, sidecar);
    }

    /** Drops into another watch. */
    public static void drop(Path root, String name, String sidecar) throws IOException {
        Path stem = root.resolve("in").resolve(name);
        Files.createDirectories(stem.getParent());
        image(stem.resolveSibling(stem.getFileName() + ".png"), name.hashCode());
        Files.writeString(stem.resolveSibling(stem.getFileName() + ".json"), sidecar);
    }

    /** Moves a dead letter back into {@code in/}, as a person would: image and sidecar, not the report. */
    public void moveBack(String name) throws IOException {
        for (String suffix : List.of(".json", ".png")) {
            Files.move(root.resolve("dead-letter").resolve(name + suffix), in(name + suffix));
        }
    }

    public String error(String name) throws IOException {
        return Files.readString(root.resolve("dead-letter").resolve(name + ".error.json"));
    }

    /** {@code _status.txt} as it is now, rather than as it was when the page was last written. */
    public String status() throws IOException {
        return status(root);
    }

    public String status(Path ofRoot) throws IOException {
        bean(Upkeep.class).explain();
        bean(StatusPage.class).write();
        return Files.readString(ofRoot.resolve("_status.txt"));
    }

    public void untilState(String name, State state) {
        eventually().until(() -> job(name) != null && job(name).state() == state && (job(name).filed() || !ENDED.contains(state)));
    }

    /** The id of the task that the sandbox made of that prompt, as a person would look it up at the gateway. */
    String taskOf(String prompt) throws IOException {
        for (var task : new ObjectMapper().readTree(URI.create(sandbox.uri() + "/sandbox/tasks").toURL())) {
            if (task.path("promptText").asText().equals(prompt)) {
                return task.path("id").asText();
            }
        }
        throw new AssertionError("no task for " + prompt);
    }

    public static void image(Path file, int seed) throws IOException {
        Files.write(file, png(seed));
    }

    public static byte[] png(int seed) throws IOException {
        BufferedImage image = new BufferedImage(320, 180, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.setColor(new Color(seed | 0xff000000));
        graphics.fillRect(0, 0, 320, 180);
        graphics.setColor(Color.WHITE);
        graphics.fillOval(Math.floorMod(seed, 200), 40, 80, 80);
        graphics.drawString(Integer.toHexString(seed), 10, 20);
        graphics.dispose();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        return png.toByteArray();
    }

    /** A sidecar whose prompt directs the sandbox. */
    public static String prompt(String text) {
        return SIDECAR.replace("waves", text);
    }

    public static ConditionFactory eventually() {
        return Awaitility.await().atMost(3, TimeUnit.MINUTES).pollInterval(50, TimeUnit.MILLISECONDS);
    }

    public void untilAll(int number, Predicate<Job> condition) {
        eventually().untilAsserted(() -> assertThat(all()).hasSize(number)
                .allSatisfy(job -> assertThat(condition.test(job)).as("%s", job.row()).isTrue()));
    }

    /** Waits until every job has ended, with its files and notes in their places. */
    public void untilEnded(int number) {
        untilAll(number, job -> ENDED.contains(job.state()) && job.filed());
    }

    /** How many jobs are in each state. */
    public Map<State, Long> states() {
        return all().stream().collect(Collectors.groupingBy(Job::state, () -> new EnumMap<>(State.class), Collectors.counting()));
    }

    static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (pipeline != null) {
            stop();
        }
        sandbox.close();
        log.close();
        assertNoKeyLeaked();
    }

    void assertNoKeyLeaked() {
        assertThat(sandbox.report().keyLeaks()).as("downloads that took the key to another host").isZero();
    }
}
