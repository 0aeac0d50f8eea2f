package io.reeldrop.pipeline;

import static io.reeldrop.pipeline.Bench.SIDECAR;
import static io.reeldrop.pipeline.Bench.eventually;
import static io.reeldrop.pipeline.Bench.prompt;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.job.Job;
import io.reeldrop.job.State;
import io.reeldrop.sandbox.Option;
import io.reeldrop.storage.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Whatever becomes of a task or its video: nothing is paid for twice, and a task id is never lost. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TaskFateTest {

    private Bench bench;

    @BeforeAll
    void start(@TempDir Path home) throws IOException {
        bench = new Bench(home, Bench.QUICK).set("reeldrop.deliver.tries", "3").set("reeldrop.deliver.retry-ms", "100")
                .set("reeldrop.deliver.max-bytes", "3000000").set("reeldrop.submit.task-retries", "2").start();
    }

    @AfterEach
    void calm() {
        for (Option fault : new Option[] {Option.STATUS_429, Option.STATUS_503, Option.FAIL}) {
            bench.sandbox.faults(fault, 0);
        }
        bench.sandbox.faults(Option.CREDITS, 100_000);
        bench.sandbox.faults(Option.KEY, "");
        bench.sandbox.faults(Option.EXPIRE_OUTPUTS, 86_400_000);
        bench.ledger().resume("account", "sandbox");
    }

    @AfterAll
    void close() throws IOException {
        bench.close();
    }

    @Test
    void a_failure_of_safety_is_not_bought_again() throws Exception {
        long before = tasks();
        bench.drop("safety", prompt("[fail SAFETY.INPUT.TEXT]"));
        bench.untilState("safety", State.FAILED);
        assertThat(tasks() - before).isEqualTo(1);
        assertThat(bench.error("safety")).contains("\"failureCode\" : \"SAFETY.INPUT.TEXT\"").contains("change the image or the prompt");
        assertThat(bench.status()).contains("safety: ");
        assertThat(bench.log.text()).contains("FAILED (SAFETY.INPUT.TEXT)");
    }

    @Test
    void an_internal_failure_is_bought_again_later_but_not_for_ever() throws Exception {
        long before = tasks();
        bench.drop("internal", prompt("[fail INTERNAL]"));
        for (int task = 1; task <= 3; task++) {
            long made = before + task;
            eventually().until(() -> tasks() == made && bench.job("internal").state() != State.RENDERING
                    && bench.job("internal").state() != State.SUBMITTING);
            if (task < 3) {
                assertThat(bench.job("internal").state()).isEqualTo(State.WAITING);
                assertThat(bench.status()).contains("waiting");
                bench.clock.moveOn(Duration.ofMinutes(61));
            }
        }
        bench.untilState("internal", State.FAILED);
        bench.clock.moveOn(Duration.ofHours(2));
        assertThat(tasks() - before).isEqualTo(3);
    }

    @Test
    void a_cancelled_task_ends_at_the_gateway() throws Exception {
        bench.drop("cancel", prompt("[render 60000]"));
        bench.untilState("cancel", State.RENDERING);
        eventually().untilAsserted(() -> bench.orders().askToEnd(bench.job("cancel")));
        bench.untilState("cancel", State.CANCELLED);
        assertThat(bench.sandbox.report().cancelled()).isGreaterThanOrEqualTo(1);
        assertThat(bench.error("cancel")).contains("cancelled on request").contains("buys it anew");
    }

    @Test
    void a_finished_task_is_not_deleted_by_a_cancellation_that_comes_late() throws Exception {
        bench.drop("late", prompt("[render 10]"));
        eventually().until(() -> bench.job("late") != null && bench.job("late").state() == State.RENDERING);
        bench.orders().askToEnd(bench.job("late"));
        bench.untilState("late", State.DELIVERED);
        assertThat(bench.root.resolve("out/late.mp4")).exists();
    }

    @Test
    void a_task_that_nobody_knows_keeps_its_id() throws Exception {
        bench.drop("unknown", prompt("[unknown-task]"));
        bench.untilState("unknown", State.UNDELIVERED);
        Job job = bench.job("unknown");
        assertThat(job.taskId()).isNotNull();
        assertThat(job.number("slot")).isEqualTo(1);
        assertThat(bench.error("unknown")).contains(job.taskId()).contains("does not know the task");
        assertThat(bench.status()).contains("does not know the task");
        assertThat(bench.log.text()).contains(job.taskId() + " is kept");
    }

    @Test
    void an_expired_link_is_asked_for_anew() throws Exception {
        bench.sandbox.faults(Option.EXPIRE_OUTPUTS, 1);
        long before = tasks();
        bench.drop("expired", SIDECAR);
        eventually().until(() -> bench.job("expired") != null && bench.jobs().events(bench.job("expired").id()).stream()
                .filter(e -> e.get("state").equals("DELIVERING")).count() >= 1 && bench.job("expired").tries() >= 1);
        bench.sandbox.faults(Option.EXPIRE_OUTPUTS, 86_400_000);
        bench.untilState("expired", State.DELIVERED);
        assertThat(tasks() - before).isEqualTo(1);
        assertThat(bench.jobs().events(bench.job("expired").id())).extracting(e -> e.get("state"))
                .containsSubsequence("DELIVERING", "RENDERING", "DELIVERING", "DELIVERED");
    }

    @Test
    void a_cut_download_goes_on_where_it_ended() throws Exception {
        bench.drop("cut", prompt("[cut 1]"));
        bench.untilState("cut", State.DELIVERED);
        assertThat(bench.log.text()).contains("the download broke off");
        assertWhole("cut");
    }

    @Test
    void a_page_that_is_no_video_is_tried_again() throws Exception {
        bench.drop("page", prompt("[not-a-video 1]"));
        bench.untilState("page", State.DELIVERED);
        assertWhole("page");
    }

    @Test
    void a_video_that_is_shorter_than_it_should_be_is_tried_again() throws Exception {
        bench.drop("short", prompt("[wrong-length 1]"));
        bench.untilState("short", State.DELIVERED);
        assertWhole("short");
    }

    @Test
    void an_endless_video_is_given_up_and_leaves_nothing_behind() throws Exception {
        bench.drop("endless", prompt("[endless 9]"));
        bench.untilState("endless", State.UNDELIVERED);
        assertThat(bench.error("endless")).contains("reeldrop.deliver.max-bytes").contains(bench.job("endless").taskId());
        try (Stream<Path> out = Files.walk(bench.root.resolve("out"))) {
            assertThat(out.filter(f -> f.toString().contains("endless"))).isEmpty();
        } catch (NoSuchFileException e) {
            // Nothing was published yet: just as well.
        }
        try (Stream<Path> spool = Files.walk(bench.home.resolve("data/spool"))) {
            assertThat(spool.filter(f -> f.toString().contains(bench.job("endless").id()))).isEmpty();
        }
    }

    @Test
    void too_many_requests_pause_the_account_and_not_the_job() throws Exception {
        bench.sandbox.faults(Option.STATUS_429, 1);
        pauses("429", "429", Duration.ofMinutes(2), () -> bench.sandbox.faults(Option.STATUS_429, 0));
    }

    @Test
    void missing_credits_pause_the_account_and_not_the_job() throws Exception {
        bench.sandbox.faults(Option.CREDITS, 0);
        pauses("credits", "credits", Duration.ofMinutes(6), () -> bench.sandbox.faults(Option.CREDITS, 100_000));
    }

    @Test
    void a_bad_key_pauses_the_account_and_not_the_job() throws Exception {
        bench.sandbox.faults(Option.KEY, "another");
        pauses("key", "401", Duration.ofMinutes(6), () -> bench.sandbox.faults(Option.KEY, ""));
    }

    private void pauses(String name, String why, Duration over, Runnable mend) throws Exception {
        bench.drop(name, SIDECAR);
        // What an earlier pause was for stays on the account's row.
        eventually().until(() -> String.valueOf(bench.ledger().accounts().get(0).get("paused_for")).contains(why));
        eventually().until(() -> bench.job(name).state() == State.WAITING);
        long posts = bench.sandbox.report().posts();
        assertThat(bench.status()).contains("waiting: account sandbox is paused")
                .contains("nothing is bought: account sandbox is paused until ").contains(why);
        mend.run();
        bench.clock.moveOn(over);
        bench.untilState(name, State.DELIVERED);
        assertThat(bench.sandbox.report().posts()).isEqualTo(posts + 1);
    }

    @Test
    void a_server_error_on_the_purchase_is_not_repeated() throws Exception {
        long posts = bench.sandbox.report().posts();
        bench.sandbox.faults(Option.STATUS_503, 1);
        bench.drop("503", SIDECAR);
        bench.untilState("503", State.IN_DOUBT);
        bench.sandbox.faults(Option.STATUS_503, 0);
        bench.drop("after", prompt("after a 503"));
        bench.untilState("after", State.DELIVERED);
        assertThat(bench.sandbox.report().posts()).isEqualTo(posts + 2);
        assertThat(bench.job("503").state()).isEqualTo(State.IN_DOUBT);
        assertThat(bench.error("503")).contains("503").contains("resolve");
    }

    private void assertWhole(String name) throws IOException {
        Job job = bench.job(name);
        Path video = bench.root.resolve("out/" + name + ".mp4");
        assertThat(Files.size(video)).isEqualTo(job.number("output_bytes"));
        assertThat(Sha256.of(video)).isEqualTo(job.text("output_sha256"));
        assertThat(bench.jobs().list("name = :name", Map.of("name", name), 9)).hasSize(1);
    }

    private long tasks() {
        return bench.sandbox.report().tasksCreated();
    }
}
