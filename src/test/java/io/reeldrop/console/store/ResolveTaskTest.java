package io.reeldrop.console.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeldrop.console.Stub;
import io.reeldrop.job.Job;
import io.reeldrop.job.State;
import io.reeldrop.sandbox.Sandbox;
import io.reeldrop.sandbox.SandboxOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A task is believed to be a job's only as far as the gateway bears it out. The sandbox goes by the store's clock. */
class ResolveTaskTest extends CommandTest {

    private static final long MINUTE = 60_000;
    private static final String KEY = "key_0123456789abcdef";

    private Sandbox sandbox;
    private Job doubtful;

    @BeforeEach
    void start() throws Exception {
        sandbox = Sandbox.start(SandboxOptions.parse(Map.of("key", KEY)), sample.clock);
        Files.createDirectories(home.resolve("config/gateways"));
        for (String gateway : new String[] {"sandbox.yaml", "cometapi.yaml"}) {
            Files.copy(Path.of("config/gateways", gateway), home.resolve("config/gateways").resolve(gateway));
        }
        Files.writeString(home.resolve("config/application.properties"), "reeldrop.accounts.acme.api-key=" + KEY + "\n");
    }

    @AfterEach
    void stop() throws Exception {
        sandbox.close();
    }

    @Test
    void a_task_made_right_after_the_post_is_taken() throws Exception {
        String task = madeAfter(2000);
        assertThat(resolve("sandbox", sandbox.uri().toString(), task)).as(err).isZero();
        assertThat(out).contains("has task " + task + " now (made 2 s after the POST, by the gateway's clock)", "nothing is bought");
        assertThat(sample.job("cat").state()).isEqualTo(State.RENDERING);
        assertThat(sample.job("cat").taskId()).isEqualTo(task);
    }

    @ParameterizedTest
    @CsvSource({"-1, true", "-2, true", "-3, false", "9, true", "10, true", "11, false"})
    void a_task_is_taken_from_two_minutes_before_to_ten_minutes_after_the_post(int minutes, boolean taken) throws Exception {
        String task = minutes < 0 ? madeBefore(-minutes * MINUTE) : madeAfter(minutes * MINUTE);
        assertThat(resolve("sandbox", sandbox.uri().toString(), task)).isEqualTo(taken ? 0 : 1);
        assertThat(sample.job("cat").state()).isEqualTo(taken ? State.RENDERING : State.IN_DOUBT);
        if (!taken) {
            assertThat(err).contains("it is another purchase", Math.abs(minutes) + " min " + (minutes < 0 ? "before" : "after"));
            assertThat(resolve("sandbox", sandbox.uri().toString(), task, "--unverified")).describedAs("not on a person's word either")
                    .isEqualTo(1);
        }
    }

    @Test
    void a_task_that_the_gateway_does_not_know_is_not_taken_on_anybodys_word() {
        doubtful = sample.inDoubt("cat");
        assertThat(resolve("sandbox", sandbox.uri().toString(), "no-such-task", "--unverified")).isEqualTo(1);
        assertThat(err).contains("does not know a task no-such-task");
        assertThat(sample.job("cat").state()).isEqualTo(State.IN_DOUBT);
    }

    @Test
    void another_jobs_task_is_refused_without_a_word_to_the_gateway() throws Exception {
        try (Stub stub = new Stub()) {
            Job dog = sample.rendering("dog");
            doubtful = sample.inDoubt("cat");
            assertThat(resolve("sandbox", stub.url(), dog.taskId(), "--unverified")).isEqualTo(1);
            assertThat(err).contains("belongs to job " + dog.id());
            assertThat(stub.calls).isEmpty();
        }
    }

