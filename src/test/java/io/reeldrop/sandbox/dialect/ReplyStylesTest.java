package io.reeldrop.sandbox.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeldrop.sandbox.dialect.TaskView.Status;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shapes as the documents write them. */
class ReplyStylesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long BOUGHT = 1_773_366_766_000L;
    private static final Dialect COMETAPI = Dialects.at("/cometapi/runwayml/v1/tasks/x");
    private static final Dialect KKIAI = Dialects.at("/kkiai/runwayml/v1/tasks/x");

    private static TaskView task(Status status) {
        boolean done = status == Status.SUCCEEDED;
        boolean failed = status == Status.FAILED;
        return new TaskView("t-1", 4711, "cat dance", 5, status, 0.275, BOUGHT, BOUGHT + 1000,
                done || failed ? BOUGHT + 9000 : 0, done ? "https://cdn.example/v.mp4" : null, failed ? "Blocked" : null,
                failed ? "SAFETY.INPUT.TEXT" : null, 25, failed ? 0 : 25);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "bare      | {'id':'t-1'}",
        "wrapped   | {'id':'t-1'}",
        "result    | {'task_id':'t-1'}",
        "old-row   | {'code':'success','message':'','data':{'id':4711,'task_id':'t-1','status':'NOT_START'}}",
        "plain     | {'code':'success','message':'','data':'t-1'}",
        "flat      | {'id':'t-1','status':'PENDING'}",
        "kling     | {'code':0,'message':'SUCCEED','request_id':'r-4711','data':{'task_id':'t-1','task_status':'submitted',"
                + "'created_at':1773366766000,'updated_at':1773366766000}}",
        "luma      | {'id':'t-1','prompt':'cat dance','state':'pending','queue_state':null,'created_at':'2026-03-13T01:52:46Z',"
                + "'batch_id':'','video':null,'video_raw':null,'liked':null,'estimate_wait_seconds':null,"
                + "'thumbnail':null,'last_frame':null}",
    })
    void what_was_bought(String style, String answer) throws IOException {
        assertThat((Object) read(style(style).bought(task(Status.RUNNING))))
                .isEqualTo(JSON.readTree(answer.replace('\'', '"')));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "bare    | RUNNING   | {'id':'t-1','createdAt':'2026-03-13T01:52:46Z','status':'RUNNING','progress':0.275}",
        "bare    | SUCCEEDED | {'id':'t-1','createdAt':'2026-03-13T01:52:46Z','status':'SUCCEEDED','output':['https://cdn.example/v.mp4']}",
        "bare    | FAILED    | {'id':'t-1','createdAt':'2026-03-13T01:52:46Z','status':'FAILED','failure':'Blocked',"
                + "'failureCode':'SAFETY.INPUT.TEXT'}",
        "plain   | RUNNING   | {'code':'success','message':'','data':{'task_id':'t-1','status':'processing'}}",
        "plain   | SUCCEEDED | {'code':'success','message':'','data':{'task_id':'t-1','status':'completed',"
                + "'video_url':'https://cdn.example/v.mp4'}}",
        "flat    | SUCCEEDED | {'id':'t-1','status':'succeeded','url':'https://cdn.example/v.mp4'}",
        "flat    | FAILED    | {'id':'t-1','status':'failed','failure_reason':'Blocked'}",
        "kling   | SUCCEEDED | {'code':0,'message':'SUCCEED','request_id':'r-4711','data':{'task_id':'t-1','task_status':'succeed',"
                + "'created_at':1773366766000,'updated_at':1773366775000,'task_result':{'videos':[{'id':'v-4711',"
                + "'url':'https://cdn.example/v.mp4','duration':'5.1'}]}}}",
        "kling   | FAILED    | {'code':0,'message':'SUCCEED','request_id':'r-4711','data':{'task_id':'t-1','task_status':'failed',"
                + "'task_status_msg':'Blocked','created_at':1773366766000,'updated_at':1773366775000}}",
        "luma    | SUCCEEDED | {'id':'t-1','prompt':'cat dance','state':'completed','queue_state':null,'created_at':'2026-03-13T01:52:46Z',"
                + "'batch_id':'','video':{'url':'https://cdn.example/v.mp4','width':1280,'height':720,'thumbnail':null},'video_raw':null,"
                + "'liked':null,'estimate_wait_seconds':null,'thumbnail':null,'last_frame':null}",
    })
    void how_it_stands(String style, Status status, String answer) throws IOException {
        assertThat((Object) read(style(style).told(task(status)))).isEqualTo(JSON.readTree(answer.replace('\'', '"')));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "wrapped | PENDING   | QUEUED      |                            | 10%  | 125000",
        "result  | RUNNING   | IN_PROGRESS |                            | 28%  | 125000",
        "result  | SUCCEEDED | SUCCESS     |                            | 100% | 125000",
        "wrapped | FAILED    | FAILURE     | Blocked                    | 100% | 0",
        "result  | FAILED    | FAILURE     | task failed                | 100% | 125000",
        "old-row | SUCCEEDED | SUCCESS     | https://cdn.example/v.mp4  | 100% | 125000",
        "old-row | FAILED    | FAILURE     | task failed                | 100% | 125000",
        "old-row | REHEARSING       | UNKNOWN     |                            | 28%  | 125000",
    })
    void a_row_of_the_relays_table(String style, Status status, String word, String reason, String progress, long quota) {
        var answer = style(style).told(task(status));
        assertThat(answer.path("code").asText()).isEqualTo("success");
        var row = answer.path("data");
        assertThat(row.path("id").isIntegralNumber()).isTrue();
        assertThat(row.path("task_id").asText()).isEqualTo("t-1");
        assertThat(row.path("status").asText()).isEqualTo(word);
        assertThat(row.path("fail_reason").asText()).isEqualTo(reason == null ? "" : reason);
        assertThat(row.path("progress").asText()).isEqualTo(progress);
        assertThat(row.path("quota").asLong()).isEqualTo(quota);
    }

    @Test
    void runways_own_answer_inside_the_relays() throws IOException {
        var raw = style("wrapped").told(task(Status.SUCCEEDED)).path("data").path("data");
        assertThat(raw.path("id").asText()).matches("[0-9a-f-]{36}");
        assertThat((Object) read(raw))
                .isEqualTo(JSON.readTree(("{'id':'" + raw.path("id").asText() + "','createdAt':'2026-03-13T09:52:46+08:00',"
                        + "'status':'SUCCEEDED','output':['https://cdn.example/v.mp4'],'cost':{'credits':25}}").replace('\'', '"')));
    }

    @Test
    void cometapi_documents_four_statuses() {
        ReplyStyle bare = COMETAPI.style(List.of("bare"), 0);
        assertThat(bare.told(task(Status.THROTTLED)).path("status").asText()).isEqualTo("PENDING");
        assertThat(bare.told(task(Status.CANCELLED)).path("status").asText()).isEqualTo("FAILED");
    }

    @Test
    void ids_differ() {
        for (Dialect dialect : Dialects.all()) {
            assertThat(dialect.styles()).allSatisfy(style -> assertThat(List.of(style.newId(), style.newId(), style.newId()))
                    .doesNotHaveDuplicates().allMatch(next -> next.matches("[a-z0-9_-]{22,37}")));
        }
    }

    private static JsonNode read(JsonNode written) throws IOException {
        return JSON.readTree(written.toString());
    }

    private static ReplyStyle style(String name) {
        return KKIAI.style(List.of(name), 0);
    }
}
