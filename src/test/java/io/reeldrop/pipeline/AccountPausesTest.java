package io.reeldrop.pipeline;

import static io.reeldrop.pipeline.Bench.SIDECAR;
import static io.reeldrop.pipeline.Bench.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.job.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway holds against an account stops the account, and neither its neighbours nor its tasks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountPausesTest {

    private static final long MINUTE = 60_000;

    private Path home;
    private Bench bench;
    private Toll toll;

    @BeforeAll
    void start(@TempDir Path home) throws IOException {
        this.home = home;
        bench = new Bench(home, Bench.QUICK).watch("next", "neighbour").account("neighbour");
        toll = new Toll(bench.sandbox.uri());
        Path profile = home.resolve("config/gateways/sandbox.yaml");
        Files.writeString(profile,
                Files.readString(profile).replace("  failedCost: stated", "  statuses: {THROTTLED: [PARKED]}\n  failedCost: stated"));
        bench.set("reeldrop.accounts.sandbox.base-url", toll.url()).set("reeldrop.accounts.sandbox.max-in-flight", "40")
                .set("reeldrop.submit.doubts", "40").start();
    }

    @AfterEach
    void clear() throws IOException {
        toll.clear();
        bench.clear();
    }

    @AfterAll
    void stop() throws IOException {
        bench.close();
        toll.close();
    }

    @Test
    void retry_after_is_honoured_in_both_forms_and_the_neighbour_goes_on() throws Exception {
        toll.refuse("POST", 429, "slow down", "900");
        bench.drop("seconds", SIDECAR);
        untilPaused("slow down");
        assertThat(pausedFor()).isBetween(14 * MINUTE, 15 * MINUTE);
        Bench.drop(home.resolve("next"), "other", SIDECAR);
        eventually().until(() -> bench.jobs().counts("next").getOrDefault("DELIVERED", 0L) == 1);
        assertThat(bench.status()).contains("1 waiting: account sandbox is paused");
        toll.refuse("POST", 429, "until then", DateTimeFormatter.RFC_1123_DATE_TIME
                .format(bench.clock.instant().atZone(ZoneOffset.UTC).plusHours(3)));
        bench.clock.moveOn(Duration.ofMinutes(16));
        untilPaused("until then");
        assertThat(pausedFor()).isBetween(163 * MINUTE, 164 * MINUTE + 1000);
        assertThat(toll.count("POST")).isEqualTo(2);
        toll.let("POST");
        bench.clock.moveOn(Duration.ofHours(3));
        bench.untilState("seconds", State.DELIVERED);
        assertThat(account("pauses")).describedAs("a purchase ends the row").isZero();
    }

    @Test
    void each_refusal_in_a_row_pauses_for_longer_and_a_person_ends_it() throws Exception {
        toll.refuse("POST", 403, "Your account has been suspended", null);
        bench.drop("one", SIDECAR);
        for (long minutes : new long[] {5, 10, 20}) {
            int posts = (int) (minutes == 5 ? 1 : minutes / 5 / 2 + 1);
            eventually().until(() -> toll.count("POST") == posts && bench.job("one").state() == State.WAITING && pausedFor() > 0);
            assertThat(pausedFor()).isBetween(minutes * MINUTE - 30_000, minutes * MINUTE);
            if (minutes < 20) {
                bench.clock.moveOn(Duration.ofMinutes(minutes));
            }
        }
        toll.let("POST");
        bench.ledger().resume("account", "sandbox");
        bench.untilState("one", State.DELIVERED);
    }

    @Test
    void refused_polls_stop_for_the_whole_account_and_lose_no_task_however_long() throws Exception {
        toll.change(text -> saying("RUNNING", text));
        for (int i = 0; i < 40; i++) {
            bench.drop("d" + i, SIDECAR);
        }
        bench.untilAll(40, job -> job.state() == State.RENDERING);
        toll.refuse("GET", 401, "Unauthorized", null);
        untilPaused("Unauthorized");
        Bench.drop(home.resolve("next"), "other", SIDECAR);
        eventually().until(() -> bench.jobs().counts("next").getOrDefault("DELIVERED", 0L) == 1);
        bench.drop("later", SIDECAR);
        eventually().until(() -> bench.status().contains("1 waiting: account sandbox is paused"));
        int refused = toll.count("GET");
        for (int hour = 0; hour < 30; hour++) {
            long before = quietUntil();
            bench.clock.moveOn(Duration.ofHours(1));
            eventually().until(() -> quietUntil() > before);
        }
        assertThat(bench.states()).isEqualTo(Map.of(State.RENDERING, 40L, State.WAITING, 1L, State.DELIVERED, 1L));
        assertThat(toll.count("GET") - refused).describedAs("no more than one round of polls each time").isLessThanOrEqualTo(30 * 41);
        toll.change(text -> text);
        toll.let("GET");
        // A poll that was refused about the last jump begins one more pause, or is repeated only minutes later.
        eventually().pollInterval(Duration.ofSeconds(2)).until(() -> {
            bench.clock.moveOn(Duration.ofMinutes(11));
            return bench.states().equals(Map.of(State.DELIVERED, 42L));
        });
        assertThat(bench.sandbox.report().tasksCreated()).isEqualTo(42);
        assertThat(account("quiets")).isZero();
    }

    @Test
    void while_polls_are_refused_none_is_made() throws Exception {
        toll.change(text -> saying("RUNNING", text));
        for (int i = 0; i < 10; i++) {
            bench.drop("d" + i, SIDECAR);
        }
        bench.untilAll(10, job -> job.state() == State.RENDERING);
        toll.refuse("GET", 429, "too many polls", "600");
        untilPaused("too many polls");
        // The polls that were under way when the first was refused are over as soon as each job has its refusal, or none is claimed.
        eventually().until(() -> bench.jobs().list("state = 'RENDERING' AND reason IS NULL AND claimed_at > :now - 1000",
                Map.of("now", bench.clock.millis()), 99).isEmpty());
        int polls = toll.count("GET");
        bench.clock.moveOn(Duration.ofMinutes(8));
        Bench.drop(home.resolve("next"), "other", SIDECAR);
        eventually().until(() -> bench.jobs().counts("next").getOrDefault("DELIVERED", 0L) == 1);
        assertThat(toll.count("GET")).isEqualTo(polls);
        toll.change(text -> text);
        toll.let("GET");
        bench.clock.moveOn(Duration.ofMinutes(3));
        bench.untilAll(11, job -> job.state() == State.DELIVERED);
    }

    @Test
    void a_task_that_is_held_back_is_not_given_up_whatever_its_gateway_calls_that() throws Exception {
        toll.change(text -> saying("parked", text));
        bench.drop("long", SIDECAR);
        eventually().until(() -> bench.job("long") != null && "parked".equals(bench.job("long").taskStatus()));
        bench.clock.moveOn(Duration.ofHours(30));
        toll.refuse("GET", 500, "out of order", null);
        eventually().until(() -> bench.job("long").tries() > 0);
        assertThat(bench.job("long").state()).isEqualTo(State.RENDERING);
        toll.let("GET");
        toll.change(text -> saying("RUNNING", text));
        bench.clock.moveOn(Duration.ofMinutes(6));
        eventually().until(() -> "RUNNING".equals(bench.job("long").taskStatus()));
        bench.clock.moveOn(Duration.ofHours(23));
        toll.change(text -> saying("parked", text));
        eventually().until(() -> "parked".equals(bench.job("long").taskStatus()));
        bench.clock.moveOn(Duration.ofHours(30));
        toll.change(text -> text);
        bench.untilState("long", State.DELIVERED);
    }

    private static String saying(String status, String answer) {
        return answer.replaceAll("\"status\":\"[A-Z]+\"", "\"status\":\"" + status + "\"").replaceAll("\"output\":\\[.*?\\],", "");
    }

    private void untilPaused(String why) {
        eventually().until(() -> pausedFor() > 0 && String.valueOf(row().get("paused_for")).contains(why));
    }

    private Map<String, Object> row() {
        return bench.ledger().accounts().stream().filter(row -> row.get("name").equals("sandbox")).findFirst().orElseThrow();
    }

    private long account(String column) {
        return ((Number) row().get(column)).longValue();
    }

    private long pausedFor() {
        return account("paused_until") - bench.clock.millis();
    }

    private long quietUntil() {
        return account("quiet_until");
    }
}