    @Test
    void a_task_cannot_be_given_to_two_jobs() throws Exception {
        sample.inDoubt("dog");
        String task = madeAfter(1000);
        assertThat(resolve("sandbox", sandbox.uri().toString(), task)).isZero();
        assertThat(run(words("dog", "sandbox", sandbox.uri().toString(), task, "--unverified"))).isEqualTo(1);
        assertThat(err).contains("belongs to job " + sample.job("cat").id());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "cometapi | 200 | {'code':'success','data':{'task_id':'T','status':'IN_PROGRESS'}} | does not say when it was made",
        "cometapi | 200 | {'id':'T','status':'RUNNING','createdAt':'2026-11-18 12:00:00'} | does not say when it was made",
        "sandbox | 200 | {} | the answer names no status",
        "sandbox | 401 | {'error':'no'} | says nothing of the task (HTTP 401: no)",
        "sandbox | 503 | {'error':'down'} | says nothing of the task (HTTP 503: down)",
        "sandbox | 200 | not JSON | says nothing of the task (HTTP 200: not JSON",
    })
    void where_the_gateway_says_nothing_a_person_has_to(String gateway, int status, String answer, String doubt) throws Exception {
        try (Stub stub = new Stub().answers(status, answer)) {
            doubtful = sample.inDoubt("cat");
            assertThat(resolve(gateway, stub.url(), "T")).isEqualTo(1);
            assertThat(err).contains(doubt, "add --unverified");
            assertThat(sample.job("cat").state()).isEqualTo(State.IN_DOUBT);
            assertThat(resolve(gateway, stub.url(), "T", "--unverified")).isZero();
            assertThat(out).contains("on your word: ");
            assertThat(sample.job("cat").taskId()).isEqualTo("T");
            assertThat(stub.calls).hasSize(2).allMatch(call -> call.startsWith("GET ") && call.endsWith("/tasks/T Bearer " + KEY));
        }
    }

    @Test
    void a_relays_seconds_are_a_time_as_well() throws Exception {
        doubtful = sample.inDoubt("cat");
        long posted = doubtful.number("submitted_at") / 1000;
        try (Stub stub = new Stub().answers(200,
                "{'code':'success','data':{'status':'IN_PROGRESS','submit_time':" + (posted - 3600) + "}}")) {
            assertThat(resolve("cometapi", stub.url(), "T")).isEqualTo(1);
            assertThat(err).contains("1 h before");
            stub.answers(200, "{'code':'success','data':{'status':'SUCCESS','submit_time':" + (posted + 5) + "}}");
            assertThat(resolve("cometapi", stub.url(), "T")).isZero();
        }
    }

    @Test
    void a_gateway_that_cannot_be_reached_or_leads_elsewhere_gets_no_key_and_proves_nothing() throws Exception {
        doubtful = sample.inDoubt("cat");
        assertThat(resolve("sandbox", "http://127.0.0.1:1", "T")).isEqualTo(1);
        assertThat(err).contains("gave no answer", "add --unverified");
        try (Stub stub = new Stub(); Stub other = new Stub()) {
            stub.redirectsTo(other.url() + "/v1/tasks/T");
            assertThat(resolve("sandbox", stub.url(), "T")).isEqualTo(1);
            assertThat(other.calls).isEmpty();
        }
        assertThat(sample.job("cat").state()).isEqualTo(State.IN_DOUBT);
    }

    @Test
    void unverified_goes_with_a_task_only() {
        doubtful = sample.inDoubt("cat");
        assertThat(run("resolve", "cat", "--not-charged", "--unverified")).isEqualTo(2);
    }

    private String madeAfter(long ms) throws Exception {
        sample.submitting("cat");
        sample.clock.forward(ms);
        String task = buy();
        sample.steps.inDoubt(sample.job("cat"), "no answer");
        doubtful = sample.filed("cat");
        return task;
    }

    private String madeBefore(long ms) throws Exception {
        sample.waiting("cat");
        String task = buy();
        sample.clock.forward(ms);
        sample.steps.inDoubt(sample.steps.intend(sample.job("cat")), "no answer");
        doubtful = sample.filed("cat");
        return task;
    }

    private String buy() throws Exception {
        var request = HttpRequest.newBuilder(URI.create(sandbox.uri() + "/v1/image_to_video")).header("Authorization", "Bearer " + KEY)
                .header("X-Runway-Version", "2024-11-06").header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("""
                        {"model": "gen4_turbo", "promptImage": "https://pictures.example/cat.png", "ratio": "1280:720", "duration": 5}"""))
                .build();
        String answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
        return new ObjectMapper().readTree(answer).path("id").asText();
    }

    private int resolve(String gateway, String url, String task, String... more) {
        return run(words(doubtful.id(), gateway, url, task, more));
    }

    private static String[] words(String job, String gateway, String url, String task, String... more) {
        List<String> words = new ArrayList<>(List.of("resolve", job, "--task-id", task,
                "--set", "reeldrop.accounts.acme.gateway=" + gateway, "--set", "reeldrop.accounts.acme.base-url=" + url));
        words.addAll(Arrays.asList(more));
        return words.toArray(String[]::new);
    }
}
