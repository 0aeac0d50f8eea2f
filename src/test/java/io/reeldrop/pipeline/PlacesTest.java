package io.reeldrop.pipeline;

import static io.reeldrop.pipeline.Bench.SIDECAR;
import static io.reeldrop.pipeline.Bench.eventually;
import static io.reeldrop.pipeline.Bench.prompt;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.job.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import org.apache.camel.support.ScheduledPollConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Places that fail for a while: nothing is lost, nothing is bought that could not be kept. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlacesTest {

    private Path home;
    private Bench bench;

    @BeforeAll
    void start(@TempDir Path home) throws IOException {
        this.home = home;
        bench = new Bench(home, Bench.QUICK).start();
    }

    @AfterEach
    void clear() throws IOException {
        bench.clear();
    }

    @AfterAll
    void stop() throws IOException {
        bench.close();
    }

    @Test
    void while_the_output_place_fails_videos_are_spooled_and_the_watch_buys_nothing() throws Exception {
        Path out = bench.root.resolve("out");
        Files.deleteIfExists(out);
        Files.writeString(out, "a file where the folder should be");
        bench.drop("one", SIDECAR);
        eventually().until(() -> bench.job("one") != null && bench.job("one").state() == State.DELIVERING
                && bench.job("one").tries() > 0);
        assertThat(bench.home.resolve("data/spool/1/" + bench.job("one").id() + ".video")).exists();
        long posts = bench.sandbox.report().posts();
        bench.drop("two", SIDECAR);
        eventually().until(() -> bench.status().contains("1 waiting: the output place to come back"));
        assertThat(bench.status()).contains("nothing is bought: the video cannot be published to " + out);
        assertThat(bench.log.text()).contains("its watch buys nothing until this is mended");
        bench.clock.moveOn(Duration.ofSeconds(20));
        eventually().until(() -> bench.job("one").tries() > 1);
        assertThat(bench.sandbox.report().posts()).isEqualTo(posts);
        Files.delete(out);
        bench.clock.moveOn(Duration.ofSeconds(30));
        bench.untilAll(2, job -> job.state() == State.DELIVERED);
        assertThat(out.resolve("one.mp4")).exists();
        assertThat(out.resolve("two.mp4")).exists();
        assertThat(bench.sandbox.report().tasksCreated()).isEqualTo(2);
        eventually().untilAsserted(() -> assertThat(bench.home.resolve("data/spool/1")).isEmptyDirectory());
    }

    @Test
    void a_full_disk_buys_nothing_and_says_so() throws Exception {
        try (Bench bench = new Bench(home.resolve("full"), Bench.QUICK).set("reeldrop.min-free-bytes", "9000000000000000").start()) {
            bench.drop("one", SIDECAR);
            bench.untilState("one", State.WAITING);
            eventually().until(() -> bench.log.text().contains("Buying stops: the disk of"));
            assertThat(bench.status()).contains("nothing is bought: the disk of")
                    .contains("less than reeldrop.min-free-bytes (9000000000000000)");
            assertThat(bench.sandbox.report().posts()).isZero();
            bench.stop();
            bench.set("reeldrop.min-free-bytes", "1").start();
            bench.untilState("one", State.DELIVERED);
        }
    }

    @Test
    void a_spool_that_cannot_be_written_stops_its_own_node_and_binds_no_job_to_it() throws Exception {
        bench.pipeline().context().getRouteController().stopRoute("claim-fetch");
        bench.drop("one", SIDECAR);
        bench.untilState("one", State.DELIVERING);
        Path file = bench.home.resolve("data/spool/1/" + bench.job("one").id() + ".video");
        Files.createDirectory(file);
        bench.pipeline().context().getRouteController().startRoute("claim-fetch");
        eventually().until(() -> bench.job("one").tries() > 0);
        assertThat(bench.job("one").text("spooled_by")).isNull();
        eventually().until(() -> bench.log.text().contains("Buying stops: the spool"));
        assertThat(bench.status()).contains("nothing is bought: the spool").contains("cannot be written");
        assertThat(bench.ledger().watches()).allSatisfy(watch -> assertThat(watch.get("held_for")).isNull());
        long posts = bench.sandbox.report().posts();
        bench.drop("two", SIDECAR);
        bench.untilState("two", State.WAITING);
        bench.clock.moveOn(Duration.ofSeconds(20));
        assertThat(bench.sandbox.report().posts()).isEqualTo(posts);
        assertThat(bench.job("one").tries()).isEqualTo(1);
        Files.delete(file);
        bench.clock.moveOn(Duration.ofMinutes(1));
        bench.untilAll(2, job -> job.state() == State.DELIVERED);
        assertThat(bench.sandbox.report().tasksCreated()).isEqualTo(2);
    }

    @Test
    void a_watch_goes_on_when_its_folder_was_removed_and_made_again() throws Exception {
        bench.drop("before", SIDECAR);
        bench.untilState("before", State.DELIVERED);
        Files.delete(bench.root.resolve("in"));
        eventually().until(() -> bench.log.text().contains("cannot be listed"));
        assertThat(bench.status()).contains("ATTENTION").contains("cannot be listed");
        bench.drop("after", SIDECAR);
        bench.untilState("after", State.DELIVERED);
        eventually().until(() -> !bench.status().contains("ATTENTION"));
    }

    @Test
    void a_copy_that_grows_slowly_is_taken_only_when_it_is_whole_whatever_its_time_stamp() throws Exception {
        try (Bench bench = new Bench(home.resolve("slow"), Bench.QUICK).set("reeldrop.settle-ms", "60000").start()) {
            Path whole = home.resolve("whole.png");
            Bench.image(whole, 5);
            byte[] bytes = Files.readAllBytes(whole);
            Path slow = bench.in("slow.png");
            Files.writeString(bench.in("slow.json"), SIDECAR);
            Files.createFile(slow);
            for (int from = 0; from < bytes.length; from += bytes.length / 4 + 1) {
                int length = Math.min(bytes.length / 4 + 1, bytes.length - from);
                Files.write(slow, Arrays.copyOfRange(bytes, from, from + length), StandardOpenOption.APPEND);
                Files.setLastModifiedTime(slow, FileTime.fromMillis(1_000_000_000_000L));
                long looked = looks(bench);
                bench.clock.moveOn(Duration.ofSeconds(50));
                eventually().until(() -> looks(bench) > looked + 2);
                assertThat(bench.all()).isEmpty();
            }
            bench.clock.moveOn(Duration.ofSeconds(61));
            bench.untilState("slow", State.DELIVERED);
            assertThat(Files.readAllBytes(bench.root.resolve("done/slow.png"))).isEqualTo(bytes);
        }
    }

    @Test
    void broken_defaults_hold_their_folder_and_no_other_until_they_are_mended() throws Exception {
        Path defaults = bench.in("held/_defaults.json");
        Files.createDirectories(defaults.getParent());
        Files.writeString(defaults, "{\"model\": \"gen4_turbo\", \"ratio\": ");
        bench.drop("held/deeper/one", "{\"promptText\": \"one\"}");
        bench.drop("held/two", "{\"promptText\": \"two\", \"ratio\": \"16:9\"}");
        bench.drop("free", SIDECAR);
        bench.untilState("free", State.DELIVERED);
        eventually().until(() -> bench.status().contains("held until it is mended: held/_defaults.json"));
        assertThat(bench.log.text()).contains("held/_defaults.json").contains("is not valid JSON");
        bench.clock.moveOn(Duration.ofHours(1));
        bench.drop("later", prompt("later"));
        bench.untilState("later", State.DELIVERED);
        assertThat(bench.all()).hasSize(2);
        assertThat(bench.in("held/two.png")).exists();
        Files.writeString(defaults, "{\"model\": \"gen4_turbo\", \"ratio\": \"1280:720\"}");
        bench.untilEnded(4);
        assertThat(bench.job("held/deeper/one").state()).isEqualTo(State.DELIVERED);
        assertThat(bench.job("held/two").state()).isEqualTo(State.REJECTED);
        assertThat(bench.root.resolve("out/held/deeper/one.mp4")).exists();
        assertThat(defaults).exists();
        assertThat(bench.status()).doesNotContain("ATTENTION");
        assertThat(bench.sandbox.report().posts()).isEqualTo(3);
    }

    @Test
    @Timeout(120)
    void a_download_does_not_hold_up_a_stop_and_is_made_after_the_next_start() throws Exception {
        bench.drop("long", prompt("[endless 1]"));
        eventually().until(() -> bench.job("long") != null
                && Files.exists(bench.home.resolve("data/spool/1/" + bench.job("long").id() + ".video")));
        bench.stop();
        bench.start();
        bench.clock.moveOn(Duration.ofMinutes(1));
        bench.untilState("long", State.DELIVERED);
        assertThat(bench.sandbox.report().tasksCreated()).isEqualTo(1);
    }

    private static long looks(Bench bench) {
        return bench.pipeline().context().getRoutes().stream().filter(r -> r.getEndpoint().getEndpointUri().startsWith("file:"))
                .mapToLong(r -> ((ScheduledPollConsumer) r.getConsumer()).getCounter()).sum();
    }
}
