package io.reeldrop.gateway;

import static io.reeldrop.gateway.Gateways.RELAY;
import static io.reeldrop.gateway.Gateways.RUNWAY;
import static io.reeldrop.gateway.Gateways.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.gateway.TaskReply.Cancelled;
import io.reeldrop.gateway.TaskReply.Failed;
import io.reeldrop.gateway.TaskReply.Kind;
import io.reeldrop.gateway.TaskReply.NoOutputYet;
import io.reeldrop.gateway.TaskReply.NotFound;
import io.reeldrop.gateway.TaskReply.Progress;
import io.reeldrop.gateway.TaskReply.Succeeded;
import io.reeldrop.gateway.TaskReply.Trouble;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskReaderTest {

    private static final String URL = "https://dnznrvs05pmza.cloudfront.net/a.mp4?_jwt=x.y.z";

    @ParameterizedTest
    @CsvSource({
        "PENDING, QUEUED", "queued, QUEUED", "Queueing, QUEUED", "SUBMITTED, QUEUED", "NOT_START, QUEUED", "WAIT, QUEUED",
        "INITIALIZING, QUEUED", "THROTTLED, THROTTLED", "RUNNING, RUNNING", "IN_PROGRESS, RUNNING", "processing, RUNNING",
        "GENERATING, RUNNING",
    })
    void keeps_polling_while_the_task_is_under_way(String raw, TaskStatus status) {
        assertThat(official("{'id':'t','status':'" + raw + "'}")).isEqualTo(new Progress(status, raw, null, true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "'RUNNING','progress':0.275 | RUNNING | 0.275", "'RUNNING','progress':'30%' | RUNNING | 0.3",
        "'RUNNING','progress':'0%' | RUNNING | 0", "'RUNNING','progress':30 | RUNNING | 0.3", "'RUNNING','progress':1 | RUNNING | 1",
        "'RUNNING','progress':'0.5' | RUNNING | 0.5", "'RUNNING','progress':'1%' | RUNNING | 0.01",
        "'RUNNING','progress':'100%' | RUNNING | 1",
    })
    void reads_progress_in_every_form(String status, String raw, double progress) {
        assertThat(official("{'status':" + status + "}")).isEqualTo(new Progress(TaskStatus.RUNNING, raw, progress, true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"'a lot'", "-1", "500", "null", "true", "{}", "'999999%'"})
    void does_without_progress_that_makes_no_sense(String progress) {
        assertThat(official("{'status':'RUNNING','progress':" + progress + "}"))
                .isEqualTo(new Progress(TaskStatus.RUNNING, "RUNNING", null, true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "{'status':'UNKNOWN'} | UNKNOWN", "{'status':'melting'} | melting", "{'status':7} | 7", "{'status':''} | ~~",
        "{'status':null} | ~~", "{'id':'t'} | ~~", "{'code':'success','message':'','data':null} | ~~",
    })
    void keeps_polling_and_says_so_when_it_does_not_know_the_status(String body, String raw) {
        assertThat(official(body)).isEqualTo(new Progress(TaskStatus.UNKNOWN, raw, null, false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "{'id':'t','status':'SUCCEEDED','output':['URL'],'cost':{'credits':25}} | 25000000",
        "{'status':'completed','output':'URL'} | ~~",
        "{'status':'3','video_url':'URL'} | ~~",
        "{'status':3,'video_url':'URL'} | ~~",
        "{'state':'completed','video':{'url':'URL'}} | ~~",
        "{'code':0,'message':'SUCCEED','data':{'task_id':'k','task_status':'succeed','task_result':{'videos':[{'url':'URL'}]}}} | ~~",
        "{'code':'success','data':{'id':4711,'task_id':'t','status':'SUCCESS','fail_reason':'URL','quota':500}} | 500000000",
        "{'code':'success','data':{'status':'SUCCESS','fail_reason':'','result_url':'URL','quota':1.5}} | 1500000",
        "{'code':'success','message':'','data':{'status':'SUCCESS','data':{'id':'t','status':'SUCCEEDED','output':['URL']}}} | ~~",
        "{'code':'success','data':{'status':'completed','video_url':'URL'}} | ~~",
    })
    void finds_the_output_wherever_a_gateway_puts_it(String body, String cost) {
        Long micros = cost == null || cost.isEmpty() ? null : Long.valueOf(cost);
        assertThat(relay(body.replace("URL", URL))).isEqualTo(new Succeeded(List.of(URL), micros));
    }

    @Test
    void returns_every_output_and_only_web_addresses() {
        assertThat(official("{'status':'SUCCEEDED','output':['https://a/1.mp4','http://b/2.mp4','file:///etc/passwd',"
                + "7,null,'https://a/ b']}"))
                .isEqualTo(new Succeeded(List.of("https://a/1.mp4", "http://b/2.mp4"), null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "{'status':'SUCCEEDED'}", "{'status':'SUCCEEDED','output':[]}", "{'status':'SUCCEEDED','output':null}",
        "{'status':'SUCCEEDED','output':['file:///x']}", "{'data':{'status':'SUCCESS','fail_reason':'all fine'}}",
    })
    void waits_a_little_for_an_output_that_is_missing(String body) {
        assertThat(official(body)).isEqualTo(new NoOutputYet());
    }

    @Test
    void reads_why_a_task_failed_and_what_it_cost() {
        assertThat(official("{'status':'FAILED','failure':'Text in image','failureCode':'INTERNAL.BAD_OUTPUT.CODE01',"
                + "'cost':{'credits':0}}"))
                .isEqualTo(new Failed("Text in image", "INTERNAL.BAD_OUTPUT.CODE01", 0L));
        assertThat(relay("{'code':'success','message':'','data':{'status':'FAILURE','fail_reason':'task failed','quota':10}}"))
                .isEqualTo(new Failed("task failed", null, null));
        assertThat(relay("{'code':'success','data':{'status':'FAILURE','fail_reason':'','data':{'status':'FAILED','failure':'Blocked',"
                + "'failureCode':'SAFETY.INPUT.IMAGE'}}}")).isEqualTo(new Failed("Blocked", "SAFETY.INPUT.IMAGE", null));
        assertThat(relay("{'status':'2'}")).isEqualTo(new Failed("no reason given", null, null));
        assertThat(relay("{'code':'success','message':'success','data':{'status':'FAILURE'}}"))
                .isEqualTo(new Failed("no reason given", null, null));
    }

    @ParameterizedTest
    @CsvSource({"runway, 7000000", "sandbox, 7000000", "cometapi, ''", "gptge, 0", "chainub, 0", "kkiai, 0"})
    void a_task_without_a_video_costs_what_its_gateway_is_known_to_keep(String gateway, String micros) {
        Profile profile = Gateways.SHIPPED.find(gateway).orElseThrow();
        Long cost = micros.isEmpty() ? null : Long.valueOf(micros);
        for (String status : new String[] {"FAILED", "CANCELLED"}) {
            byte[] body = bytes("{'status':'" + status + "','failure':'x','cost':{'credits':7},'data':{'quota':500}}");
            TaskReply reply = Replies.task(profile, 200, "application/json", body, null);
            assertThat(reply).isEqualTo(status.equals("FAILED") ? new Failed("x", null, cost) : new Cancelled(cost));
        }
        assertThat(Replies.task(profile, 200, "application/json",
                bytes("{'status':'SUCCEEDED','output':['" + URL + "'],'cost':{'credits':7},'data':{'quota':7}}"), null))
                .describedAs("one with a video costs what is stated").isEqualTo(new Succeeded(List.of(URL), 7_000_000L));
    }

    @Test
    void reads_a_failure_that_a_relay_passes_on_as_text() {
        byte[] body = """
                {"code":"success","data":{"status":"FAILURE",
                 "fail_reason":"{\\"failure\\":\\"Blocked\\",\\"failureCode\\":\\"SAFETY.INPUT.TEXT\\"}"}}
                """.getBytes(StandardCharsets.UTF_8);
        assertThat(Replies.task(RELAY, 200, null, body, null)).isEqualTo(new Failed("Blocked", "SAFETY.INPUT.TEXT", null));
    }

    @ParameterizedTest
    @CsvSource({"CANCELLED", "CANCELED", "cancel"})
    void knows_a_cancelled_task(String raw) {
        assertThat(official("{'status':'" + raw + "','cost':{'credits':3}}")).isEqualTo(new Cancelled(3_000_000L));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "{'data':{'status':'IN_PROGRESS','data':{'status':'SUCCEEDED','output':[]}}}",
        "{'data':{'status':'IN_PROGRESS','data':{'status':'FAILED'}},'message':'all good'}",
        "{'data':{'status':'IN_PROGRESS','data':{'status':'CANCELLED'}}}",
        "{'data':{'status':'SUCCESS','data':{'status':'RUNNING'}}}",
        "{'data':{'status':'FAILURE','fail_reason':'https://a/b.mp4','data':{'status':'RUNNING'}}}",
    })
    void keeps_polling_when_statuses_disagree_and_none_is_proved(String body) {
        assertThat(relay(body)).isInstanceOf(Progress.class);
    }

    @Test
    void believes_the_status_that_brings_its_proof() {
        assertThat(relay("{'data':{'status':'IN_PROGRESS','data':{'status':'SUCCEEDED','output':['" + URL + "']}}}"))
                .isInstanceOf(Succeeded.class);
        assertThat(relay("{'data':{'status':'FAILURE','fail_reason':'timeout','data':{'status':'SUCCEEDED','output':['" + URL + "']}}}"))
                .isInstanceOf(Succeeded.class);
        assertThat(relay("{'data':{'status':'IN_PROGRESS','data':{'status':'FAILED','failure':'Blocked'}}}"))
                .isEqualTo(new Failed("Blocked", null, null));
        assertThat(relay("{'data':{'status':'FAILURE','fail_reason':'task timed out','data':{'status':'RUNNING'}}}"))
                .isEqualTo(new Failed("task timed out", null, null));
    }

    @Test
    void knows_a_task_that_is_not_there() {
        assertThat(Replies.task(RUNWAY, 404, null, bytes("{'error':'Could not find Task'}"), null))
                .isEqualTo(new NotFound("Could not find Task"));
        String lost = "{'code':'task_not_exist','message':'task_not_exist','data':null}";
        assertThat(Replies.task(RELAY, 400, null, bytes(lost), null)).isEqualTo(new NotFound("task_not_exist"));
        assertThat(Replies.task(RELAY, 200, null, bytes(lost), null)).isEqualTo(new NotFound("task_not_exist"));
        assertThat(Replies.task(RELAY, 500, null, bytes("{'error':{'message':'task_not_exist','code':''}}"), null))
                .isEqualTo(new NotFound("task_not_exist"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "401 | {'error':'x'} | KEY", "429 | ~~ | RATE_LIMIT", "500 | {'error':'x'} | SERVER", "503 | <html> | SERVER",
        "408 | ~~ | SERVER", "524 | ~~ | SERVER", "301 | ~~ | NOT_UNDERSTOOD", "404 | <html>Not here</html> | NOT_UNDERSTOOD",
        "200 | <html>Welcome</html> | NOT_UNDERSTOOD", "200 | ~~ | NOT_UNDERSTOOD", "200 | [] | NOT_UNDERSTOOD",
        "200 | {'status':'SUCCEEDED' | NOT_UNDERSTOOD", "200 | {'error':{'message':'busy'}} | NOT_UNDERSTOOD",
        "200 | {'code':'fail_to_fetch_task','message':'x','data':null} | NOT_UNDERSTOOD", "400 | {'error':'x'} | NOT_UNDERSTOOD",
    })
    void learns_nothing_from_trouble(int status, String body, Kind kind) {
        TaskReply reply = Replies.task(RUNWAY, status, "text/html", bytes(body), 9L);
        assertThat(reply).isInstanceOfSatisfying(Trouble.class, t -> {
            assertThat(t.kind()).isEqualTo(kind);
            assertThat(t.retryAfterMs()).isEqualTo(9L);
        });
    }

    private static TaskReply official(String body) {
        return Replies.task(RUNWAY, 200, "application/json", bytes(body), null);
    }

    private static TaskReply relay(String body) {
        return Replies.task(RELAY, 200, "application/json", bytes(body), null);
    }
}
