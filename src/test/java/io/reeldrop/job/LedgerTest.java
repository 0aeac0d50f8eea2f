package io.reeldrop.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class LedgerTest {

    private static final long MINUTE = 60_000;

    @Parameter
    Databases database;

    @TempDir
    Path home;

    private Sample sample;
    private Ledger ledger;

    @BeforeEach
    void open() {
        sample = new Sample(database, home, 1_795_000_000_000L);
        ledger = sample.ledger;
    }

    @AfterEach
    void close() {
        sample.close();
    }

    @Test
    void each_pause_in_a_row_is_twice_as_long_up_to_a_limit() {
        for (long minutes : new long[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            pause(null);
            assertThat(pausedFor()).isEqualTo(minutes * MINUTE);
            sample.clock.forward(pausedFor());
        }
    }

    @Test
    void the_gateways_own_wish_counts_where_it_is_longer() {
        pause(5 * MINUTE);
        assertThat(pausedFor()).isEqualTo(5 * MINUTE);
        sample.clock.forward(pausedFor());
        pause(1000L);
        assertThat(pausedFor()).isEqualTo(2 * MINUTE);
        sample.clock.forward(pausedFor());
        pause(300 * MINUTE);
        assertThat(pausedFor()).describedAs("even beyond the limit").isEqualTo(300 * MINUTE);
    }

    @Test
    void several_workers_that_hear_the_same_refusal_make_one_pause() {
        pause(null);
        pause(null);
        pause(null);
        assertThat(pausedFor()).isEqualTo(MINUTE);
        sample.clock.forward(MINUTE);
        pause(null);
        assertThat(pausedFor()).isEqualTo(2 * MINUTE);
    }

    @Test
    void a_pause_grows_with_those_for_the_same_only() {
        for (int i = 0; i < 8; i++) {
            ledger.pause("acme", Pause.NOT_REACHABLE, "connection refused", null);
            sample.clock.forward(pausedFor());
        }
        pause(null);
        assertThat(pausedFor()).isEqualTo(MINUTE);
        sample.clock.forward(pausedFor());
        ledger.pause("acme", Pause.CREDITS, "no credits", null);
        assertThat(pausedFor()).isEqualTo(5 * MINUTE);
        sample.clock.forward(pausedFor());
        ledger.pause("acme", Pause.CREDITS, "no credits", null);
        assertThat(pausedFor()).isEqualTo(10 * MINUTE);
    }

    @Test
    void a_longer_wish_that_comes_during_a_pause_counts_but_makes_no_second_one() {
        pause(null);
        pause(30 * MINUTE);
        pause(2 * MINUTE);
        assertThat(pausedFor()).isEqualTo(30 * MINUTE);
        assertThat(sample.account("pauses")).isEqualTo(1);
        ledger.pauseByHand("account", "acme", "prices doubled");
        pause(30 * MINUTE);
        assertThat(sample.account("paused_until")).isEqualTo(Ledger.FOR_EVER);
    }

    @Test
    void refused_polls_are_stopped_for_longer_each_time_and_buying_with_them() {
        for (long minutes : new long[] {1, 2, 4, 8, 10, 10}) {
            assertThat(ledger.quiet("acme", "401", null)).isTrue();
            assertThat(ledger.quiet("acme", "401", null)).describedAs("a second worker hears the same").isFalse();
            assertThat(quietFor()).isEqualTo(minutes * MINUTE);
            assertThat(pausedFor()).isEqualTo(minutes * MINUTE);
            sample.clock.forward(quietFor());
        }
        ledger.told("acme");
        ledger.quiet("acme", "429", 7 * MINUTE);
        assertThat(quietFor()).isEqualTo(7 * MINUTE);
        ledger.resume("account", "acme");
        assertThat(sample.account("quiet_until")).isZero();
        assertThat(sample.account("paused_until")).isZero();
        ledger.quiet("acme", "429", null);
        assertThat(quietFor()).isEqualTo(MINUTE);
    }

    @Test
    void refused_polls_neither_shorten_nor_rename_a_longer_pause() {
        ledger.pauseByHand("account", "acme", "prices doubled");
        ledger.quiet("acme", "429", null);
        assertThat(sample.account("paused_until")).isEqualTo(Ledger.FOR_EVER);
        assertThat(ledger.accounts().get(0).get("paused_for")).isEqualTo("prices doubled");
    }

    private long quietFor() {
        return sample.account("quiet_until") - sample.node.now();
    }

    @Test
    void a_purchase_ends_the_row_of_pauses() {
        pause(null);
        sample.clock.forward(MINUTE);
        pause(null);
        sample.clock.forward(2 * MINUTE);
        ledger.bought("acme");
        pause(null);
        assertThat(pausedFor()).isEqualTo(MINUTE);
    }

    @Test
    void a_pause_by_hand_outlives_every_other_until_it_is_resumed() {
        assertThat(ledger.pauseByHand("account", "acme", "prices doubled")).isTrue();
        pause(null);
        assertThat(sample.account("paused_until")).isEqualTo(Ledger.FOR_EVER);
        assertThat(ledger.resume("account", "acme")).isTrue();
        assertThat(sample.account("paused_until")).isZero();
        assertThat(ledger.pauseByHand("account", "nobody", "x")).isFalse();
        assertThatThrownBy(() -> ledger.resume("job", "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_breaker_opens_at_the_fourth_doubt_and_probes_come_further_and_further_apart() {
        for (int i = 0; i < 3; i++) {
            ledger.doubted("acme");
            assertThat(ledger.probing("acme")).isFalse();
        }
        for (long seconds : new long[] {15, 30, 60, 120, 240, 480, 600, 600}) {
            ledger.doubted("acme");
            assertThat(ledger.probing("acme")).isTrue();
            assertThat(sample.account("probe_at") - sample.node.now()).isEqualTo(seconds * 1000);
        }
    }

    @Test
    void a_definitive_answer_closes_the_breaker_and_the_free_look_that_failed_does_not() {
        for (int i = 0; i < 6; i++) {
            ledger.doubted("acme");
        }
        sample.clock.forward(10 * MINUTE);
        ledger.stillDown("acme");
        assertThat(sample.account("probe_at") - sample.node.now()).isEqualTo(15_000);
        assertThat(sample.account("doubts")).describedAs("no money was risked").isEqualTo(6);
        ledger.answered("acme");
        assertThat(ledger.probing("acme")).isFalse();
        assertThat(sample.account("probe_at")).isZero();
    }

    @Test
    void a_person_who_resumes_an_account_resets_breaker_and_pauses() {
        for (int i = 0; i < 5; i++) {
            ledger.doubted("acme");
        }
        pause(null);
        ledger.resume("account", "acme");
        assertThat(ledger.probing("acme")).isFalse();
        pause(null);
        assertThat(pausedFor()).isEqualTo(MINUTE);
    }

    @Test
    void a_delivery_lets_a_held_watch_buy_again() {
        sample.steps.fetched(sample.delivering("cat"), 1, "ab");
        ledger.hold("press", "out/ is full", MINUTE);
        assertThat(watch("held_until")).isEqualTo(sample.node.now() + MINUTE);
        sample.steps.delivered(sample.job("cat"), "cat.mp4");
        assertThat(watch("held_until")).isZero();
        assertThat(watch("delivered_at")).isEqualTo(sample.node.now());
    }

    @Test
    void new_settings_change_the_caps_and_leave_counters_and_pauses() {
        sample.rendering("cat");
        ledger.pauseByHand("account", "acme", "x");
        ledger.pauseByHand("watch", "press", "y");
        ledger.account("acme", "other", "USD", 3, null, null, 200);
        ledger.watch("press", null, null);
        assertThat(ledger.accounts()).singleElement().satisfies(row -> assertThat(row).containsEntry("gateway", "other")
                .containsEntry("unit", "USD").containsEntry("max_in_flight", 3).containsEntry("max_cost_micros", null)
                .containsEntry("in_flight", 1).containsEntry("paused_until", Ledger.FOR_EVER));
        assertThat(watch("paused_until")).isEqualTo(Ledger.FOR_EVER);
        assertThat(watch("spent_micros")).isEqualTo(Micros.of("25"));
    }

    @Test
    void all_is_paused_with_a_reason_until_it_is_resumed() {
        assertThat(ledger.pausedAll()).isNull();
        ledger.pauseAll(true, "holidays");
        ledger.pauseAll(true, "longer holidays");
        assertThat(ledger.pausedAll()).isEqualTo("longer holidays");
        ledger.pauseAll(false, null);
        assertThat(ledger.pausedAll()).isNull();
    }

    private void pause(Long retryAfterMs) {
        ledger.pause("acme", Pause.RATE_LIMIT, "429", retryAfterMs);
    }

    private long pausedFor() {
        return sample.account("paused_until") - sample.node.now();
    }

    private long watch(String column) {
        return ((Number) ledger.watches().get(0).get(column)).longValue();
    }
}
