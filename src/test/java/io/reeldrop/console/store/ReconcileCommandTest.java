package io.reeldrop.console.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.console.Stub;
import io.reeldrop.job.Job;
import io.reeldrop.job.Micros;
import io.reeldrop.job.Orders;
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
import org.junit.jupiter.params.provider.ValueSource;

/** The store's clock, by which the sandbox goes as well, begins at 11:06 of 18 November 2026, UTC. A job's estimate is 25 credits. */
class ReconcileCommandTest extends CommandTest {

    private static final long DAY = 86_400_000;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private Sandbox sandbox;

    @BeforeEach
    void start() throws Exception {
        sandbox = Sandbox.start(SandboxOptions.parse(Map.of("render", "1000", "pending", "0")), sample.clock);
        Files.createDirectories(home.resolve("config/gateways"));
        for (String gateway : new String[] {"sandbox.yaml", "cometapi.yaml"}) {
            Files.copy(Path.of("config/gateways", gateway), home.resolve("config/gateways").resolve(gateway));
        }
        Files.writeString(home.resolve("config/application.properties"), "reeldrop.accounts.acme.api-key=key_0123456789\n");
    }

    @AfterEach
    void stop() throws Exception {
        sandbox.close();
    }

    @Test
    void agrees_where_every_task_is_the_job_tables_own() throws Exception {
        bought("cat", "waves");
        Job failing = bought("dog", "[fail INTERNAL]");
        sample.clock.forward(5000);
        sample.steps.failed(failing, "INTERNAL", "INTERNAL", 0L, null);
        sample.steps.rendered(sample.job("cat"), "https://cdn.example/v.mp4", Micros.of("25"));
        assertThat(reconcile()).as(out + err).isZero();
        assertThat(out).contains("Account acme, 2026-11-12 to 2026-11-18 (UTC), in credits",
                "1 of 1 line (a day and a model each) agrees.");
    }

    @Test
    void a_task_of_a_job_in_doubt_shows_as_a_difference_that_it_may_explain() throws Exception {
        bought("cat", "waves");
        doubtful("dog", true);
        assertThat(reconcile()).isEqualTo(1);
        assertThat(out.replaceAll("\\s+", " ")).contains("2026-11-18 gen4_turbo 50 25 +25");
        assertThat(out).contains("25 credits more than the jobs cost; it may be this one, which costs just that:",
                "job " + sample.job("dog").id() + " (IN_DOUBT, 25 credits)   reeldrop show " + sample.job("dog").id());
    }

    @Test
    void two_in_doubt_and_one_charged_cannot_be_told_apart() throws Exception {
        doubtful("cat", true);
        doubtful("dog", false);
        assertThat(reconcile()).isEqualTo(1);
        assertThat(out).contains("it may be 1 of these 2 (which of them, the usage does not tell):", sample.job("cat").id(),
                sample.job("dog").id());
    }

    @Test
    void a_job_in_doubt_that_nothing_was_charged_for_is_named_with_what_to_do() throws Exception {
        bought("cat", "waves");
        doubtful("dog", false);
        assertThat(reconcile()).isZero();
        assertThat(out).contains("job " + sample.job("dog").id() + " (IN_DOUBT, 25 credits): the gateway counted nothing"
                + " beyond the jobs that are known", "reeldrop resolve " + sample.job("dog").id() + " --not-charged");
    }

    @Test
    void once_resolved_it_agrees() throws Exception {
        String task = doubtful("cat", true);
        doubtful("dog", false);
        new Orders(sample.store, sample.node).adopt(sample.job("cat"), task);
        new Orders(sample.store, sample.node).notCharged(sample.job("dog"));
        assertThat(reconcile()).as(out).isZero();
        assertThat(out).doesNotContain("IN_DOUBT");
    }

    @Test
    void what_somebody_else_bought_has_no_job_to_explain_it() throws Exception {
        buy("by hand");
        assertThat(reconcile()).isEqualTo(1);
        assertThat(out).contains("25 credits more than the jobs cost, and no job in doubt to explain it: bought elsewhere");
    }

    @Test
    void what_the_gateway_does_not_count_is_less() throws Exception {
        sample.steps.accepted(submitting("cat"), "never-made", null);
        assertThat(reconcile()).isEqualTo(1);
        assertThat(out).contains("25 credits less than the jobs cost", "1 task whose charge is not known yet may not be booked");
    }

    @Test
    void a_refund_of_another_day_is_booked_on_that_day_on_both_sides() throws Exception {
        Job failing = bought("cat", "[fail INTERNAL] [render " + DAY + "]");
        sample.clock.forward(DAY + 5000);
        sample.steps.failed(failing, "INTERNAL", "INTERNAL", 0L, null);
        assertThat(reconcile()).as(out).isZero();
        assertThat(out).contains("2 of 2 lines");
    }

