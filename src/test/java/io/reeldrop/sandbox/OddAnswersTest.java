package io.reeldrop.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that say nothing of the task, or lead elsewhere. */
class OddAnswersTest {

    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig(Map.of());
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    @ParameterizedTest
    @CsvSource({"no-id,200,application/json,{}", "html-answers,200,text/html,<!doctype html>", "error-answers,504,application/json,error"})
    void a_task_is_made_although_the_answer_does_not_name_it(String fault, int status, String type, String body) throws Exception {
        rig.sandbox.faults(Map.of(fault, "1"));
        HttpResponse<String> answer = rig.post(Rig.order("a cat"));
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith(type);
        assertThat(answer.body()).contains(body).doesNotContain("\"id\"");
        assertThat(rig.sandbox.report().tasksCreated()).isEqualTo(1);
        assertThat(rig.sandbox.report().postsByStatus()).isEqualTo(Map.of(status, 1L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[no-id]", "[html]", "[error]"})
    void a_prompt_can_ask_for_it(String prompt) throws Exception {
        assertThat(rig.post(Rig.order(prompt)).body()).doesNotContain("\"id\"");
        assertThat(rig.post(Rig.order("neither")).body()).contains("\"id\"");
        assertThat(rig.sandbox.report().tasksCreated()).isEqualTo(2);
    }

    @Test
    void a_poll_can_be_answered_with_a_page_or_cut_in_the_middle() throws Exception {
        String id = rig.submit("a cat");
        rig.sandbox.faults(Option.HTML_POLLS, 1);
        assertThat(rig.poll(id).statusCode()).isEqualTo(200);
        assertThat(rig.poll(id).body()).startsWith("<!doctype html>");
        rig.sandbox.faults(Map.of("html-polls", "0", "reset-polls", "1"));
        assertThatThrownBy(() -> rig.poll(id)).isInstanceOf(IOException.class);
        rig.sandbox.faults(Option.RESET_POLLS, 0);
        assertThat(rig.status(id)).isEqualTo("RUNNING");
    }

    @ParameterizedTest
    @ValueSource(strings = {"90", "Sun, 22 Nov 2026 12:00:00 GMT"})
    void a_429_can_name_a_time_and_nothing_else_does(String when) throws Exception {
        String id = rig.submit("a cat");
        rig.sandbox.faults(Map.of("status-429", "1", "poll-429", "1", "retry-after", when));
        assertThat(rig.post(Rig.order("a dog")).headers().firstValue("Retry-After")).contains(when);
        assertThat(rig.poll(id).headers().firstValue("Retry-After")).contains(when);
        rig.sandbox.faults(Map.of("status-429", "0", "status-503", "1", "poll-429", "0"));
        assertThat(rig.post(Rig.order("a cow")).headers().firstValue("Retry-After")).isEmpty();
        rig.sandbox.faults(Map.of("retry-after", "", "poll-429", "1"));
        assertThat(rig.poll(id).headers().firstValue("Retry-After")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void a_redirect_leads_to_another_host_and_makes_no_task(int status) throws Exception {
        String id = rig.submit("a cat");
        rig.sandbox.faults(Map.of("redirect-submits", "1", "redirect-polls", "1", "redirect-status", Integer.toString(status)));
        HttpResponse<String> answer = rig.post(Rig.order("a dog"));
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Location")).contains(elsewhere("/v1/image_to_video"));
        assertThat(rig.poll(id).headers().firstValue("Location")).contains(elsewhere("/v1/tasks/" + id));
        assertThat(rig.sandbox.report().tasksCreated()).isEqualTo(1);
        assertThat(rig.sandbox.report().strays()).isZero();
    }

    @Test
    void whoever_follows_with_a_call_of_the_api_is_counted_and_so_is_the_key() throws Exception {
        HttpRequest.Builder post = rig.request(TaskApi.ELSEWHERE + "/v1/image_to_video").POST(BodyPublishers.ofString("{}"));
        assertThat(rig.send(post).statusCode()).isEqualTo(404);
        rig.send(rig.download(rig.sandbox.uri() + TaskApi.ELSEWHERE + "/v1/tasks/x"));
        assertThat(rig.sandbox.report().strays()).isEqualTo(2);
        assertThat(rig.sandbox.report().keyLeaks()).isEqualTo(1);
    }

    @Test
    void a_redirected_download_finds_the_video_elsewhere_and_a_key_on_the_way_is_counted() throws Exception {
        String url = rig.output("a cat");
        byte[] video = rig.fetch(rig.download(url)).body();
        rig.sandbox.faults(Option.REDIRECT_DOWNLOADS, 1);
        HttpResponse<byte[]> redirect = rig.fetch(rig.download(url));
        assertThat(redirect.statusCode()).isEqualTo(302);
        String location = redirect.headers().firstValue("Location").orElseThrow();
        assertThat(location).startsWith(elsewhere("/outputs/"));
        assertThat(rig.fetch(rig.download(location)).body()).isEqualTo(video);
        assertThat(rig.sandbox.report().keyLeaks()).isZero();
        rig.fetch(rig.download(location).header("Authorization", "Bearer key_test"));
        assertThat(rig.sandbox.report().keyLeaks()).isEqualTo(1);
        assertThat(rig.sandbox.report().strays()).isZero();
    }

    private String elsewhere(String path) {
        return "http://localhost:" + rig.sandbox.port() + TaskApi.ELSEWHERE + path;
    }
}
