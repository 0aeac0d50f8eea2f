package io.reeldrop.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DialectTest {

    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig(Map.of("pending", "100", "credits", "100"));
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    @Test
    void answers_a_submit_with_an_id_and_an_estimate() throws Exception {
        HttpResponse<String> answer = rig.post(Rig.order("a cat"));
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode body = Rig.JSON.readTree(answer.body());
        assertThat(body.path("id").asText()).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(body.path("estimatedCost").path("credits").asInt()).isEqualTo(25);
    }

    @Test
    void a_task_goes_from_pending_to_succeeded() throws Exception {
        String id = rig.submit("a cat");
        JsonNode pending = rig.task(id);
        assertThat(pending.path("status").asText()).isEqualTo("PENDING");
        assertThat(pending.path("createdAt").asText()).isEqualTo("2026-11-20T12:00:00Z");
        rig.clock.pass(550);
        JsonNode running = rig.task(id);
        assertThat(running.path("status").asText()).isEqualTo("RUNNING");
        assertThat(running.path("progress").asDouble()).isEqualTo(0.5);
        assertThat(running.has("cost")).isFalse();
        rig.clock.pass(450);
        JsonNode done = rig.task(id);
        assertThat(done.path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(done.path("output").path(0).asText()).startsWith(rig.sandbox.uri() + "/outputs/" + id + ".mp4?_jwt=");
        assertThat(done.path("cost").path("credits").asInt()).isEqualTo(25);
    }

    @Test
    void asks_for_key_version_and_json() throws Exception {
        URI submit = URI.create(rig.sandbox.uri() + "/v1/image_to_video");
        HttpRequest.Builder bare = HttpRequest.newBuilder(submit).POST(BodyPublishers.ofString("{}"));
        assertThat(rig.send(bare).statusCode()).isEqualTo(401);
        bare.header("Authorization", "Bearer key_test");
        assertThat(rig.send(bare).body()).contains("X-Runway-Version header is missing");
        bare.header("X-Runway-Version", "2024-11-06");
        assertThat(rig.send(bare).statusCode()).isEqualTo(415);
        bare.header("Content-Type", "application/json");
        assertThat(rig.send(bare).body()).contains("Validation of body failed");
        HttpRequest.Builder old = HttpRequest.newBuilder(URI.create(rig.sandbox.uri() + "/v1/tasks/x"))
                .header("Authorization", "Bearer key_test").header("X-Runway-Version", "2024-09-13");
        assertThat(rig.send(old).statusCode()).isEqualTo(400);
        assertThat(rig.sandbox.report().tasksCreated()).isZero();
    }

    @Test
    void a_wrong_key_is_refused_where_one_is_set() throws Exception {
        rig.sandbox.faults(Option.KEY, "key_other");
        assertThat(rig.post(Rig.order("a cat")).statusCode()).isEqualTo(401);
        assertThat(rig.poll("x").statusCode()).isEqualTo(401);
    }

    @Test
    void deleting_cancels_an_open_task_for_nothing() throws Exception {
        String id = rig.submit("a cat");
        assertThat(rig.sandbox.report().creditsCharged()).isEqualTo(25);
        assertThat(rig.delete(id).statusCode()).isEqualTo(204);
        assertThat(rig.poll(id).statusCode()).isEqualTo(404);
        assertThat(rig.poll(id).body()).isEqualTo("{\"error\":\"Could not find Task\"}");
        assertThat(rig.delete(id).statusCode()).isEqualTo(404);
        assertThat(rig.sandbox.report().creditsCharged()).isZero();
        assertThat(rig.sandbox.report().cancelled()).isEqualTo(1);
    }

    @Test
    void deleting_a_finished_task_destroys_its_video_and_pays_nothing_back() throws Exception {
        String url = rig.output("a cat");
        String id = url.replaceAll(".*/outputs/(.*)\\.mp4.*", "$1");
        assertThat(rig.delete(id).statusCode()).isEqualTo(204);
        assertThat(rig.poll(id).statusCode()).isEqualTo(404);
        assertThat(rig.fetch(rig.download(url)).statusCode()).isEqualTo(403);
        assertThat(rig.sandbox.report().creditsCharged()).isEqualTo(25);
        assertThat(rig.sandbox.report().succeeded()).isEqualTo(1);
    }

    @Test
    void refuses_a_task_that_the_balance_does_not_cover() throws Exception {
        for (int i = 0; i < 4; i++) {
            rig.submit("cat " + i);
        }
        HttpResponse<String> answer = rig.post(Rig.order("cat 5"));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{\"error\":\"You do not have enough credits to run this task.\"");
    }

    @Test
    void pays_back_what_a_failed_task_reserved_but_not_for_unsafe_input() throws Exception {
        String unsafe = rig.submit("[fail SAFETY.INPUT.TEXT]");
        String internal = rig.submit("[fail INTERNAL.BAD_OUTPUT.CODE01]");
        assertThat(rig.sandbox.report().creditsCharged()).isEqualTo(50);
        rig.clock.pass(1000);
        assertThat(rig.sandbox.report().creditsCharged()).isEqualTo(25);
        assertThat(rig.task(unsafe).path("cost").path("credits").asInt()).isEqualTo(25);
        assertThat(rig.task(internal).path("cost").path("credits").asInt(-1)).isZero();
        JsonNode organization = Rig.JSON.readTree(rig.send(rig.request("/v1/organization").GET()).body());
        assertThat(organization.path("creditBalance").asInt()).isEqualTo(75);
    }

    @Test
    void gen4_5_costs_twelve_credits_a_second() throws Exception {
        ObjectNode order = Rig.order("a cat").put("model", "gen4.5").put("duration", 8);
        assertThat(Rig.JSON.readTree(rig.post(order).body()).path("estimatedCost").path("credits").asInt()).isEqualTo(96);
    }

    @Test
    void an_unknown_path_is_a_404_in_json() throws Exception {
        assertThat(rig.send(rig.request("/v1/nothing").GET()).body()).isEqualTo("{\"error\":\"Not found\"}");
    }
}
