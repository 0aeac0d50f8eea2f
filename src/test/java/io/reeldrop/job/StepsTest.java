package io.reeldrop.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class StepsTest {

    /** Every move that must not be made by a worker whose claim is no longer the last one. */
    private enum Move {
        TAKEN(StepsTest::taking, Steps::taken),
        INTEND(Sample::waiting, Steps::intend),
        INTENDED(Sample::submitting, Steps::intended),
        RELEASE(Sample::waiting, Steps::release),
        SPOILED(Sample::waiting, (steps, job) -> steps.spoiled(job, List.of(new Problem("cat.png", null, "is gone", null, "Drop again")))),
        REFUSED(Sample::submitting, (steps, job) -> steps.refused(job, "no", "400")),
        NOT_BOUGHT(Sample::submitting, (steps, job) -> steps.notBought(job, "429", 1000)),
        IN_DOUBT(Sample::submitting, (steps, job) -> steps.inDoubt(job, "no answer")),
        PROGRESSED(Sample::rendering, (steps, job) -> steps.progressed(job, "RUNNING", false)),
        POLL_AGAIN(Sample::rendering, (steps, job) -> steps.again(job, "503", 1000)),
        RENDERED(Sample::rendering, (steps, job) -> steps.rendered(job, "https://cdn.example/v.mp4", null)),
        FAILED(Sample::rendering, (steps, job) -> steps.failed(job, "INTERNAL", "INTERNAL", null, null)),
        FAILED_AND_RETRIED(Sample::rendering, (steps, job) -> steps.failed(job, "INTERNAL", "INTERNAL", null, 1000L)),
        CANCELLED(Sample::rendering, (steps, job) -> steps.cancelled(job, "by hand", null)),
        GIVEN_UP(Sample::rendering, (steps, job) -> steps.undelivered(job, "lost")),
        NEEDS_URL(Sample::delivering, (steps, job) -> steps.needsUrl(job, "403", 1000)),
        PARTLY_FETCHED(Sample::delivering, (steps, job) -> steps.partlyFetched(job, "e", "cut", 1000)),
        FETCHED(Sample::delivering, (steps, job) -> steps.fetched(job, 9, "ab")),
        RENEW(Sample::delivering, Steps::renew),
        UNDELIVERED(Sample::delivering, (steps, job) -> steps.undelivered(job, "too large")),
        DELIVERED(Sample::delivering, (steps, job) -> steps.delivered(job, "cat.mp4")),
        FILED(StepsTest::unfiled, Steps::filed),
        CAME_BACK(Sample::undelivered, (steps, job) -> steps.cameBack(job, "cat", job.files())),
        CAME_BACK_IN_DOUBT(Sample::inDoubt, (steps, job) -> steps.cameBack(job, "cat", job.files()));

        private final BiFunction<Sample, String, Job> start;
        private final BiConsumer<Steps, Job> step;

        Move(BiFunction<Sample, String, Job> start, BiConsumer<Steps, Job> step) {
            this.start = start;
            this.step = step;
        }
    }

    @Parameter
    Databases database;

    private static Sample sample;

    @BeforeParameterizedClassInvocation
    static void open(Databases database, @TempDir Path home) {
        sample = new Sample(database, home, 1_795_000_000_000L);
    }

    @AfterEach
    void clear() {
        sample.store.jdbc().update("DELETE FROM job", Map.of());
        sample.store.jdbc().update("UPDATE account SET in_flight = 0, submitting = 0, spent_micros = 0", Map.of());
        sample.store.jdbc().update("UPDATE watch SET spent_micros = 0", Map.of());
    }

    @AfterParameterizedClassInvocation
    static void close() {
        sample.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_move_under_the_last_claim_is_made(Move move) {
        Job job = move.start.apply(sample, "cat");
        sample.clock.forward(10);
        move.step.accept(sample.steps, job);
        assertThat(sample.job("cat").row()).isNotEqualTo(job.row());
    }

    @ParameterizedTest
    @EnumSource
    void a_move_of_a_worker_that_comes_late_changes_nothing(Move move) {
        Job late = move.start.apply(sample, "cat");
        sample.store.jdbc().update("UPDATE job SET token = token + 1", Map.of());
        changesNothing(move, late);
    }

    @ParameterizedTest
    @EnumSource
    void a_move_from_a_state_that_the_job_is_no_longer_in_changes_nothing(Move move) {
        Job late = move.start.apply(sample, "cat");
        sample.store.jdbc().update("UPDATE job SET state = CASE state WHEN 'DELIVERED' THEN 'WAITING' ELSE 'DELIVERED' END", Map.of());
        changesNothing(move, late);
    }

    private void changesNothing(Move move, Job late) {
        Job before = sample.job("cat");
        List<Map<String, Object>> accounts = sample.ledger.accounts();
        sample.clock.forward(10);
        // These three are how a worker learns that it came late; it needs no exception for that.
        if (move == Move.INTEND) {
            assertThat(sample.steps.intend(late)).isNull();
        } else if (move == Move.INTENDED) {
            assertThat(sample.steps.intended(late)).isNull();
        } else if (move == Move.RELEASE) {
            sample.steps.release(late);
        } else {
            assertThatThrownBy(() -> move.step.accept(sample.steps, late)).isInstanceOf(Stale.class).hasMessageContaining(late.id());
        }
        assertThat(sample.job("cat").row()).isEqualTo(before.row());
        assertThat(sample.ledger.accounts()).isEqualTo(accounts);
    }

    @Test
    void an_answer_that_comes_after_the_job_was_put_in_doubt_still_counts() {
        Job posted = sample.submitting("cat");
        sample.steps.inDoubt(posted, "no answer");
        assertThat(sample.steps.accepted(posted, "late", null)).isTrue();
        assertThat(sample.job("cat").state()).isEqualTo(State.RENDERING);
        assertThat(sample.job("cat").taskId()).isEqualTo("late");
    }

    @Test
    void an_answer_to_an_earlier_post_does_not_become_the_task_of_a_later_one() {
        Job first = sample.submitting("cat");
        sample.steps.notBought(first, "nothing was sent", 0);
        sample.clock.forward(1000);
        sample.steps.intend(sample.job("cat"));
        assertThat(sample.steps.accepted(first, "of-the-first", null)).isFalse();
        assertThat(sample.job("cat").state()).isEqualTo(State.SUBMITTING);
        assertThat(sample.job("cat").text("orphans")).isEqualTo("of-the-first");
    }

    @Test
    void an_answer_that_is_stored_again_is_no_orphan() {
        Job posted = sample.submitting("cat");
        assertThat(sample.steps.accepted(posted, "paid", null)).isTrue();
        assertThat(sample.steps.accepted(posted, "paid", null)).isTrue();
        assertThat(sample.job("cat").text("orphans")).isNull();
    }

    @Test
    void a_paid_drop_that_came_back_has_all_its_time_again() {
        Job lost = sample.undelivered("cat");
        sample.clock.forward(3_600_000);
        sample.steps.cameBack(lost, "cat", lost.files());
        sample.steps.taken(sample.job("cat"));
        assertThat(sample.job("cat").number("task_since")).isEqualTo(sample.node.now());
    }

    @Test
    void an_orphan_is_added_to_those_that_are_there() {
        Job posted = sample.submitting("cat");
        sample.steps.notBought(posted, "nothing was sent", 0);
        sample.steps.accepted(posted, "one", null);
        sample.steps.accepted(posted, "two", null);
        assertThat(sample.job("cat").text("orphans")).isEqualTo("one two");
    }

    @Test
    void the_time_that_a_task_is_throttled_is_none_that_it_takes_however_often() {
        sample.rendering("cat");
        long since = sample.job("cat").number("task_since");
        for (int round = 1; round <= 2; round++) {
            sample.clock.forward(1000);
            sample.steps.progressed(sample.job("cat"), "THROTTLED", true);
            sample.clock.forward(40_000);
            sample.steps.progressed(sample.job("cat"), "still throttled", true);
            sample.clock.forward(10_000);
            sample.steps.progressed(sample.job("cat"), "RUNNING", false);
            assertThat(sample.job("cat").number("task_since")).isEqualTo(since + round * 50_000);
            assertThat(sample.job("cat").number("throttled_at")).isNull();
        }
        sample.clock.forward(9000);
        sample.steps.progressed(sample.job("cat"), "PENDING", false);
        assertThat(sample.job("cat").number("task_since")).isEqualTo(since + 100_000);
    }

    @Test
    void a_task_that_another_job_was_given_by_hand_is_not_given_twice() {
        sample.inDoubt("dog");
        Job posted = sample.submitting("cat");
        new Orders(sample.store, sample.node).adopt(sample.job("dog"), "one");
        assertThat(sample.steps.accepted(posted, "one", null)).isFalse();
        assertThat(sample.job("cat").state()).isEqualTo(State.IN_DOUBT);
        assertThat(sample.job("cat").text("orphans")).isEqualTo("one");
        assertThat(sample.job("cat").text("reason")).contains("names task one, which another job has");
        assertThat(sample.job("dog").taskId()).isEqualTo("one");
    }

    @Test
    void a_job_is_bound_to_the_node_that_has_a_part_of_use_and_to_none_otherwise() {
        sample.steps.partlyFetched(sample.delivering("cat"), "e", "cut", 0);
        assertThat(sample.job("cat").text("spooled_by")).isEqualTo("run");
        sample.steps.needsUrl(sample.job("cat"), "expired", 0);
        assertThat(sample.job("cat").row()).containsEntry("spooled_by", "run").containsEntry("output_etag", "e");
        sample.steps.rendered(sample.job("cat"), "https://cdn.example/again", null);
        sample.steps.fetched(sample.job("cat"), 9, "ab");
        sample.steps.needsUrl(sample.job("cat"), "gone from the spool", 0);
        assertThat(sample.job("cat").row()).containsEntry("spooled_by", null).containsEntry("output_etag", null);
        sample.steps.rendered(sample.job("cat"), "https://cdn.example/again", null);
        sample.steps.partlyFetched(sample.job("cat"), "e", "cut", 0);
        sample.steps.partlyFetched(sample.job("cat"), null, "the disk is full", 0);
        assertThat(sample.job("cat").row()).containsEntry("spooled_by", null).containsEntry("output_etag", null);
    }

    @Test
    void a_drop_is_accepted_once_while_its_job_lives() {
        assertThat(sample.accept("cat", "cat")).isTrue();
        assertThat(sample.accept("cat", "cat-2")).isFalse();
        assertThat(sample.jobs.list("1 = 1", Map.of(), 9)).hasSize(1);
    }

    @Test
    void the_same_drop_after_its_job_failed_is_a_new_one() {
        sample.failed("cat");
        sample.clock.forward(1);
        assertThat(sample.accept("cat", "cat-2")).isTrue();
    }

    @Test
    void every_change_of_state_is_an_event() {
        Job job = sample.delivered("cat");
        assertThat(sample.jobs.events(job.id())).extracting(event -> event.get("state"))
                .containsExactly("TAKING", "WAITING", "SUBMITTING", "RENDERING", "DELIVERING", "DELIVERED");
        assertThat(sample.jobs.events(job.id()).get(3)).containsEntry("task_id", job.taskId());
    }

    @Test
    void a_paid_drop_that_came_back_goes_on_rendering_and_is_told_of_again_if_it_ends_again() {
        Job job = sample.undelivered("cat");
        sample.store.jdbc().update("UPDATE job SET notified = 1", Map.of());
        sample.steps.cameBack(job, "kitten", List.of(new DropFile("kitten.png", "image")));
        Job taking = sample.job("cat");
        assertThat(taking.place()).isEqualTo(Place.IN);
        sample.steps.taken(taking);
        Job now = sample.job("cat");
        assertThat(now.state()).isEqualTo(State.RENDERING);
        assertThat(now.taskId()).isEqualTo(job.taskId());
        assertThat(now.filed()).isFalse();
        assertThat(now.number("notified")).isZero();
    }

    private static Job taking(Sample sample, String name) {
        sample.accept(name, name);
        return sample.job(name);
    }

    private static Job unfiled(Sample sample, String name) {
        sample.steps.undelivered(sample.rendering(name), "lost");
        return sample.job(name);
    }
}
