package io.reeldrop.console.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.job.Job;
import io.reeldrop.job.Micros;
import io.reeldrop.job.Place;
import io.reeldrop.job.State;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class OrderCommandsTest extends CommandTest {

    @Test
    void retry_lets_a_paid_task_go_on_without_asking() {
        sample.undelivered("cat");
        assertThat(run("retry", "cat")).isZero();
        assertThat(out).contains("paid task", "nothing is bought");
        assertThat(sample.job("cat").state()).isEqualTo(State.RENDERING);
    }

    @Test
    void retry_of_a_failed_job_shows_the_price_and_asks() {
        sample.failed("cat");
        sample.failed("dog");
        assertThat(run("retry", "--state", "FAILED")).isEqualTo(1);
        assertThat(err).contains("2 videos would be bought for 50 credits", "Nothing was changed");
        assertThat(onTerminal("n\n", "retry", "cat")).isEqualTo(1);
        assertThat(onTerminal("", "retry", "cat")).isEqualTo(1);
        assertThat(sample.job("cat").state()).isEqualTo(State.FAILED);
        assertThat(onTerminal("y\n", "retry", "cat")).isZero();
        assertThat(sample.job("cat").state()).isEqualTo(State.WAITING);
        assertThat(run("retry", "--state", "FAILED", "--watch", "press", "--yes")).isZero();
        assertThat(sample.job("dog").state()).isEqualTo(State.WAITING);
    }

    @Test
    void retry_says_which_image_is_gone_and_what_else_cannot_be_bought() throws IOException {
        sample.failed("cat");
        Files.delete(sample.file(Place.DEAD_LETTER, "cat"));
        assertThat(run("retry", "cat", "--yes")).isEqualTo(1);
        assertThat(err).contains(sample.file(Place.DEAD_LETTER, "cat").toString());
        sample.rejected("dog");
        sample.inDoubt("cow");
        sample.rendering("hen");
        assertThat(run("retry", "dog", "cow", "hen", "--yes")).isEqualTo(1);
        assertThat(err).contains("the drop itself is at fault", "IN_DOUBT", "goes on by itself");
        assertThat(sample.job("cow").state()).isEqualTo(State.IN_DOUBT);
    }

    @Test
    void retry_does_what_can_be_done_and_tells_what_cannot() {
        sample.failed("cat");
        sample.failed("dog");
        sample.clock.forward(1);
        sample.accept("cat", "cat-2");
        assertThat(run("retry", "--state", "FAILED", "--yes")).isEqualTo(1);
        assertThat(err).contains("the same drop came again", "1 of 2 not done");
        assertThat(sample.job("dog").state()).isEqualTo(State.WAITING);
    }

    @Test
    void resolve_takes_a_found_task_but_not_one_of_another_job() {
        Job dog = sample.rendering("dog");
        sample.inDoubt("cat");
        assertThat(run("resolve", "cat", "--task-id", dog.taskId())).isEqualTo(1);
        assertThat(err).contains("belongs to job " + dog.id());
        assertThat(run("resolve", "cat", "--task-id", "../x")).isEqualTo(1);
        assertThat(run("resolve", "cat", "dog", "--task-id", "found")).isEqualTo(2);
        assertThat(run("resolve", "cat", "--task-id", "found")).isEqualTo(1);
        assertThat(err).contains("cannot be asked", "add --unverified");
        assertThat(run("resolve", "cat", "--task-id", "found", "--unverified")).isZero();
        assertThat(out).contains("on your word");
        assertThat(sample.job("cat").taskId()).isEqualTo("found");
        assertThat(run("resolve", "cat", "--not-charged")).isEqualTo(1);
        assertThat(err).contains("not in doubt, it is RENDERING");
    }

    @Test
    void resolve_of_several_asks_and_counts_the_money_right() {
        sample.inDoubt("cat");
        sample.inDoubt("dog");
        assertThat(run("resolve", "cat", "dog", "--not-charged")).isEqualTo(1);
        assertThat(err).contains("50 credits");
        assertThat(sample.account("spent_micros")).isEqualTo(Micros.of("50"));
        assertThat(run("resolve", "cat", "--not-charged")).isZero();
        assertThat(out).contains("given back");
        assertThat(run("resolve", "dog", "--buy-again")).isZero();
        assertThat(out).contains("stay counted");
        assertThat(sample.account("spent_micros")).isEqualTo(Micros.of("25"));
    }

    @Test
    void cancel_ends_asks_or_refuses_by_state() {
        sample.waiting("waiting");
        sample.rendering("rendering");
        sample.inDoubt("doubt");
        sample.delivering("delivering");
        sample.submitting("submitting");
        sample.undelivered("undelivered");
        assertThat(run("cancel", "waiting", "rendering", "doubt")).isZero();
        assertThat(sample.job("waiting").state()).isEqualTo(State.CANCELLED);
        assertThat(sample.job("doubt").state()).isEqualTo(State.CANCELLED);
        assertThat(sample.job("rendering").cancelAsked()).isTrue();
        assertThat(run("cancel", "delivering")).isEqualTo(1);
        assertThat(err).contains("finished and paid");
        assertThat(run("cancel", "submitting")).isEqualTo(1);
        assertThat(run("cancel", "undelivered")).isEqualTo(1);
        assertThat(err).contains("retry");
    }

    @Test
    void cancel_of_a_selection_takes_what_can_be_cancelled_and_asks() {
        sample.waiting("cat");
        sample.delivered("dog");
        assertThat(run("cancel", "--watch", "press")).isEqualTo(1);
        assertThat(err).contains("1 job would be cancelled");
        assertThat(sample.job("cat").state()).isEqualTo(State.WAITING);
        assertThat(run("cancel", "--watch", "press", "-y")).isZero();
        assertThat(sample.job("cat").state()).isEqualTo(State.CANCELLED);
        assertThat(run("cancel", "--state", "WAITING", "-y")).isZero();
        assertThat(out).contains("No job is like that");
    }

    @Test
    void pause_stops_buying_until_resume_and_tells_who_waits() {
        Job job = sample.waiting("cat");
        run("pause", "--account", "acme", "--reason", "prices doubled");
        assertThat(out).contains("Account acme is paused. 1 job waits because of it.");
        assertThat(sample.steps.intend(job)).isNull();
        run("pause", "--all");
        run("resume", "--account", "acme");
        assertThat(out).contains("Account acme goes on.", "Still paused: everything");
        assertThat(sample.steps.intend(job)).isNull();
        run("pause", "--watch", "press");
        run("resume", "--all");
        assertThat(out).contains("Still paused: watch press");
        assertThat(sample.steps.intend(job)).isNull();
        run("resume", "--watch", "press");
        assertThat(sample.steps.intend(job)).isNotNull();
    }

    @Test
    void pause_of_an_unknown_name_changes_nothing() {
        assertThat(run("pause", "--watch", "press", "--account", "acne")).isEqualTo(1);
        assertThat(err).contains("Did you mean acme?");
        assertThat(sample.ledger.watches().get(0).get("paused_for")).isNull();
    }
}
