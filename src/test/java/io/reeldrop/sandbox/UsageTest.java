package io.reeldrop.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The clock begins at noon of 20 November 2026. */
class UsageTest {

    private static final long DAY = 86_400_000;
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
    void credits_by_model_and_day_with_refunds_on_the_day_the_task_ended() throws Exception {
        rig.submit("one");
        rig.submit("two");
        rig.submit(Rig.order("three").put("model", "gen4.5"));
        rig.submit("[fail INTERNAL] [render " + DAY + "]");
        rig.clock.pass(DAY);
        assertThat(usage("{\"startDate\":\"2026-11-20\",\"beforeDate\":\"2026-11-22\"}")).isEqualTo(Rig.JSON.readTree("""
                {"results": [{"date": "2026-11-20", "usedCredits": \
                [{"model": "gen4.5", "amount": 60}, {"model": "gen4_turbo", "amount": 75}]},
                             {"date": "2026-11-21", "usedCredits": [{"model": "gen4_turbo", "amount": -25}]}],
                 "models": ["gen4.5", "gen4_turbo"]}"""));
    }

    @Test
    void the_last_day_is_not_included_and_days_without_use_are_left_out() throws Exception {
        rig.submit("one");
        assertThat(usage("{\"startDate\":\"2026-11-19\",\"beforeDate\":\"2026-11-20\"}").toString())
                .isEqualTo("{\"results\":[],\"models\":[]}");
        // The usual thirty days begin thirty days ago, and do not reach today.
        assertThat(usage("{}").path("results")).isEmpty();
        rig.clock.pass(DAY);
        assertThat(usage("").path("results")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"startDate\":\"20 November\"}|Validation of body failed",
        "{\"startDate\":\"2026-01-01\",\"beforeDate\":\"2026-04-02\"}|at most 90 days",
        "[]|not a JSON object",
        "{|not a JSON object",
    })
    void refuses_what_is_no_period(String body, String said) throws Exception {
        HttpResponse<String> answer = post(body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(said);
    }

    private JsonNode usage(String body) throws Exception {
        HttpResponse<String> answer = post(body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Rig.JSON.readTree(answer.body());
    }

    private HttpResponse<String> post(String body) throws Exception {
        return rig.send(rig.request("/v1/organization/usage").POST(BodyPublishers.ofString(body)));
    }
}
