package io.reeldrop.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.job.Job;
import io.reeldrop.job.Sample;
import io.reeldrop.job.Seat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTidyTest {

    @TempDir
    Path home;

    @Test
    void a_video_that_a_kill_left_behind_its_delivery_is_removed_and_no_other() throws IOException {
        try (Sample sample = new Sample(home, 1_795_000_000_000L)) {
            Spool spool = new Spool(Seat.take(home.resolve("spool")), 100);
            Job delivered = spooled(spool, sample.delivered("cat"));
            Job delivering = spooled(spool, sample.delivering("dog"));
            Job undelivered = spooled(spool, sample.undelivered("cow"));
            Path foreign = Files.writeString(home.resolve("spool/1/of-another-store.video"), "paid");
            spool.tidy(sample.jobs);
            assertThat(spool.file(delivered)).doesNotExist();
            assertThat(spool.file(delivering)).exists();
            assertThat(spool.file(undelivered)).exists();
            assertThat(foreign).exists();
        }
    }

    private static Job spooled(Spool spool, Job job) throws IOException {
        spool.receive(job, new ByteArrayInputStream(new byte[9]), 0, 9, () -> { });
        return job;
    }
}
