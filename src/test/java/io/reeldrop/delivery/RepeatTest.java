package io.reeldrop.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeldrop.job.Job;
import io.reeldrop.job.Place;
import io.reeldrop.job.Sample;
import io.reeldrop.job.Stale;
import io.reeldrop.job.State;
import io.reeldrop.storage.S3;
import io.reeldrop.storage.S3Server;
import io.reeldrop.storage.Sha256;
import io.reeldrop.storage.Storages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Map;
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
        spool = new Spool(home.resolve("spool").toString(), 1000);
        publisher = new Publisher(storages, spool, new Moves(storages), new Notes(sample.jobs, sample.node), sample.steps, sample.ledger);
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
    void a_large_video_keeps_its_claim_while_it_is_sent_and_stops_when_the_job_is_somebody_elses() throws Exception {
        try (S3Server server = S3Server.inProcess().bucket("videos");
                S3 s3 = new S3(server.endpoint(), S3Server.REGION, true, S3Server.ACCESS_KEY, S3Server.SECRET, "")) {
            Storages buckets = new Storages(s3);
            sample.delivering("cat");
            sample.store.jdbc().update("UPDATE job SET places = replace(places, :out, 's3://videos')", Map.of("out", sample.places().out()));
            Job job = sample.job("cat");
            try (FileChannel video = FileChannel.open(spool.file(job), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                video.write(ByteBuffer.wrap(VIDEO));
                video.write(ByteBuffer.allocate(1), 40 << 20);
            }
            job = sample.steps.fetched(job, Files.size(spool.file(job)), Sha256.of(spool.file(job)));
            sample.store.jdbc().update("UPDATE job SET token = token + 1", Map.of());
            Job lost = job;
            Publisher late = new Publisher(buckets, spool, new Moves(buckets), new Notes(sample.jobs, sample.node), sample.steps, sample.ledger);
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
