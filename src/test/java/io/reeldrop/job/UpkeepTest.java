package io.reeldrop.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class UpkeepTest {

    private static final long DAY = 86_400_000;

    @Parameter
    Databases database;

    @TempDir
    Path home;

    private Sample sample;
    private Upkeep upkeep;

    @BeforeEach
    void open() {
        sample = new Sample(database, home, 1_795_000_000_000L);
        upkeep = new Upkeep(sample.store, sample.node, 4, 90, DAY, jobs -> { });
    }

    @AfterEach
    void close() {
        sample.close();
    }

    @Test
    void a_post_whose_lease_ran_out_is_in_doubt_and_never_waiting() {
        Job posted = sample.submitting("cat");
        sample.clock.forward(150_000);
        upkeep.expire();
        assertThat(sample.job("cat").state()).isEqualTo(State.SUBMITTING);
        sample.clock.forward(1);
        upkeep.expire();
        Job now = sample.job("cat");
        assertThat(now.state()).isEqualTo(State.IN_DOUBT);
        assertThat(now.filed()).isFalse();
        assertThat(now.dueAt()).isEqualTo(sample.node.now());
        assertThat(now.text("reason")).contains("unknown");
        assertThat(sample.account("in_flight")).isEqualTo(1);
        assertThat(sample.account("submitting")).isZero();
        assertThat(sample.account("spent_micros")).isEqualTo(Micros.of("25"));
        assertThatThrownBy(() -> sample.steps.notBought(posted, "a late refusal", 0)).isInstanceOf(Stale.class);
    }

    @Test
    void a_post_that_an_earlier_process_had_under_way_is_in_doubt_at_once() {
        sample.submitting("cat");
        sample.store.jdbc().update("UPDATE job SET claimed_by = 'run'", Map.of());
        new Nodes(sample.store, sample.node).enter();
        assertThat(sample.job("cat").state()).isEqualTo(State.IN_DOUBT);
        assertThat(sample.account("submitting")).isZero();
    }

    @Test
    void what_an_earlier_process_had_claimed_is_due_at_once() {
        sample.accept("taking", "taking");
        sample.waiting("waiting");
        sample.delivering("delivering");
        sample.steps.undelivered(sample.rendering("unfiled"), "lost");
        claim();
        new Nodes(sample.store, sample.node).enter();
        for (String name : new String[] {"taking", "waiting", "delivering", "unfiled"}) {
            assertThat(sample.job(name).dueAt()).describedAs(name).isEqualTo(sample.node.now());
            assertThat(sample.job(name).text("claimed_by")).describedAs(name).isNull();
        }
    }

    @Test
    void a_restart_neither_hurries_polls_nor_tries_nor_wakes_what_has_ended() {
        Job rendering = sample.rendering("rendering");
        sample.steps.notBought(sample.submitting("later"), "nothing was sent", 60_000);
        long later = sample.job("later").dueAt();
        sample.delivered("delivered");
        sample.failed("failed");
        sample.store.jdbc().update("UPDATE job SET claimed_by = 'run' WHERE state = 'RENDERING'", Map.of());
        new Nodes(sample.store, sample.node).enter();
        assertThat(sample.job("rendering").dueAt()).isEqualTo(rendering.dueAt());
        assertThat(sample.job("later").dueAt()).isEqualTo(later);
        assertThat(sample.job("delivered").dueAt()).isNull();
        assertThat(sample.job("failed").dueAt()).isNull();
    }

    @Test
    void a_lost_task_frees_its_slot_when_it_must_have_ended_and_stays_paid() {
        sample.inDoubt("cat");
        sample.undelivered("dog");
        sample.rendering("cow");
        sample.clock.forward(DAY - 200_000);
        upkeep.prune();
        assertThat(sample.account("in_flight")).isEqualTo(3);
        sample.clock.forward(DAY);
        upkeep.prune();
        assertThat(sample.account("in_flight")).describedAs("that which is polled keeps its slot").isEqualTo(1);
        assertThat(sample.job("cat").number("cost_micros")).isEqualTo(Micros.of("25"));
    }

    @Test
    void a_row_stays_as_long_as_what_else_is_kept_of_its_job_cannot_be_removed() {
        sample.delivered("cat");
        sample.clock.forward(91 * DAY);
        new Upkeep(sample.store, sample.node, 4, 90, DAY, jobs -> {
            assertThat(jobs).extracting(job -> job.number("bought")).containsExactly(1L);
            throw new IOException("the bucket is away");
        }).prune();
        assertThat(sample.jobs.list("1 = 1", Map.of(), 9)).hasSize(1);
        upkeep.prune();
        assertThat(sample.jobs.list("1 = 1", Map.of(), 9)).isEmpty();
    }

    @Test
    void what_ended_long_ago_is_forgotten_with_its_events_but_never_what_is_or_may_be_paid_and_not_ours() {
        Job delivered = sample.delivered("delivered");
        sample.failed("failed");
        sample.rejected("rejected");
        sample.undelivered("undelivered");
        sample.inDoubt("doubtful");
        sample.waiting("waiting");
        sample.steps.cancelled(sample.rendering("unfiled"), "by hand", null);
        sample.clock.forward(90 * DAY - 3_600_000);
        upkeep.prune();
        assertThat(sample.jobs.list("1 = 1", Map.of(), 99)).hasSize(7);
        sample.clock.forward(2 * 3_600_000);
        upkeep.prune();
        assertThat(sample.jobs.list("1 = 1", Map.of(), 99)).extracting(Job::stem)
                .containsExactlyInAnyOrder("undelivered", "doubtful", "waiting", "unfiled");
        assertThat(sample.jobs.events(delivered.id())).isEmpty();
    }

    private void claim() {
        sample.store.jdbc().update("UPDATE job SET claimed_by = 'run', due_at = :until, token = token + 1",
                Map.of("until", sample.node.now() + 60_000));
    }
}
