package io.reeldrop.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
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
class OrdersTest {

    @Parameter
    Databases database;

    @TempDir
    Path home;

    private Sample sample;
    private Orders orders;

    @BeforeEach
    void open() {
        sample = new Sample(database, home, 1_795_000_000_000L);
        orders = new Orders(sample.store, sample.node);
    }

    @AfterEach
    void close() {
        sample.close();
    }

    @Test
    void an_undelivered_job_goes_on_with_its_paid_task_and_nothing_is_counted_twice() {
        Job job = sample.undelivered("cat");
        long spent = sample.account("spent_micros");
        orders.goOn(job, false);
        Job now = sample.job("cat");
        assertThat(now.state()).isEqualTo(State.RENDERING);
        assertThat(now.taskId()).isEqualTo(job.taskId());
        assertThat(now.number("task_since")).isEqualTo(sample.node.now());
        assertThat(now.dueAt()).as("not polled twice in a moment").isEqualTo(job.changedAt() + 5000);
        assertThat(now.text("reason")).isNull();
        assertThat(sample.account("spent_micros")).isEqualTo(spent);
        assertThat(sample.account("in_flight")).isEqualTo(1);
    }

    @Test
    void an_undelivered_job_whose_video_is_spooled_needs_no_gateway_and_one_whose_video_is_gone_asks_it_again() {
        sample.steps.fetched(sample.delivering("cat"), 1, "ab");
        sample.steps.undelivered(sample.job("cat"), "The output place is full");
        orders.goOn(sample.filed("cat"), true);
        assertThat(sample.job("cat").state()).isEqualTo(State.DELIVERING);
        assertThat(sample.job("cat").text("output_sha256")).isEqualTo("ab");
        sample.steps.undelivered(sample.job("cat"), "The spool is gone");
        orders.goOn(sample.filed("cat"), false);
        assertThat(sample.job("cat").state()).isEqualTo(State.RENDERING);
        assertThat(sample.job("cat").text("output_sha256")).isNull();
    }

    @Test
    void a_failed_job_is_bought_again_in_its_own_row_and_keeps_what_it_cost_and_its_old_task() {
        Job job = sample.failed("cat");
        orders.buy(job);
        Job now = sample.job("cat");
        assertThat(now.state()).isEqualTo(State.WAITING);
        assertThat(now.taskId()).isNull();
        assertThat(now.text("orphans")).isEqualTo(job.taskId());
        assertThat(now.place()).isEqualTo(Place.DEAD_LETTER);
        assertThat(now.filed()).isTrue();
        assertThat(now.number("cost_micros")).isEqualTo(Micros.of("25"));
        sample.steps.accepted(sample.steps.intend(now), "task-new", null);
        sample.steps.rendered(sample.job("cat"), "https://cdn.example/v.mp4", Micros.of("30"));
        assertThat(sample.job("cat").number("cost_micros")).isEqualTo(Micros.of("55"));
        assertThat(sample.account("spent_micros")).isEqualTo(Micros.of("55"));
        assertThat(sample.account("in_flight")).isEqualTo(0);
    }

    @Test
    void a_refused_job_may_be_bought_again_but_not_a_drop_with_faults() {
        orders.buy(sample.refused("cat"));
        assertThat(sample.job("cat").state()).isEqualTo(State.WAITING);
        Job faulty = sample.rejected("dog");
        assertThatThrownBy(() -> orders.buy(faulty)).isInstanceOf(Stale.class);
        assertThat(sample.job("dog").state()).isEqualTo(State.REJECTED);
    }

    @Test
    void a_dead_letter_whose_drop_came_again_is_not_bought_beside_it() {
        Job old = sample.failed("cat");
        sample.clock.forward(1);
        sample.accept("cat", "cat-2");
        assertThatThrownBy(() -> orders.buy(old)).isInstanceOf(Stale.class).hasMessageContaining("the same drop")
                .hasMessageContaining(sample.job("cat-2").id());
    }

    @Test
    void a_dead_letter_whose_name_is_taken_is_not_bought_under_it() {
        Job old = sample.failed("cat");
        Draft other = sample.draft("cat");
        sample.clock.forward(1);
        sample.jobs.accept(List.of(new Draft(other.watch(), other.account(), "kitten", other.files(), other.places(), other.image(),
                other.sidecar(), "other",
                other.request(), other.estimateMicros(), null)), List.of("cat"));
        assertThatThrownBy(() -> orders.buy(old)).isInstanceOf(Stale.class).hasMessageContaining("goes by the name cat");
    }

    @Test
    void a_found_task_is_polled_and_keeps_slot_and_reservation() {
        orders.adopt(sample.inDoubt("cat"), "found");
        Job now = sample.job("cat");
        assertThat(now.state()).isEqualTo(State.RENDERING);
        assertThat(now.taskId()).isEqualTo("found");
        assertThat(sample.account("in_flight")).isEqualTo(1);
        assertThat(sample.account("spent_micros")).isEqualTo(Micros.of("25"));
    }

    @Test
    void a_task_that_is_or_was_another_jobs_is_refused() {
        Job dog = sample.rendering("dog");
        String failed = sample.failed("cow").taskId();
        orders.buy(sample.job("cow"));
        Job cat = sample.inDoubt("cat");
        assertThatThrownBy(() -> orders.adopt(cat, dog.taskId())).isInstanceOf(Stale.class).hasMessageContaining(dog.id());
        assertThatThrownBy(() -> orders.adopt(cat, failed)).isInstanceOf(Stale.class).hasMessageContaining(sample.job("cow").id());
        assertThat(sample.job("cat").state()).isEqualTo(State.IN_DOUBT);
    }

