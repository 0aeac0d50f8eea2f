package io.reeldrop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeldrop.image.ImageProbe;
import io.reeldrop.image.Photo;
import io.reeldrop.job.Image;
import io.reeldrop.job.Job;
import io.reeldrop.job.Jobs;
import io.reeldrop.job.Node;
import io.reeldrop.job.State;
import io.reeldrop.job.Store;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Forty photos of a phone's size come at once into a real process of 256 MB. {@code target/site/photos.png} shows what the gateway got. */
@Tag("nightly")
class PhotosIT extends LongRun {

    private static final int NUMBER = 40;
    private static final int LONGEST_DATA_URI = 5_242_880;
    /** Of colours; the quarters are farther apart. */
    private static final int TOLERANCE = 10;
    private static final int THUMB = 150;

    /**
     * A photo to be dropped.
     *
     * @param width as it is to be seen
     * @param wide  whether its colours are those of Display P3
     */
    private record Kind(String name, String suffix, int width, int height, int noise, float quality, boolean progressive,
            int orientation, boolean wide) {

        static Kind of(int i) {
            int orientation = i % 8 + 1;
            String name = String.format("photo-%02d", i);
            return switch (i / 8) {
                case 0 -> new Kind(name, ".png", 1900, 1425, 110, 0, false, orientation, i % 2 == 1);
                case 1 -> new Kind(name, ".webp", 1425, 1900, 110, 0, false, orientation, i % 2 == 1);
                case 2 -> new Kind(name, ".jpg", 3000, 2720, 150, 0.97f, true, orientation, i % 2 == 1);
                case 3 -> new Kind(name, ".jpg", 3400, 2400, 140, 0.96f, false, orientation, i % 2 == 1);
                default -> i < NUMBER - 3 ? new Kind(name, ".jpg", 2400, 3400, 140, 0.96f, false, orientation, i % 2 == 1)
                        : i < NUMBER - 1 ? new Kind(name, ".jpg", 3000, 4000, 90, 0.92f, false, orientation, true)
                        : new Kind(name, ".jpg", 8000, 6000, 40, 0.8f, false, orientation, true);
            };
        }

        byte[] file() {
            BufferedImage stored = Photo.stored(Photo.seen(width, height, noise, orientation), orientation);
            byte[] profile = wide ? Photo.displayP3() : null;
            return switch (suffix) {
                case ".png" -> Photo.png(stored, orientation, profile);
                case ".webp" -> Photo.webp(stored, orientation, profile);
                default -> Photo.jpeg(stored, quality, progressive, orientation, profile);
            };
        }

        String prompt() {
            return "a walk through " + name;
        }

        Color colour(int quarter) {
            Color colour = Photo.QUARTERS.get(quarter);
            return wide ? Photo.fromP3(colour) : colour;
        }
    }

    @Test
    void forty_large_photos_are_made_fit_within_256_megabytes() throws Exception {
        List<Kind> kinds = IntStream.range(0, NUMBER).mapToObj(Kind::of).toList();
        List<Long> sizes = kinds.parallelStream().map(this::make).toList();
        say("made, " + sizes.stream().mapToLong(n -> n).min().getAsLong() / 1_000_000.0 + " to "
                + sizes.stream().mapToLong(n -> n).max().getAsLong() / 1_000_000.0 + " MB");
        assertThat(sizes).allMatch(size -> size > 6_500_000);

        try (SandboxProcess sandbox = new SandboxProcess(Map.of("render", "10..50"))) {
            Site site = new Site(folder.resolve("home")).set("reeldrop.accounts.sandbox.base-url", sandbox.uri())
                    .set("reeldrop.look-ms", "100").set("reeldrop.settle-ms", "150").set("reeldrop.min-free-bytes", "1");
            try (Child run = site.run()) {
                run.await("reeldrop is running.*");
                for (Kind kind : kinds) {
                    drop(kind, site.root().resolve("in"));
                }
                say("dropped");
                try (Store store = Store.open("jdbc:sqlite:" + site.storeFile())) {
                    Jobs jobs = new Jobs(store, new Node("test", Clock.systemUTC(), ZoneOffset.UTC));
                    allDelivered(jobs, run);
                    say("delivered; " + memory(run.pid()));
                    isRight(kinds, jobs, sandbox, site);
                }
                assertThat(run.lines()).noneMatch(line -> line.contains("OutOfMemory") || line.contains(" ERROR "));
            }
        }
    }

