package io.reeldrop.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReportTest {

    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig(Map.of("slots", "1"));
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    private JsonNode report() throws Exception {
        return Rig.JSON.readTree(rig.send(rig.request("/sandbox/report").GET()).body());
    }

    @Test
    void counts_a_body_that_was_bought_twice() throws Exception {
        rig.submit("one");
        rig.submit("two");
        assertThat(report().path("bodiesSeenTwice").asInt(-1)).isZero();
        rig.submit("two");
        rig.submit("two");
        JsonNode report = report();
        assertThat(report.path("tasksCreated").asInt()).isEqualTo(4);
        assertThat(report.path("distinctBodies").asInt()).isEqualTo(2);
        assertThat(report.path("bodiesSeenTwice").asInt()).isEqualTo(1);
    }

    @Test
    void a_body_refused_first_and_taken_then_was_not_bought_twice() throws Exception {
        rig.sandbox.faults(Option.STATUS_503, 1);
        rig.post(Rig.order("one"));
        rig.sandbox.faults(Option.STATUS_503, 0);
        rig.submit("one");
        JsonNode report = report();
        assertThat(report.path("bodiesSeenTwice").asInt(-1)).isZero();
        assertThat(report.path("posts").asInt()).isEqualTo(2);
        assertThat(report.path("postsByStatus").toString()).isEqualTo("{\"200\":1,\"503\":1}");
    }

    @Test
    void names_the_task_polled_in_the_shortest_time() throws Exception {
        String calm = rig.submit("calm");
        String hurried = rig.submit("hurried");
        assertThat(report().path("shortestPollGapMs").isNull()).isTrue();
        rig.poll(calm);
        rig.poll(hurried);
        rig.clock.pass(4999);
        rig.poll(hurried);
        rig.clock.pass(1);
        rig.poll(calm);
        rig.clock.pass(6000);
        rig.poll(hurried);
        JsonNode report = report();
        assertThat(report.path("shortestPollGapMs").asLong()).isEqualTo(4999);
        assertThat(report.path("shortestPollGapTask").asText()).isEqualTo(hurried);
        assertThat(report.path("polls").asInt()).isEqualTo(5);
        assertThat(report.path("maxPollsOfOneTask").asInt()).isEqualTo(3);
    }

    @Test
    void tells_open_tasks_from_running_ones() throws Exception {
        for (int i = 0; i < 3; i++) {
            rig.submit("cat " + i);
        }
        JsonNode report = report();
        assertThat(report.path("running").asInt()).isEqualTo(1);
        assertThat(report.path("throttled").asInt()).isEqualTo(2);
        rig.clock.pass(3000);
        rig.submit("late");
        report = report();
        assertThat(report.path("succeeded").asInt()).isEqualTo(3);
        assertThat(report.path("maxRunning").asInt()).isEqualTo(1);
        assertThat(report.path("maxOpen").asInt()).isEqualTo(3);
        assertThat(report.path("creditsCharged").asInt()).isEqualTo(100);
    }

    @Test
    void a_reset_forgets_everything_and_restores_the_options() throws Exception {
        String id = rig.submit("one");
        rig.poll(id);
        rig.sandbox.faults(Option.OUTAGE, true);
        assertThat(rig.send(rig.request("/sandbox/reset").POST(BodyPublishers.noBody())).statusCode()).isEqualTo(204);
        assertThat(rig.poll(id).statusCode()).isEqualTo(404);
        JsonNode report = report();
        assertThat(report.path("tasksCreated").asInt(-1)).isZero();
        assertThat(report.path("creditsCharged").asInt(-1)).isZero();
        assertThat(report.path("polls").asInt()).isEqualTo(1);
        assertThat(rig.status(rig.submit("two"))).isEqualTo("RUNNING");
    }

    @Test
    void faults_are_refused_whole_when_one_name_is_wrong() throws Exception {
        HttpResponse<String> answer = rig.send(rig.request("/sandbox/faults")
                .POST(BodyPublishers.ofString("{\"outage\":true,\"loose-answers\":0.1}")));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("did you mean 'lose-answers'?");
        assertThat(rig.post(Rig.order("one")).statusCode()).isEqualTo(200);
    }

    @Test
    void a_list_of_codes_can_be_a_json_array() throws Exception {
        String change = "{\"fail\":1,\"failure-codes\":[\"ASSET.INVALID\"]}";
        assertThat(rig.send(rig.request("/sandbox/faults").POST(BodyPublishers.ofString(change))).statusCode()).isEqualTo(204);
        String id = rig.submit("one");
        rig.clock.pass(1000);
        assertThat(rig.task(id).path("failureCode").asText()).isEqualTo("ASSET.INVALID");
    }
}
