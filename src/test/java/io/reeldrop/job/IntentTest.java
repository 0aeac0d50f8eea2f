package io.reeldrop.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What must hold at the very instant of a purchase, whatever held when the job was claimed; and what {@code waits_for} tells of it. */
@ParameterizedClass
@EnumSource(Databases.class)
class IntentTest {

    @Parameter
    Databases database;

    @TempDir
    Path home;

    private Sample sample;
    private Job job;

    @BeforeEach
    void open() {
        sample = new Sample(database, home, 1_795_000_000_000L);
        job = sample.waiting("cat");
    }

    @AfterEach
    void close() {
        sample.close();
    }

    @Test
    void nothing_in_the_way() {
        waits(null);
        bought();
    }

    @Test
    void everything_is_paused() {
        sample.ledger.pauseAll(true, "holidays");
        refusedAnd("pause: everything");
        sample.ledger.pauseAll(false, null);
        bought();
    }

    @Test
    void the_account_is_paused_until_its_time_is_over() {
        sample.ledger.pause("acme", Pause.RATE_LIMIT, "429", null);
        refusedAnd("pause: account acme");
        sample.clock.forward(60_000);
        waits(null);
        bought();
    }

    @Test
    void the_watch_is_paused() {
        sample.ledger.pauseByHand("watch", "press", "wrong prompt");
        refusedAnd("pause: watch press");
    }

    @Test
    void the_watchs_output_place_fails() {
        sample.ledger.hold("press", "read-only", 60_000);
        refusedAnd("output place");
    }

    @Test
    void no_slot_is_free() {
        sample.ledger.account("acme", "official", "credits", 1, null, null, 5000);
        sample.rendering("dog");
        refusedAnd("slot");
        sample.steps.rendered(sample.job("dog"), "https://cdn.example/1", null);
        bought();
    }

    @Test
    void the_accounts_day_has_no_money_left_until_the_next_day() {
        sample.ledger.account("acme", "official", "credits", 20, Micros.of("49"), null, 5000);
        sample.rendering("dog");
        refusedAnd("budget: account acme");
        sample.clock.forward(86_400_000);
        waits(null);
        bought();
    }

    @Test
    void the_watchs_day_has_no_money_left() {
        sample.ledger.watch("press", Micros.of("49"), null);
        sample.rendering("dog");
        refusedAnd("budget: watch press");
    }

    @Test
    void the_accounts_tasks_of_the_day_are_bought_until_the_next_day() {
        sample.ledger.account("acme", "official", "credits", 20, null, 2, 5000);
        sample.rendering("dog");
        sample.inDoubt("hen");
        refusedAnd("budget: tasks of account acme");
        sample.clock.forward(86_400_000);
        waits(null);
        bought();
    }

    @Test
    void the_watchs_tasks_of_the_day_are_bought() {
        sample.ledger.watch("press", null, 1);
        sample.rendering("dog");
        refusedAnd("budget: tasks of watch press");
    }

    @Test
    void without_a_price_a_cap_on_cost_holds_as_soon_as_it_is_used_up() {
        sample.store.jdbc().update("UPDATE job SET estimate_micros = NULL", Map.of());
        job = sample.job("cat");
        sample.ledger.account("acme", "official", "credits", 20, Micros.of("25"), 100, 5000);
        waits(null);
        sample.rendering("dog");
        refusedAnd("budget: account acme");
        sample.ledger.account("acme", "official", "credits", 20, null, 100, 5000);
        sample.ledger.watch("press", Micros.of("25"), 100);
        job = sample.job("cat");
        refusedAnd("budget: watch press");
    }

    @Test
    void a_cap_that_is_just_met_is_met() {
        sample.ledger.account("acme", "official", "credits", 20, Micros.of("25"), null, 5000);
        sample.ledger.watch("press", Micros.of("25"), null);
        bought();
    }

    @Test
    void the_breaker_is_open_and_then_lets_one_probe_through() {
        for (int i = 0; i < 4; i++) {
            sample.ledger.doubted("acme");
        }
        refusedAnd("gateway: account acme");
        sample.clock.forward(15_000);
        bought();
        assertThat(sample.steps.intend(sample.waiting("dog"))).describedAs("a second one beside the probe").isNull();
    }

    @Test
    void posts_under_way_count_as_doubts_to_come() {
        for (String name : new String[] {"a", "b", "c", "d"}) {
            sample.submitting(name);
        }
        assertThat(sample.steps.intend(job)).isNull();
        sample.steps.accepted(sample.job("a"), "task", null);
        bought();
    }

    @Test
    void a_job_that_is_tried_later_says_so() {
        sample.steps.notBought(sample.submitting("dog"), "connection refused", 60_000);
        assertThat(explained("dog")).isEqualTo("retry");
    }

    @Test
    void a_reason_that_is_over_is_taken_back() {
        sample.ledger.pauseAll(true, "holidays");
        waits("pause: everything");
        sample.ledger.pauseAll(false, null);
        waits(null);
    }

    private void refusedAnd(String why) {
        Map<String, Object> before = job.row();
        assertThat(sample.steps.intend(job)).isNull();
        assertThat(sample.job("cat").row()).isEqualTo(before);
        waits(why);
    }

    private void waits(String why) {
        assertThat(explained("cat")).isEqualTo(why);
    }

    private String explained(String name) {
        new Upkeep(sample.store, sample.node, 4, 90, 86_400_000, jobs -> { }).explain();
        return sample.job(name).text("waits_for");
    }

    private void bought() {
        Job now = sample.steps.intend(job);
        assertThat(now.state()).isEqualTo(State.SUBMITTING);
        assertThat(now.text("waits_for")).isNull();
        assertThat(now.number("submitted_at")).isEqualTo(sample.node.now());
        assertThat(now.number("due_at")).describedAs("well after the POST's time is over").isEqualTo(sample.node.now() + 150_000);
    }

    @Test
    void an_intent_whose_storing_was_not_confirmed_is_found_again_by_its_token() {
        assertThat(sample.steps.intended(job)).as("none was stored").isNull();
        sample.steps.intend(job);
        sample.clock.forward(60_000);
        Job found = sample.steps.intended(job);
        assertThat(found.state()).isEqualTo(State.SUBMITTING);
        assertThat(found.number("submitted_at")).isEqualTo(sample.clock.millis());
        assertThat(found.number("due_at")).as("a whole lease").isGreaterThan(sample.clock.millis() + 30_000);
        assertThat(sample.steps.accepted(found, "task-1", null)).isTrue();
        assertThat(sample.steps.intended(job)).as("its task is stored").isNull();
    }
}
