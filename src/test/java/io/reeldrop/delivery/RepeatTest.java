package io.reeldrop.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeldrop.job.Draft;
import io.reeldrop.job.Job;
import io.reeldrop.job.Place;
import io.reeldrop.job.Sample;
import io.reeldrop.job.Seat;
import io.reeldrop.job.Stale;
import io.reeldrop.job.State;
import io.reeldrop.job.Variation;
import io.reeldrop.storage.S3;
import io.reeldrop.storage.S3Server;
import io.reeldrop.storage.Sha256;
import io.reeldrop.storage.Storages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a kill between any two steps of a delivery leaves, and what the next process makes of it. */
class RepeatTest {

    private static final byte[] VIDEO = HexFormat.of().parseHex("00000010667479706d703432000000000000000c6d6f6f7600000000");

    @TempDir
    Path home;

    private final Storages storages = new Storages(null);
    private Sample sample;
    private Spool spool;
    private Publisher publisher;

    @BeforeEach
    void open() throws IOException {
        sample = new Sample(home, 1_795_000_000_000L);
        spool = new Spool(Seat.take(home.resolve("spool")), 1000);
        publisher = new Publisher(storages, spool, new Moves(storages), new Notes(sample.jobs, sample.ledger, sample.node), sample.steps,
                sample.ledger);
    }

    @AfterEach
    void close() {
        sample.close();
    }

    @Test
    void a_video_that_was_placed_before_the_kill_is_not_placed_twice() throws IOException {
        Job job = spooled("cat");
        Path out = Files.createDirectories(Path.of(job.places().out())).resolve("cat.mp4");
        Files.createLink(out, spool.file(job));
        publisher.publish(job);
        assertThat(sample.job("cat").state()).isEqualTo(State.DELIVERED);
        assertThat(home.resolve("watch/out")).isDirectoryNotContaining("glob:**/cat-2*");
        assertThat(out).hasBinaryContent(VIDEO);
    }

    @Test
    void somebody_elses_video_of_that_name_stays() throws IOException {
        Job job = spooled("cat");
        Path out = Files.createDirectories(Path.of(job.places().out())).resolve("cat.mp4");
        Files.writeString(out, "somebody else's");
        publisher.publish(job);
        assertThat(out).hasContent("somebody else's");
        assertThat(home.resolve("watch/out/cat-2.mp4")).hasBinaryContent(VIDEO);
        assertThat(sample.job("cat").text("output_file")).isEqualTo("cat-2.mp4");
    }

    @Test
    void a_video_that_is_gone_from_the_spool_is_fetched_again_under_its_paid_task() throws IOException {
        Job job = spooled("cat");
        spool.discard(job);
        publisher.publish(job);
        Job now = sample.job("cat");
        assertThat(now.state()).isEqualTo(State.RENDERING);
        assertThat(now.taskId()).isEqualTo(job.taskId());
        sample.steps.rendered(now, "https://cdn.example/again", null);
        assertThat(sample.job("cat").text("output_sha256")).describedAs("to be fetched, not to be published").isNull();
        assertThat(sample.job("cat").number("cost_micros")).isEqualTo(job.number("cost_micros"));
    }

    @Test
    void a_file_that_was_copied_to_another_disk_but_not_yet_removed_here_is_moved_once() throws IOException {
        Job job = sample.waiting("cat");
        Path done = Files.createDirectories(Path.of(job.places().done())).resolve("cat.png");
        Files.copy(sample.file(Place.IN_PROGRESS, "cat"), done);
        new Moves(storages).to(Place.DONE, job);
        assertThat(done).exists();
        assertThat(sample.file(Place.IN_PROGRESS, "cat")).doesNotExist();
        assertThat(home.resolve("watch/done/cat-2.png")).doesNotExist();
    }

    @Test
    void a_file_of_that_name_with_other_bytes_is_not_overwritten() throws IOException {
        Job job = sample.waiting("cat");
        Path done = Files.createDirectories(Path.of(job.places().done())).resolve("cat.png");
        Files.writeString(done, "other");
        new Moves(storages).to(Place.DONE, job);
        assertThat(done).hasContent("other");
        assertThat(home.resolve("watch/done/cat-2.png")).hasContent("image");
    }

