package io.reeldrop.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {

    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig(Map.of());
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    @Test
    void a_lost_answer_has_made_a_task_that_the_sandbox_can_name() throws Exception {
        rig.sandbox.faults(Option.LOSE_ANSWERS, 1);
        assertThatThrownBy(() -> rig.post(Rig.order("lost cat"))).isInstanceOf(IOException.class);
        JsonNode tasks = Rig.JSON.readTree(rig.send(rig.request("/sandbox/tasks").GET()).body());
        assertThat(tasks).hasSize(1);
        assertThat(tasks.path(0).path("promptText").asText()).isEqualTo("lost cat");
        assertThat(rig.status(tasks.path(0).path("id").asText())).isEqualTo("RUNNING");
        assertThat(rig.sandbox.report().answersLost()).isEqualTo(1);
        assertThat(rig.sandbox.report().postsByStatus()).isEmpty();
    }

    @Test
    void a_prompt_can_ask_for_its_answer_to_be_lost_or_cut() throws Exception {
        assertThatThrownBy(() -> rig.post(Rig.order("[lose]"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> rig.post(Rig.order("[reset]"))).isInstanceOf(IOException.class);
        rig.submit("neither");
        assertThat(rig.sandbox.report().tasksCreated()).isEqualTo(3);
        assertThat(rig.sandbox.report().answersLost()).isEqualTo(2);
    }

    @Test
    void an_answer_cut_in_the_middle_has_begun() throws Exception {
        rig.sandbox.faults(Option.RESET_ANSWERS, 1);
        CompletableFuture<Integer> status = new CompletableFuture<>();
        assertThatThrownBy(() -> rig.http.send(
                rig.request("/v1/image_to_video").POST(BodyPublishers.ofString(Rig.order("a cat").toString())).build(),
                info -> {
                    status.complete(info.statusCode());
                    return BodyHandlers.ofString().apply(info);
                })).isInstanceOf(IOException.class);
        assertThat(status).isCompletedWithValue(200);
        assertThat(rig.sandbox.report().tasksCreated()).isEqualTo(1);
    }

    @Test
    void a_connection_dropped_before_makes_no_task() throws Exception {
        rig.sandbox.faults(Option.DROP_BEFORE, 1);
        assertThatThrownBy(() -> rig.post(Rig.order("a cat"))).isInstanceOf(IOException.class);
        assertThat(rig.sandbox.report().tasksCreated()).isZero();
        assertThat(rig.sandbox.report().answersLost()).isZero();
    }

    private CompletableFuture<HttpResponse<String>> later(HttpRequest.Builder request) {
        return rig.http.sendAsync(request.build(), BodyHandlers.ofString());
    }

    @Test
    void a_delayed_answer_comes_after_the_task_is_there() throws Exception {
        rig.sandbox.faults(Map.of("delay-answers", "1", "delay-answers-ms", "3600000"));
        CompletableFuture<HttpResponse<String>> answer =
                later(rig.request("/v1/image_to_video").POST(BodyPublishers.ofString(Rig.order("late").toString())));
        await().until(() -> rig.sandbox.report().tasksCreated() == 1);
        assertThat(rig.poll("x").statusCode()).isEqualTo(404);
        assertThat(answer).isNotDone();
        rig.sandbox.faults(Option.DELAY_ANSWERS_MS, 20);
        rig.submit("a little late");
        rig.submit("[delay 20]");
        assertThat(rig.sandbox.report().postsByStatus()).containsEntry(200, 2L);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void a_status_on_submit_makes_no_task(int status) throws Exception {
        rig.sandbox.faults(Map.of("status-" + status, "1"));
        assertThat(rig.post(Rig.order("a cat")).statusCode()).isEqualTo(status);
        assertThat(rig.sandbox.report().tasksCreated()).isZero();
        assertThat(rig.sandbox.report().postsByStatus()).containsEntry(status, 1L);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void a_status_on_polls_leaves_the_task_alone(int status) throws Exception {
        String id = rig.submit("a cat");
        rig.sandbox.faults(Map.of("poll-" + status, "1"));
        assertThat(rig.poll(id).statusCode()).isEqualTo(status);
        rig.sandbox.faults(Map.of("poll-" + status, "0"));
        assertThat(rig.status(id)).isEqualTo("RUNNING");
    }

    @Test
    void an_outage_answers_500_to_everything() throws Exception {
        String url = rig.output("a cat");
        rig.send(rig.request("/sandbox/faults").POST(BodyPublishers.ofString("{\"outage\":true}")));
        assertThat(rig.post(Rig.order("another")).statusCode()).isEqualTo(500);
        assertThat(rig.poll("x").statusCode()).isEqualTo(500);
        assertThat(rig.send(rig.request("/v1/organization").GET()).statusCode()).isEqualTo(500);
        assertThat(rig.fetch(rig.download(url)).statusCode()).isEqualTo(500);
        assertThat(rig.sandbox.report().tasksCreated()).isEqualTo(1);
        rig.sandbox.faults(Option.OUTAGE, false);
        assertThat(rig.post(Rig.order("another")).statusCode()).isEqualTo(200);
    }

    @Test
    void tasks_fail_with_the_codes_asked_for() throws Exception {
        rig.sandbox.faults(Map.of("fail", "1", "failure-codes", "SAFETY.INPUT.TEXT,INTERNAL,"));
        Set<String> seen = new HashSet<>();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            ids.add(rig.submit("cat " + i));
        }
        assertThat(rig.status(ids.get(0))).isEqualTo("RUNNING");
        rig.clock.pass(2000);
        for (String id : ids) {
            JsonNode task = rig.task(id);
            assertThat(task.path("status").asText()).isEqualTo("FAILED");
            assertThat(task.path("failure").asText()).isNotBlank();
            seen.add(task.path("failureCode").asText("none"));
        }
        assertThat(seen).containsExactlyInAnyOrder("SAFETY.INPUT.TEXT", "INTERNAL", "none");
    }

    @Test
    void a_prompt_directs_the_end_of_its_task() throws Exception {
        String failed = rig.submit("[fail ASSET.INVALID]");
        String codeless = rig.submit("[fail]");
        String cancelled = rig.submit("[cancelled]");
        String empty = rig.submit("[no-output]");
        String late = rig.submit("[no-output 500]");
        rig.clock.pass(1000);
        assertThat(rig.task(failed).path("failureCode").asText()).isEqualTo("ASSET.INVALID");
        assertThat(rig.task(codeless).path("status").asText()).isEqualTo("FAILED");
        assertThat(rig.task(codeless).has("failureCode")).isFalse();
        assertThat(rig.task(cancelled).path("status").asText()).isEqualTo("CANCELLED");
        assertThat(rig.task(cancelled).path("cost").path("credits").asInt(-1)).isZero();
        assertThat(rig.task(late).has("output")).isFalse();
        rig.clock.pass(500);
        assertThat(rig.task(late).has("output")).isTrue();
        rig.clock.pass(100_000_000);
        assertThat(rig.status(empty)).isEqualTo("SUCCEEDED");
        assertThat(rig.task(empty).has("output")).isFalse();
    }

    @Test
    void a_task_can_be_unknown_at_first_or_for_ever() throws Exception {
        String later = rig.submit("[unknown-task 300]");
        String never = rig.submit("[unknown-task]");
        assertThat(rig.poll(later).statusCode()).isEqualTo(404);
        rig.clock.pass(300);
        assertThat(rig.poll(later).statusCode()).isEqualTo(200);
        rig.clock.pass(100_000_000);
        assertThat(rig.poll(never).statusCode()).isEqualTo(404);
    }

    @Test
    void a_rate_of_unknown_tasks_and_statuses_lasts_as_long_as_set() throws Exception {
        rig.sandbox.faults(Map.of("unknown-task", "1", "unknown-task-ms", "200", "unknown-status", "1", "unknown-status-ms", "400"));
        String id = rig.submit("a cat");
        assertThat(rig.poll(id).statusCode()).isEqualTo(404);
        rig.clock.pass(200);
        assertThat(rig.status(id)).isNotIn("PENDING", "THROTTLED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED", "");
        rig.clock.pass(200);
        assertThat(rig.status(id)).isEqualTo("RUNNING");
    }

    @Test
    void a_hanging_poll_holds_up_no_other() throws Exception {
        String hanging = rig.submit("[hang 3600000]");
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String id = rig.submit("[hang 3600000] " + i);
            answers.add(rig.http.sendAsync(rig.request("/v1/tasks/" + id).GET().build(), BodyHandlers.ofString()));
        }
        answers.add(rig.http.sendAsync(rig.request("/v1/tasks/" + hanging).GET().build(), BodyHandlers.ofString()));
        String other = rig.submit("other");
        assertThat(rig.poll(other).statusCode()).isEqualTo(200);
        assertThat(answers).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void only_the_first_poll_hangs() throws Exception {
        String id = rig.submit("[hang 3600000]");
        CompletableFuture<HttpResponse<String>> first = later(rig.request("/v1/tasks/" + id).GET());
        await().until(() -> rig.sandbox.report().polls() == 1);
        assertThat(rig.status(id)).isEqualTo("RUNNING");
        assertThat(first).isNotDone();
    }

    @Test
    void a_late_poll_tells_how_things_are_when_it_is_answered() throws Exception {
        assertThat(rig.status(rig.submit("[hang 20]"))).isEqualTo("RUNNING");
        rig.sandbox.faults(Map.of("hang-polls", "1", "hang-polls-ms", "3600000"));
        String id = rig.submit("a cat");
        CompletableFuture<HttpResponse<String>> hanging = later(rig.request("/v1/tasks/" + id).GET());
        await().until(() -> rig.sandbox.report().maxPollsOfOneTask() == 1 && rig.sandbox.report().polls() == 2);
        rig.sandbox.faults(Option.HANG_POLLS_MS, 20);
        rig.clock.pass(1000);
        assertThat(rig.status(id)).isEqualTo("SUCCEEDED");
        assertThat(hanging).isNotDone();
    }

    @Test
    void a_rate_strikes_the_same_bodies_in_every_run() throws Exception {
        List<Integer> first = statuses(60, "7");
        assertThat(statuses(60, "7")).isEqualTo(first);
        assertThat(statuses(60, "8")).isNotEqualTo(first);
        assertThat(first.stream().filter(s -> s == 503).count()).isBetween(10L, 50L);
    }

    private List<Integer> statuses(int posts, String seed) throws Exception {
        rig.sandbox.reset();
        rig.sandbox.faults(Map.of("seed", seed, "status-503", "0.5"));
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < posts; i++) {
            statuses.add(rig.post(Rig.order("cat " + i)).statusCode());
        }
        return statuses;
    }

    @Test
    void a_repeated_body_is_drawn_for_anew() throws Exception {
        rig.sandbox.faults(Option.STATUS_503, 0.5);
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            seen.add(rig.post(Rig.order("the same")).statusCode());
        }
        assertThat(seen).containsExactlyInAnyOrder(200, 503);
    }
}
