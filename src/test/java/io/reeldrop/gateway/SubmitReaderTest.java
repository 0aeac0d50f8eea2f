package io.reeldrop.gateway;

import static io.reeldrop.gateway.Gateways.RELAY;
import static io.reeldrop.gateway.Gateways.RUNWAY;
import static io.reeldrop.gateway.Gateways.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.gateway.SubmitReply.Accepted;
import io.reeldrop.gateway.SubmitReply.AccountHeld;
import io.reeldrop.job.Pause;
import io.reeldrop.gateway.SubmitReply.InDoubt;
import io.reeldrop.gateway.SubmitReply.Refused;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubmitReaderTest {

    @Test
    void accepts_the_official_answer_with_and_without_an_estimate() {
        assertThat(read(200, "{'id':'497f6eca-6276-4993-bfeb-53cbbbba6f08','estimatedCost':{'credits':25}}"))
                .isEqualTo(new Accepted("497f6eca-6276-4993-bfeb-53cbbbba6f08", 25_000_000L));
        assertThat(read(200, "{'id':'d0658ae1-bbdd-4adc-aaba-fd8070e14d79'}"))
                .isEqualTo(new Accepted("d0658ae1-bbdd-4adc-aaba-fd8070e14d79", null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "{'id':'4665a07c-7641-4809-a133-10786201bb56','prompt':'','state':'pending','video':null} | 4665a07c-7641-4809-a133-10786201bb56",
        "{'code':0,'message':'SUCCEED','request_id':'r','data':{'task_id':'kling-1','task_status':'submitted','created_at':1}} | kling-1",
        "{'code':'success','message':'','data':'task_abcdefghijklmnopqrstuvwxyz012345'} | task_abcdefghijklmnopqrstuvwxyz012345",
        "{'code':'SUCCESS','data':{'id':4711,'task_id':'task_1'}} | task_1",
        "{'code':200,'data':{'id':'x-1'}} | x-1",
        "{'id':'runway_task_abc123','status':'PENDING'} | runway_task_abc123",
        "{'id':12,'taskId':'t-9','error':null} | t-9",
        "{'id':'','task_id':'t-8','error':{}} | t-8",
    })
    void accepts_every_shape_of_the_relays(String body, String taskId) {
        assertThat(Replies.submit(RELAY, 200, "application/json", bytes(body), null)).isEqualTo(new Accepted(taskId, null));
        assertThat(Replies.submit(RELAY, 201, "text/plain", bytes(body), null)).isEqualTo(new Accepted(taskId, null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "200 | {}",
        "200 | {'id':4711}",
        "200 | {'id':'  '}",
        "200 | {'id':'..'}",
        "200 | {'id':'two words'}",
        "200 | {'data':'https://example.com/pay'}",
        "200 | {'code':'fail','message':'no channel','data':null}",
        "200 | {'error':{'message':'busy'}}",
        "200 | {'code':'error','data':{'task_id':'t-1'}}",
        "200 | [{'id':'t-1'}]",
        "200 | {'id':'t-1'",
        "200 | {'id':'t-1'} trailing",
        "200 | <html><body>Welcome</body></html>",
        "204 | ~~",
        "301 | {'id':'t-1'}",
        "302 | ~~",
        "307 | {}",
        "100 | ~~",
        "0 | ~~",
        "408 | {'error':'timeout'}",
        "409 | {'error':'conflict'}",
        "418 | {}",
        "500 | {'code':'get_channel_failed','message':'no channel','data':null}",
        "500 | {'error':{'message':'Not enough credits'}}",
        "502 | <html>Bad Gateway</html>",
        "503 | {'error':'overloaded'}",
        "504 | ~~",
        "524 | ~~",
        "400 | {'error':'Validation failed','task_id':'t-77'}",
    })
    void leaves_everything_uncertain_in_doubt(int status, String body) {
        assertThat(read(status, body)).isInstanceOf(InDoubt.class);
    }

    @Test
    void keeps_in_the_reason_a_task_id_that_came_with_an_error() {
        assertThat(((InDoubt) read(200, "{'code':'error','data':{'task_id':'t-1'}}")).reason()).contains("t-1");
    }

    @Test
    void refuses_a_job_with_the_gateways_own_words() {
        assertThat(read(400, "{'error':'Validation of body failed','issues':[{'code':'custom','path':['promptImage'],'message':'Too big'},"
                + "{'path':[],'message':'Odd'}],'docUrl':'https://docs'}"))
                .isEqualTo(new Refused("HTTP 400: Validation of body failed: promptImage: Too big; Odd", null));
        assertThat(read(403, "{'error':'Model variant is not available'}"))
                .isEqualTo(new Refused("HTTP 403: Model variant is not available", null));
        assertThat(read(413, "<html>Too large</html>")).isEqualTo(new Refused("HTTP 413: not JSON but application/json", null));
        assertThat(read(400, "{'error':{'message':'bad ratio (request id: 1)','type':'comet_api_error','code':'invalid_request'}}"))
                .isEqualTo(new Refused("HTTP 400: bad ratio (request id: 1)", "invalid_request"));
    }

    @Test
    void reads_an_error_that_a_relay_passes_on_as_text() {
        byte[] nested = """
                {"code":"fail_to_fetch_task","message":"{\\"error\\":\\"You do not have enough credits to run this task.\\"}","data":null}
                """.getBytes(StandardCharsets.UTF_8);
        assertThat(Replies.submit(RELAY, 400, "application/json", nested, null)).isInstanceOfSatisfying(AccountHeld.class, held -> {
            assertThat(held.kind()).isEqualTo(Pause.CREDITS);
            assertThat(held.reason()).isEqualTo("HTTP 400: You do not have enough credits to run this task.");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "400 | {'error':'You do not have enough credits to run this task.','docUrl':'x'} | CREDITS",
        "403 | {'error':{'message':'用户额度不足 (request id: 1)','type':'new_api_error','code':''}} | CREDITS",
        "402 | {} | CREDITS",
        "401 | {'error':'Invalid key'} | KEY",
        "401 | <html></html> | KEY",
        "429 | {'code':'x','message':'当前分组上游负载已饱和，请稍后再试','data':null} | RATE_LIMIT",
        "429 | ~~ | RATE_LIMIT",
        "404 | <html>Not here</html> | ADDRESS",
        "405 | {'error':'Method not allowed'} | ADDRESS",
    })
    void holds_the_account_for_what_is_no_jobs_fault(int status, String body, Pause kind) {
        assertThat(Replies.submit(RUNWAY, status, "text/html", bytes(body), 7000L)).isInstanceOfSatisfying(AccountHeld.class, held -> {
            assertThat(held.kind()).isEqualTo(kind);
            assertThat(held.retryAfterMs()).isEqualTo(7000L);
        });
    }

    @Test
    void believes_an_error_in_a_success_only_where_the_profile_lists_its_code() {
        String body = "{'code':'get_channel_failed','message':'no channel','data':null}";
        assertThat(Replies.submit(RELAY, 200, null, bytes(body), null))
                .isEqualTo(new Refused("HTTP 200: no channel", "get_channel_failed"));
        assertThat(Replies.submit(RELAY, 500, null, bytes(body), null)).isInstanceOf(InDoubt.class);
        assertThat(Replies.submit(RUNWAY, 200, null, bytes(body), null)).isInstanceOf(InDoubt.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 403, 404, 405, 413, 422, 429})
    void takes_the_profiles_statuses_as_certain_whatever_the_body(int status) {
        assertThat(read(status, "")).isInstanceOfAny(Refused.class, AccountHeld.class);
    }

    private static SubmitReply read(int status, String body) {
        return Replies.submit(RUNWAY, status, "application/json", bytes(body), null);
    }
}