    @Test
    void not_charged_gives_the_reservation_and_the_slot_back() {
        orders.notCharged(sample.inDoubt("cat"));
        assertThat(sample.job("cat").state()).isEqualTo(State.WAITING);
        assertThat(sample.account("spent_micros")).isEqualTo(0);
        assertThat(sample.account("in_flight")).isEqualTo(0);
        assertThat(sample.steps.intend(sample.job("cat"))).isNotNull();
        assertThat(sample.account("spent_micros")).isEqualTo(Micros.of("25"));
    }

    @Test
    void buy_again_keeps_the_reservation_counted_and_buys_beside_it() {
        orders.buyAgain(sample.inDoubt("cat"));
        assertThat(sample.account("spent_micros")).isEqualTo(Micros.of("25"));
        sample.steps.accepted(sample.steps.intend(sample.job("cat")), "task", null);
        sample.steps.rendered(sample.job("cat"), "https://cdn.example/v.mp4", Micros.of("30"));
        assertThat(sample.account("spent_micros")).isEqualTo(Micros.of("55"));
    }

    @Test
    void an_answer_that_comes_after_the_decision_is_kept_beside_the_job() {
        Job posted = sample.submitting("cat");
        sample.steps.inDoubt(posted, "no answer");
        orders.notCharged(sample.filed("cat"));
        assertThat(sample.steps.accepted(posted, "late", null)).isFalse();
        assertThat(sample.job("cat").text("orphans")).isEqualTo("late");
        assertThat(sample.job("cat").state()).isEqualTo(State.WAITING);
    }

    @Test
    void a_job_is_left_alone_while_its_files_are_being_carried_to_the_dead_letter() {
        Job posted = sample.submitting("cat");
        sample.steps.inDoubt(posted, "no answer");
        sample.store.jdbc().update("UPDATE job SET claimed_by = 'run', due_at = due_at + 60000, token = token + 1", Map.of());
        assertThatThrownBy(() -> orders.notCharged(sample.job("cat"))).isInstanceOf(Stale.class);
        sample.clock.forward(60_001);
        orders.notCharged(sample.job("cat"));
        assertThat(sample.job("cat").state()).isEqualTo(State.WAITING);
    }

    @Test
    void a_cancelled_waiting_job_is_not_bought_by_a_worker_that_still_holds_it() {
        Job held = sample.waiting("cat");
        orders.end(held, "by hand");
        assertThat(sample.steps.intend(held)).isNull();
        assertThat(sample.job("cat").state()).isEqualTo(State.CANCELLED);
        assertThat(sample.job("cat").filed()).isFalse();
    }

    @Test
    void a_job_in_doubt_that_is_cancelled_frees_its_slot_and_stays_counted() {
        orders.end(sample.inDoubt("cat"), "by hand");
        assertThat(sample.account("in_flight")).isEqualTo(0);
        assertThat(sample.account("spent_micros")).isEqualTo(Micros.of("25"));
    }

    @Test
    void a_rendering_job_is_only_asked_to_end_and_a_poll_under_way_cannot_buy_it_again() {
        Job polled = sample.rendering("cat");
        orders.askToEnd(polled);
        assertThat(sample.job("cat").state()).isEqualTo(State.RENDERING);
        assertThat(sample.job("cat").cancelAsked()).isTrue();
        assertThatThrownBy(() -> sample.steps.failed(polled, "INTERNAL", "INTERNAL", null, 1000L)).isInstanceOf(Stale.class);
    }

    @Test
    void a_paid_job_on_its_way_back_from_in_is_asked_to_end_not_ended() {
        Job job = sample.undelivered("cat");
        sample.steps.cameBack(job, "cat", job.files());
        Job taking = sample.job("cat");
        assertThatThrownBy(() -> orders.end(taking, "by hand")).isInstanceOf(Stale.class);
        orders.askToEnd(taking);
        sample.steps.taken(sample.job("cat"));
        assertThat(sample.job("cat").state()).isEqualTo(State.RENDERING);
        assertThat(sample.job("cat").cancelAsked()).isTrue();
    }

    @Test
    void every_order_on_a_row_that_moved_on_changes_nothing() {
        Job seen = sample.inDoubt("cat");
        orders.buyAgain(seen);
        Job now = sample.job("cat");
        assertThatThrownBy(() -> orders.buyAgain(seen)).isInstanceOf(Stale.class);
        assertThatThrownBy(() -> orders.notCharged(seen)).isInstanceOf(Stale.class);
        assertThatThrownBy(() -> orders.adopt(seen, "x")).isInstanceOf(Stale.class);
        assertThatThrownBy(() -> orders.end(seen, "x")).isInstanceOf(Stale.class);
        assertThat(sample.job("cat").row()).isEqualTo(now.row());
    }

    @Test
    void an_order_on_a_row_that_was_claimed_since_changes_nothing() {
        Job seen = sample.inDoubt("cat");
        sample.store.jdbc().update("UPDATE job SET token = token + 1", Map.of());
        assertThatThrownBy(() -> orders.buyAgain(seen)).isInstanceOf(Stale.class);
        assertThatThrownBy(() -> orders.end(seen, "x")).isInstanceOf(Stale.class);
        assertThat(sample.job("cat").state()).isEqualTo(State.IN_DOUBT);
    }

    @Test
    void an_order_that_does_not_fit_the_state_is_refused() {
        Job delivered = sample.delivered("cat");
        assertThatThrownBy(() -> orders.buy(delivered)).isInstanceOf(Stale.class).hasMessageContaining("DELIVERED");
        assertThatThrownBy(() -> orders.end(delivered, "x")).isInstanceOf(Stale.class);
        assertThatThrownBy(() -> orders.askToEnd(delivered)).isInstanceOf(Stale.class);
    }
}