    private long make(Kind kind) {
        byte[] file = kind.file();
        assertThat(new String(file, StandardCharsets.ISO_8859_1)).contains(Photo.PLACE);
        try {
            Files.write(folder.resolve(kind.name() + kind.suffix()), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.length;
    }

    private void drop(Kind kind, Path in) throws IOException {
        Files.writeString(in.resolve(kind.name() + ".json"), "{\"promptText\": \"" + kind.prompt()
                + "\", \"model\": \"gen4_turbo\", \"ratio\": \"1280:720\", \"duration\": 5}");
        Files.move(folder.resolve(kind.name() + kind.suffix()), in.resolve(kind.name() + kind.suffix()), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void allDelivered(Jobs jobs, Child run) {
        Awaitility.await().atMost(4, TimeUnit.MINUTES).pollInterval(200, TimeUnit.MILLISECONDS).untilAsserted(() -> {
            List<Job> all = jobs.list("1 = 1", Map.of(), Integer.MAX_VALUE);
            assertThat(run.alive()).describedAs("%s", run).isTrue();
            assertThat(all).hasSize(NUMBER);
            assertThat(all.stream().filter(job -> job.state() != State.DELIVERED)
                    .map(job -> job + " " + job.state() + " " + job.text("reason"))).isEmpty();
        });
    }

    private void isRight(List<Kind> kinds, Jobs jobs, SandboxProcess sandbox, Site site) throws IOException {
        Map<String, String> tasks = StreamSupport.stream(sandbox.tasks().spliterator(), false)
                .collect(Collectors.toMap(task -> task.path("promptText").asText(), task -> task.path("id").asText()));
        assertThat(tasks).hasSize(NUMBER);
        BufferedImage sheet = new BufferedImage(8 * THUMB, NUMBER / 8 * THUMB, BufferedImage.TYPE_INT_RGB);
        for (Job job : jobs.list("1 = 1", Map.of(), Integer.MAX_VALUE)) {
            Kind kind = kinds.stream().filter(k -> k.name().equals(job.name())).findFirst().orElseThrow();
            byte[] got = sandbox.image(tasks.get(kind.prompt()));
            assertThat(4L * ((got.length + 2) / 3) + "data:image/jpeg;base64,".length()).isLessThanOrEqualTo(LONGEST_DATA_URI);
            assertThat(new String(got, StandardCharsets.ISO_8859_1)).doesNotContain(Photo.PLACE, "Exif", "ICC_PROFILE");
            Image sent = ImageProbe.read(new ByteArrayInputStream(got), kind.name());
            assertThat(sent).isEqualTo(job.sentImage());
            assertThat(result(site, kind).path("imageAsSent").path("sha256").asText()).isEqualTo(sent.sha256());
            assertThat(result(site, kind).path("image").path("sha256").asText()).isEqualTo(job.image().sha256())
                    .isNotEqualTo(sent.sha256());
            assertThat(Math.abs((long) sent.width() * kind.height() - (long) sent.height() * kind.width()))
                    .isLessThanOrEqualTo(Math.max(kind.width(), kind.height()));
            BufferedImage seen = Photo.decoded(got);
            hang(seen, kinds.indexOf(kind), sheet);
            List<Color> quarters = Photo.quarters(seen);
            for (int i = 0; i < 4; i++) {
                assertThat(Photo.apart(quarters.get(i), kind.colour(i))).as("quarter %s of %s: %s", i, kind, quarters)
                        .isLessThanOrEqualTo(TOLERANCE);
            }
        }
        Path reports = Files.createDirectories(Path.of("target/site"));
        ImageIO.write(sheet, "png", reports.resolve("photos.png").toFile());
        say("looked at, see target/site/photos.png");
    }

    private static JsonNode result(Site site, Kind kind) throws IOException {
        return new ObjectMapper().readTree(site.root().resolve("out").resolve(kind.name() + ".result.json").toFile());
    }

    private static void hang(BufferedImage picture, int at, BufferedImage sheet) {
        double scale = (THUMB - 8.0) / Math.max(picture.getWidth(), picture.getHeight());
        Graphics2D pen = sheet.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        int width = (int) (picture.getWidth() * scale);
        int height = (int) (picture.getHeight() * scale);
        pen.drawImage(picture, at % 8 * THUMB + 4, at / 8 * THUMB + 4, width, height, null);
        pen.setColor(Color.WHITE);
        pen.drawString(Integer.toString(at), at % 8 * THUMB + 10, at / 8 * THUMB + 18);
        pen.dispose();
    }

    /** What the whole process took at most, where the system tells. */
    private static String memory(long pid) throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        return Files.isReadable(status)
                ? Files.readAllLines(status).stream().filter(line -> line.startsWith("VmHWM")).findFirst().orElse("") : "";
    }
}