    @Test
    void variations_share_a_drop_out_whatever_step_a_kill_comes_between() throws IOException {
        Path in = Files.createDirectories(Path.of(sample.places().in()));
        Files.writeString(in.resolve("cat.png"), "image");
        Files.writeString(in.resolve("cat.json"), "dropped");
        List<Draft> drafts = Stream.of("one", "two").map(own -> variation(sample.draft("cat"), own)).toList();
        sample.jobs.accept(drafts, List.of("cat-1", "cat-2"));
        Job lead = sample.job("cat-1");
        Job other = sample.job("cat-2");
        Path inProgress = Path.of(sample.places().inProgress());
        for (int i = 0; i < 2; i++) {
            new Moves(storages).to(Place.IN_PROGRESS, other);
            assertThat(in).isDirectoryContaining("glob:**/cat.png").isDirectoryContaining("glob:**/cat.json");
        }
        new Moves(storages).to(Place.IN_PROGRESS, lead);
        assertThat(in).isEmptyDirectory();
        // Killed before its row says so, while somebody drops the next one of that name.
        Files.writeString(in.resolve("cat.json"), "the next drop's");
        new Moves(storages).to(Place.IN_PROGRESS, lead);
        assertThat(in.resolve("cat.json")).hasContent("the next drop's");
        assertThat(inProgress.resolve("cat-1.png")).hasContent("image");
        assertThat(inProgress.resolve("cat-2.png")).hasContent("image");
        assertThat(inProgress.resolve("cat-1.json")).hasContent("one");
        assertThat(inProgress.resolve("cat-2.json")).hasContent("two");
    }

    @Test
    void of_variations_all_are_accepted_or_none() {
        sample.accept("cat", "cat");
        Draft twin = sample.draft("cat");
        assertThat(sample.jobs.accept(List.of(variation(sample.draft("cat"), "new"), twin), List.of("cat-1", "cat-2"))).isFalse();
        assertThat(sample.jobs.list("1 = 1", Map.of(), 10)).hasSize(1);
    }

    private static Draft variation(Draft draft, String own) {
        return new Draft(draft.watch(), draft.account(), draft.name(), draft.files(), draft.places(), draft.image(), draft.sidecar(), own,
                draft.request(), draft.estimateMicros(), new Variation(own, HexFormat.of().formatHex(sha256("dropped"))));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_large_video_keeps_its_claim_while_it_is_sent_and_stops_when_the_job_is_somebody_elses() throws Exception {
        try (S3Server server = S3Server.inProcess().bucket("videos");
                S3 s3 = new S3(server.endpoint(), S3Server.REGION, true, S3Server.ACCESS_KEY, S3Server.SECRET, "")) {
            Storages buckets = new Storages(s3);
            sample.delivering("cat");
            sample.store.jdbc().update("UPDATE job SET places = replace(places, :out, 's3://videos')",
                    Map.of("out", sample.places().out()));
            Job job = sample.job("cat");
            try (FileChannel video = FileChannel.open(spool.file(job), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                video.write(ByteBuffer.wrap(VIDEO));
                video.write(ByteBuffer.allocate(1), 40 << 20);
            }
            job = sample.steps.fetched(job, Files.size(spool.file(job)), Sha256.of(spool.file(job)));
            sample.store.jdbc().update("UPDATE job SET token = token + 1", Map.of());
            Job lost = job;
            Publisher late = new Publisher(buckets, spool, new Moves(buckets), new Notes(sample.jobs, sample.ledger, sample.node),
                    sample.steps, sample.ledger);
            assertThatThrownBy(() -> late.publish(lost)).isInstanceOf(Stale.class);
            assertThat(server.client().listObjectsV2(list -> list.bucket("videos")).contents()).isEmpty();
            late.publish(sample.job("cat"));
            assertThat(sample.job("cat").state()).isEqualTo(State.DELIVERED);
        }
    }

    private Job spooled(String name) throws IOException {
        Job job = sample.delivering(name);
        spool.receive(job, new ByteArrayInputStream(VIDEO), 0, VIDEO.length, () -> { });
        return sample.steps.fetched(job, VIDEO.length, Sha256.of(spool.file(job)));
    }
}
