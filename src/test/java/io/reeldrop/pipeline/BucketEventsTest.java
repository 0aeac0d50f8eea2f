package io.reeldrop.pipeline;

import static io.reeldrop.pipeline.Bench.SIDECAR;
import static io.reeldrop.pipeline.Bench.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.job.Job;
import io.reeldrop.job.State;
import io.reeldrop.storage.S3Call;
import io.reeldrop.storage.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** S3's notifications in a queue take drops whose watch looks once an hour, and do no harm however they come. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BucketEventsTest {

    private static final String PREFIX = "media/press";
    private static final String HOUR = "3600000";

    private S3Server s3;
    private SqsServer sqs;
    private Bench bench;
    private String queue;
    private Shelves at;
    private int logged;
    private int before;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        s3 = S3Server.inProcess().bucket(Shelves.DROPS).bucket(Shelves.VIDEOS);
        sqs = new SqsServer();
        queue = sqs.queue("drops");
        bench = bench(home, HOUR);
        at = Shelves.press(bench, s3, PREFIX, true, true);
        bench.start();
        // Its only look.
        eventually().until(() -> s3.counts().get(S3Call.LIST) > 0);
    }

    @AfterAll
    void stop() throws Exception {
        bench.close();
        s3.close();
        sqs.close();
    }

    @BeforeEach
    void remember() {
        logged = bench.log.text().length();
        before = bench.all().size();
        s3.resetCounts();
    }

    private Bench bench(Path home, String lookMs) throws IOException {
        Bench bench = new Bench(home, Bench.QUICK).s3(s3).set("reeldrop.sqs.endpoint", sqs.endpoint()).set("reeldrop.look-ms", lookMs)
                .set("reeldrop.accounts.sandbox.max-in-flight", "50").set("reeldrop.sidecar-grace-ms", "3000");
        events(home, queue);
        return bench;
    }

    /** The example as it stands, but for the queue's URL, and messages that come back soon. */
    static void events(Path home, String queue) throws IOException {
        Files.writeString(home.resolve("routes/watch/bucket-events.camel.yaml"),
                Files.readString(Path.of("routes/examples/bucket-events.camel.yaml"))
                        .replaceFirst("queue: \".*\"", "queue: \"" + queue + "\"\n        visibilitySeconds: 3"));
    }

    /** Jobs that the test made. */
    private List<Job> made() {
        return bench.all().stream().skip(before).toList();
    }

    private void tell(String name) {
        tell(Told.DIRECT, name);
    }

    private void tell(Told told, String name) {
        sqs.send(queue, told.created(Shelves.DROPS, PREFIX + "/in/" + name));
    }

    private void dropAndTell(Told told, String name) throws IOException {
        at.drop(name, SIDECAR);
        tell(told, name + ".png");
        tell(told, name + ".json");
    }

    private List<String> log() {
        return bench.log.text().substring(logged).lines().toList();
    }

    /** Every message has been followed and deleted. */
    private void untilTold() {
        eventually().until(() -> sqs.left(queue) == 0);
    }

    @ParameterizedTest
    @EnumSource(Told.class)
    void a_pair_is_taken_by_its_second_event(Told told) throws IOException {
        String name = "wrapped/" + told;
        dropAndTell(told, name);
        bench.untilState(name, State.DELIVERED);
        untilTold();
        assertThat(made()).hasSize(1);
        assertThat(at.out().names()).contains(name + ".mp4", name + ".result.json");
        assertThat(at.in().names()).doesNotContain(name + ".png", name + ".json");
    }

    @ParameterizedTest
    @CsvSource({"first.png, first.json, first", "second.json, second.png, second", "third.png.json, third.png, third.png"})
    void the_first_half_waits_for_the_event_of_the_second(String one, String other, String drop) throws IOException {
        put(one);
        tell(one);
        untilTold();
        assertThat(made()).isEmpty();
        put(other);
        tell(other);
        bench.untilState(drop, State.DELIVERED);
    }

    private void put(String name) throws IOException {
        if (name.endsWith(".json")) {
            at.in().put(name, SIDECAR);
        } else {
            at.in().put(name, Bench.png(name.hashCode()));
        }
    }

    @Test
    void the_same_event_ten_times_and_late_ones_are_one_job() throws IOException {
        long tasks = bench.sandbox.report().tasksCreated();
        at.drop("again", SIDECAR);
        for (int i = 0; i < 10; i++) {
            tell("again.json");
        }
        bench.untilState("again", State.DELIVERED);
        untilTold();
        tell("again.json");
        tell("again.png");
        untilTold();
        assertThat(made()).hasSize(1);
        assertThat(bench.sandbox.report().tasksCreated()).isEqualTo(tasks + 1);
        assertThat(at.dead().names()).noneMatch(name -> name.startsWith("again"));
        assertThat(log()).noneMatch(line -> line.contains("ERROR") || line.contains("WARN"));
    }

    @Test
    void keys_are_decoded_as_their_wrapping_wants_it() throws IOException {
        List<String> names = new ArrayList<>();
        for (String odd : BucketWatchTest.ODD) {
            names.add("odd/" + odd);
            dropAndTell(Told.DIRECT, "odd/" + odd);
        }
        for (String odd : BucketWatchTest.ODD.subList(0, 6)) {
            names.add("even/" + odd);
            dropAndTell(Told.EVENT_BRIDGE, "even/" + odd);
        }
        eventually().untilAsserted(() -> assertThat(made()).hasSameSizeAs(names)
                .allSatisfy(job -> assertThat(job.state()).isEqualTo(State.DELIVERED)));
        assertThat(made()).extracting(Job::name).containsExactlyInAnyOrderElementsOf(names);
        untilTold();
    }

    @Test
    void what_concerns_no_drop_costs_no_call_and_is_let_go() {
        String prefix = PREFIX + "/";
        for (String place : List.of("in-progress/", "out/", "done/", "dead-letter/", "", "elsewhere/in/", "in")) {
            sqs.send(queue, Told.DIRECT.created(Shelves.DROPS, prefix + place + "cat.png"));
        }
        sqs.send(queue, Told.record("ObjectRemoved:DeleteMarkerCreated", Shelves.DROPS, prefix + "in/cat.png"));
        sqs.send(queue, Told.event("Object Deleted", Shelves.DROPS, prefix + "in/cat.png"));
        sqs.send(queue, Told.EVENT_BRIDGE.created("another", prefix + "in/cat.png"));
        List.of("in/", "in/sub/", "in/_status.txt", "in/notes", "in/cat.txt", "in/_defaults.json").forEach(key ->
                sqs.send(queue, Told.DIRECT.created(Shelves.DROPS, prefix + key)));
        List.of(Told.TEST, Told.notification(Told.TEST), "junk", "{}").forEach(body -> sqs.send(queue, body));
        untilTold();
        assertThat(s3.counts()).containsEntry(S3Call.LIST, 0).containsEntry(S3Call.GET, 0);
        assertThat(made()).isEmpty();
        assertThat(log()).filteredOn(line -> line.contains("WARN")).hasSize(3)
                .anyMatch(line -> line.contains("bucket another")).anyMatch(line -> line.contains("let go: junk"));
    }

    @Test
    void an_event_costs_two_list_calls_and_one_more_for_each_folder() throws IOException {
        at.in().put("a/b/lone.png", Bench.png(1));
        s3.resetCounts();
        tell("a/b/lone.png");
        untilTold();
        assertThat(s3.counts()).containsEntry(S3Call.LIST, 4).containsEntry(S3Call.GET, 0);
        s3.resetCounts();
        tell("a/b/gone.png");
        untilTold();
        assertThat(s3.counts()).containsEntry(S3Call.LIST, 1).containsEntry(S3Call.GET, 0);
    }

    @Test
    void an_optional_sidecar_has_its_grace_and_what_comes_in_time_is_used() throws IOException {
        at.in().put("grace/_defaults.json",
                "{\"promptText\": \"waves\", \"model\": \"gen4_turbo\", \"ratio\": \"1280:720\", \"duration\": 5,"
                + " \"sidecar\": \"optional\"}");
        for (String name : List.of("grace/alone.png", "grace/late.png")) {
            put(name);
            tell(name);
        }
        at.in().put("grace/late.json", "{\"duration\": 10}");
        tell("grace/late.json");
        bench.untilState("grace/late", State.DELIVERED);
        bench.untilState("grace/alone", State.DELIVERED);
        assertThat(bench.job("grace/late").request().get("duration").asInt()).isEqualTo(10);
        assertThat(bench.job("grace/alone").files()).hasSize(1);
        untilTold();
        assertThat(made()).hasSize(2);
    }

    @Test
    void defaults_hold_for_what_lies_below_them_however_they_are_spelt() throws IOException {
        at.in().put("c/_Defaults.JSON", "{\"model\": \"gen4_turbo\", \"ratio\": \"1280:720\", \"duration\": 5}");
        at.in().put("c/b/_defaults.json", "{\"duration\": 10}");
        at.in().put("held/_defaults.json", "{\"model\": ");
        List.of("held/cat.png", "held/cat.json", "c/b/cat.png").forEach(this::drop);
        at.in().put("c/b/cat.json", "{\"promptText\": \"below\"}");
        List.of("held/cat.png", "held/cat.json", "c/b/cat.png", "c/b/cat.json").forEach(this::tell);
        bench.untilState("c/b/cat", State.DELIVERED);
        assertThat(bench.job("c/b/cat").request().get("duration").asInt()).isEqualTo(10);
        untilTold();
        assertThat(made()).hasSize(1);
        assertThat(at.in().names()).contains("held/cat.png", "held/cat.json");
    }

    private void drop(String name) {
        try {
            put(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_sidecar_that_names_its_image_by_URL_needs_no_second_event() {
        at.in().put("url.json", SIDECAR.replace("{", "{\"promptImage\": \"https://example.com/cat.png\", "));
        tell("url.json");
        bench.untilState("url", State.DELIVERED);
    }

    @Test
    void a_faulty_drop_is_rejected_once_moved_back_it_is_taken_and_two_images_are_left_to_the_look() throws IOException {
        at.drop("bad", SIDECAR.replace("gen4_turbo", "none"));
        for (int i = 0; i < 3; i++) {
            tell("bad.png");
            tell("bad.json");
        }
        at.drop("two", SIDECAR);
        drop("two.jpg");
        List.of("two.png", "two.json", "two.jpg").forEach(this::tell);
        bench.untilState("bad", State.REJECTED);
        untilTold();
        assertThat(made()).extracting(Job::name).containsExactly("bad");
        assertThat(at.in().names()).contains("two.jpg", "two.json", "two.png");
        at.moveBack("bad", SIDECAR);
        tell("bad.json");
        bench.untilState("bad", State.DELIVERED);
    }

    @ParameterizedTest
    @EnumSource(value = S3Call.class, names = {"LIST", "GET", "HEAD"})
    void while_the_bucket_fails_its_messages_come_back(S3Call call) throws IOException {
        String name = "fails/" + call;
        at.drop(name, SIDECAR);
        s3.resetCounts();
        s3.refuse(call, 403, "AccessDenied");
        try {
            tell(name + ".json");
            eventually().until(() -> s3.counts().get(call) > 1);
            assertThat(made()).isEmpty();
            assertThat(sqs.left(queue)).isEqualTo(1);
        } finally {
            s3.allow();
        }
        bench.clock.moveOn(Duration.ofMinutes(1));
        bench.untilState(name, State.DELIVERED);
        untilTold();
    }

    @Test
    void a_queue_that_is_away_is_told_once_and_read_again_when_it_is_back() throws IOException {
        sqs.kill();
        eventually().until(() -> log().stream().anyMatch(line -> line.contains("is not read: the server cannot be reached")));
        sqs.restart();
        assertThat(sqs.queue("drops")).isEqualTo(queue);
        dropAndTell(Told.SNS, "after");
        bench.untilState("after", State.DELIVERED);
        assertThat(log()).filteredOn(line -> line.contains("is not read")).hasSizeLessThan(3);
        assertThat(log()).anyMatch(line -> line.contains("is read again"));
        assertThat(log()).noneMatch(line -> line.contains("ERROR"));
    }

    @Test
    void events_and_looks_at_once_take_each_drop_once_and_the_looks_what_no_event_told(@TempDir Path home) throws IOException {
        String own = sqs.queue("own");
        try (Bench both = bench(home, "20")) {
            events(home, own);
            Shelves shelves = Shelves.press(both, s3, "both", true, true);
            both.set("reeldrop.settle-ms", "20").start();
            for (int i = 0; i < 30; i++) {
                shelves.drop("d" + i, SIDECAR);
                if (i % 6 > 0) {
                    sqs.send(own, Told.DIRECT.created(Shelves.DROPS, "both/in/d" + i + ".png"));
                    sqs.send(own, Told.DIRECT.created(Shelves.DROPS, "both/in/d" + i + ".json"));
                }
            }
            both.untilEnded(30);
            eventually().until(() -> sqs.left(own) == 0);
            assertThat(both.states()).isEqualTo(Map.of(State.DELIVERED, 30L));
            assertThat(both.sandbox.report().tasksCreated()).isEqualTo(30);
            assertThat(shelves.dead().names()).isEmpty();
            // Two contexts in one process: Camel's management says so.
            assertThat(both.log.text().lines().filter(line -> !line.contains("JmxManagement")))
                    .noneMatch(line -> line.contains("ERROR") || line.contains("WARN"));
        }
    }
}