    @Test
    void a_refund_that_was_learnt_of_a_day_later_agrees_over_all_days() throws Exception {
        Job failing = bought("cat", "[fail INTERNAL]");
        sample.clock.forward(DAY);
        sample.steps.failed(failing, "INTERNAL", "INTERNAL", 0L, null);
        assertThat(reconcile()).isEqualTo(1);
        assertThat(out).contains("Over all days gen4_turbo agrees");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{'results':[{'date':'2026-11-18','usedCredits':[{'model':'gen4_turbo','amount':25}]}],'models':['gen4_turbo']}",
        "{'results':[{'date':'2026-11-18T00:00:00Z','usedCredits':[{'model':'gen4_turbo','amount':'30'},"
                + "{'model':'gen4_turbo','amount':-5}]}]}",
        "{'results':[{'date':'2026-11-18','usedCredits':{'gen4_turbo':25}}]}",
        "{'results':[{'date':'2026-11-18','usedCredits':{'gen4_turbo':{'amount':25}}},{'date':'2026-11-17','usedCredits':[]}]}",
    })
    void understands_every_shape_that_is_likely(String answer) throws Exception {
        try (Stub stub = new Stub().answers(200, answer)) {
            bought("cat", "waves");
            assertThat(run(words("sandbox", stub.url()))).as(out + err).isZero();
            assertThat(stub.calls).containsExactly("POST /v1/organization/usage Bearer key_0123456789");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'error':'no'}", "<html>", "{'results':[{'date':'tomorrow'}]}",
        "{'results':[{'date':'2026-11-18','usedCredits':[{'model':'m','amount':'plenty'}]}]}"})
    void an_answer_that_makes_no_sense_is_not_taken_for_nothing(String answer) throws Exception {
        try (Stub stub = new Stub().answers(200, answer)) {
            assertThat(run(words("sandbox", stub.url()))).isEqualTo(1);
            assertThat(err).contains("Account acme: its gateway did not tell what was used");
        }
    }

    @Test
    void accounts_of_one_organisation_are_compared_together() throws Exception {
        sample.ledger.account("zeta", "official", "credits", 20, null, null, 5000);
        bought("cat", "waves");
        sample.store.jdbc().update("UPDATE job SET account = 'zeta'", Map.of());
        bought("dog", "waves");
        assertThat(reconcile("--set", "reeldrop.accounts.zeta.gateway=sandbox",
                "--set", "reeldrop.accounts.zeta.base-url=" + sandbox.uri()))
                .as(out + err).isEqualTo(1);
        assertThat(err).contains("Account zeta: its gateway did not tell");
        Files.writeString(home.resolve("config/application.properties"),
                "reeldrop.accounts.acme.api-key=key_0123456789\nreeldrop.accounts.zeta.api-key=key_another\n");
        assertThat(reconcile("--set", "reeldrop.accounts.zeta.gateway=sandbox",
                "--set", "reeldrop.accounts.zeta.base-url=" + sandbox.uri()))
                .as(out + err).isZero();
        assertThat(out).contains("Account acme, zeta, ");
    }

    @Test
    void a_gateway_without_such_a_call_is_told_so_and_unknown_words_are_refused() {
        assertThat(run(words("cometapi", "http://127.0.0.1:1"))).isZero();
        assertThat(out).contains("CometAPI has no call that tells what was used", "reeldrop spend --by day,model");
        assertThat(run("reconcile", "--account", "acne")).isEqualTo(1);
        assertThat(run("reconcile", "--days", "91")).isEqualTo(2);
        assertThat(run(words("sandbox", "http://127.0.0.1:1"))).isEqualTo(1);
        assertThat(err).contains("its gateway did not tell what was used");
    }

    private Job bought(String name, String prompt) throws Exception {
        Job posted = submitting(name);
        sample.steps.accepted(posted, buy(prompt), null);
        return sample.job(name);
    }

    private String doubtful(String name, boolean made) throws Exception {
        Job posted = submitting(name);
        String task = made ? buy("lost") : null;
        sample.steps.inDoubt(posted, "no answer");
        sample.filed(name);
        return task;
    }

    private Job submitting(String name) {
        sample.waiting(name);
        sample.store.jdbc().update("UPDATE job SET model = 'gen4_turbo'", Map.of());
        return sample.steps.intend(sample.job(name));
    }

    private String buy(String prompt) throws Exception {
        ObjectNode body = JSON.createObjectNode().put("model", "gen4_turbo").put("promptImage", "https://pictures.example/cat.png")
                .put("promptText", prompt).put("ratio", "1280:720").put("duration", 5);
        var request = HttpRequest.newBuilder(URI.create(sandbox.uri() + "/v1/image_to_video")).header("Authorization", "Bearer any")
                .header("X-Runway-Version", "2024-11-06").header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString())).build();
        return JSON.readTree(CLIENT.send(request, BodyHandlers.ofString()).body()).path("id").asText();
    }

    private int reconcile(String... more) {
        return run(words("sandbox", sandbox.uri().toString(), more));
    }

    private static String[] words(String gateway, String url, String... more) {
        List<String> words = new ArrayList<>(List.of("reconcile", "--set", "reeldrop.accounts.acme.gateway=" + gateway, "--set",
                "reeldrop.accounts.acme.base-url=" + url));
        words.addAll(Arrays.asList(more));
        return words.toArray(String[]::new);
    }
}
