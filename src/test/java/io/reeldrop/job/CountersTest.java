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

/** Slots and spend of account and watch, which move with the job in one statement. The estimate of a job is 25 credits. */
@ParameterizedClass
@EnumSource(Databases.class)
class CountersTest {

    private static final long DAY = 86_400_000;

    @Parameter
    Databases database;

    @TempDir
    Path home;

    private Sample sample;

    @BeforeEach
    void open() {
        sample = new Sample(database, home, 1_795_000_000_000L);
    }

    @AfterEach
    void close() {
        sample.close();
    }

    @Test
    void nothing_counts_before_the_intent() {
        sample.waiting("cat");
        counts(0, 0, "0");
    }

    @Test
    void the_intent_takes_slot_and_estimate_and_the_answer_ends_the_post() {
        Job posted = sample.submitting("cat");
        counts(1, 1, "25");
        sample.steps.accepted(posted, "task", null);
        counts(1, 0, "25");
    }

    @Test
    void the_gateways_own_estimate_replaces_ours_and_its_charge_replaces_both_once() {
        sample.steps.accepted(sample.submitting("cat"), "task", Micros.of("40"));
        counts(1, 0, "40");
        sample.steps.rendered(sample.job("cat"), "https://cdn.example/1", Micros.of("38"));
        counts(0, 0, "38");
        sample.steps.needsUrl(sample.job("cat"), "expired", 0);
        sample.steps.rendered(sample.job("cat"), "https://cdn.example/2", Micros.of("38"));
        counts(0, 0, "38");
    }

    @Test
    void without_a_charge_the_estimate_stands() {
        sample.steps.rendered(sample.rendering("cat"), "https://cdn.example/1", null);
        counts(0, 0, "25");
    }

    @Test
    void what_was_certainly_not_bought_costs_nothing() {
        sample.refused("cat");
        counts(0, 0, "0");
        sample.steps.notBought(sample.submitting("dog"), "429", 0);
        counts(0, 0, "0");
    }

    @Test
    void what_is_in_doubt_or_lost_keeps_slot_and_reservation() {
        sample.inDoubt("cat");
        counts(1, 0, "25");
        sample.undelivered("dog");
        counts(2, 0, "50");
    }

    @Test
    void a_failed_task_frees_its_slot_and_costs_what_the_gateway_says() {
        sample.steps.failed(sample.rendering("cat"), "INTERNAL", "INTERNAL", 0L, 1000L);
        counts(0, 0, "0");
        sample.steps.failed(sample.rendering("dog"), "SAFETY", "SAFETY.INPUT", null, null);
        counts(0, 0, "25");
    }

    @Test
    void a_second_task_of_the_same_job_is_charged_beside_the_first() {
        sample.steps.failed(sample.rendering("cat"), "INTERNAL", "INTERNAL", Micros.of("10"), 0L);
        sample.steps.accepted(sample.steps.intend(sample.job("cat")), "again", null);
        counts(1, 0, "35");
        sample.steps.rendered(sample.job("cat"), "https://cdn.example/1", Micros.of("20"));
        counts(0, 0, "30");
    }

    @Test
    void a_new_day_starts_from_nothing_and_a_late_charge_belongs_to_the_old_one() {
        Job old = sample.rendering("cat");
        sample.clock.forward(DAY);
        Job young = sample.rendering("dog");
        counts(2, 0, "25");
        sample.steps.rendered(old, "https://cdn.example/1", Micros.of("100"));
        counts(1, 0, "25");
        sample.steps.rendered(young, "https://cdn.example/2", Micros.of("26"));
        counts(0, 0, "26");
    }

    @Test
    void a_task_counts_from_its_intent_on_and_is_given_back_only_where_none_was_made() {
        sample.waiting("ant");
        tasks(0);
        sample.steps.refused(sample.submitting("bee"), "400", null);
        sample.steps.notBought(sample.submitting("cat"), "429", 0);
        tasks(0);
        sample.submitting("dog");
        tasks(1);
        sample.steps.failed(sample.rendering("eel"), "INTERNAL", "INTERNAL", 0L, 0L);
        tasks(2);
        sample.steps.accepted(sample.steps.intend(sample.job("eel")), "again", null);
        tasks(3);
        sample.undelivered("fox");
        sample.inDoubt("gnu");
        tasks(5);
    }

    @Test
    void a_task_in_doubt_stays_counted_unless_a_person_says_that_there_is_none() {
        Orders orders = new Orders(sample.store, sample.node);
        sample.inDoubt("cat");
        sample.inDoubt("dog");
        sample.inDoubt("hen");
        orders.end(sample.job("cat"), "never mind");
        orders.buyAgain(sample.job("dog"));
        tasks(3);
        orders.notCharged(sample.job("hen"));
        tasks(2);
        sample.steps.intend(sample.job("dog"));
        tasks(3);
    }

    @Test
    void tasks_are_counted_by_the_day_as_costs_are() {
        Orders orders = new Orders(sample.store, sample.node);
        sample.inDoubt("cat");
        sample.rendering("dog");
        sample.clock.forward(DAY);
        sample.rendering("hen");
        tasks(1);
        orders.notCharged(sample.job("cat"));
        assertThat(sample.account("tasks")).describedAs("yesterday's task is not given back to today").isEqualTo(1);
    }

    @Test
    void what_is_bought_while_the_clock_is_a_day_back_counts_all_the_same() {
        sample.rendering("cat");
        sample.clock.forward(-DAY);
        Job back = sample.submitting("dog");
        counts(2, 1, "50");
        sample.steps.refused(back, "400", null);
        sample.rendering("hen");
        assertThat(sample.account("tasks")).describedAs("a task that is given back meanwhile stays counted").isEqualTo(3);
        sample.clock.forward(2 * DAY);
        sample.rendering("fox");
        tasks(1);
    }

    @Test
    void a_delivered_job_that_is_forgotten_leaves_the_counters_alone() {
        sample.delivered("cat");
        sample.store.jdbc().update("DELETE FROM job", Map.of());
        counts(0, 0, "30");
    }

    private void tasks(int number) {
        assertThat(sample.account("tasks")).describedAs("tasks of the account").isEqualTo(number);
        assertThat(((Number) sample.ledger.watches().get(0).get("tasks")).longValue()).describedAs("tasks of the watch").isEqualTo(number);
    }

    private void counts(int inFlight, int submitting, String spent) {
        assertThat(sample.account("in_flight")).describedAs("in flight").isEqualTo(inFlight);
        assertThat(sample.account("submitting")).describedAs("submitting").isEqualTo(submitting);
        assertThat(sample.account("spent_micros")).describedAs("spent").isEqualTo(Micros.of(spent));
        assertThat(((Number) sample.ledger.watches().get(0).get("spent_micros")).longValue()).describedAs("spent by the watch")
                .isEqualTo(Micros.of(spent));
    }
}
