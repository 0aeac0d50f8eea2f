package io.reeldrop.pipeline;

import io.reeldrop.console.Pipeline;
import io.reeldrop.console.Settings;
import io.reeldrop.job.Job;
import io.reeldrop.job.Jobs;
import io.reeldrop.sandbox.Sandbox;
import io.reeldrop.sandbox.SandboxOptions;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** The whole pipeline on a table: the project's own routes and settings, a sandbox as gateway, and a folder to drop into. */
public final class Bench implements AutoCloseable {

    final Path home;
    final Path root;
    final Sandbox sandbox;
    final Map<String, String> set = new HashMap<>();
    private Pipeline pipeline;

    public Bench(Path home, Map<String, String> sandboxOptions) throws IOException {
        this.home = home;
        this.root = home.resolve("watch");
        this.sandbox = Sandbox.start(SandboxOptions.parse(sandboxOptions));
        copy(Path.of("routes"), home.resolve("routes"));
        copy(Path.of("config"), home.resolve("config"));
        Files.createDirectories(root.resolve("in"));
        set.put("reeldrop.accounts.sandbox.base-url", sandbox.uri().toString());
        set.put("reeldrop.look-ms", "50");
        set.put("reeldrop.settle-ms", "100");
        set.put("reeldrop.poll.interval-ms", "200");
        set.put("reeldrop.min-free-bytes", "1");
    }

    public Bench set(String key, String value) {
        set.put(key, value);
        return this;
    }

    public Bench start() {
        pipeline = Pipeline.start(Settings.load(home, Map.of(), set), Clock.systemUTC());
        return this;
    }

    public void stop() {
        RouteCoverage.dump(pipeline.context());
        pipeline.close();
        pipeline = null;
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

    public Path in(String name) {
        return root.resolve("in").resolve(name);
    }

    /** Drops an image of its own and its sidecar. */
    public void drop(String name, String sidecar) throws IOException {
        Files.createDirectories(in(name).getParent());
        image(in(name + ".png"), name.hashCode());
        Files.writeString(in(name + ".json"), sidecar);
    }

    public static void image(Path file, int seed) throws IOException {
        BufferedImage image = new BufferedImage(320, 180, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.setColor(new Color(seed | 0xff000000));
        graphics.fillRect(0, 0, 320, 180);
        graphics.setColor(Color.WHITE);
        graphics.fillOval(Math.floorMod(seed, 200), 40, 80, 80);
        graphics.drawString(Integer.toHexString(seed), 10, 20);
        graphics.dispose();
        ImageIO.write(image, "png", file.toFile());
    }

    public static ConditionFactory eventually() {
        return Awaitility.await().atMost(20, TimeUnit.SECONDS).pollInterval(50, TimeUnit.MILLISECONDS);
    }

    public void untilAll(int number, Predicate<Job> condition) {
        eventually().until(() -> {
            List<Job> jobs = all();
            return jobs.size() == number && jobs.stream().allMatch(condition);
        });
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
    }
}
