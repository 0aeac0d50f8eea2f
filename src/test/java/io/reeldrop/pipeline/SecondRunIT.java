package io.reeldrop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.job.Job;
import io.reeldrop.job.Sample;
import io.reeldrop.job.State;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecondRunIT {

    @TempDir
    Path home;

    @Test
    void a_second_run_on_the_same_store_is_refused_and_touches_nothing() throws Exception {
        Site site = new Site(home);
        try (Sample first = new Sample(home, System.currentTimeMillis())) {
            first.store.lock();
            Job posting = first.submitting("cat");
            try (Child second = site.run()) {
                assertThat(second.exit()).isEqualTo(78);
                assertThat(second.lines()).anyMatch(line -> line.contains("reeldrop.store.url")
                        && line.contains("another process already runs jobs on"));
            }
            assertThat(first.job("cat").state()).describedAs("a run that took over would have put it in doubt").isEqualTo(State.SUBMITTING);
            assertThat(first.job("cat").token()).isEqualTo(posting.token());
        }
    }
}
