package io.reeldrop.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.reeldrop.OddJson;
import io.reeldrop.gateway.SubmitReply.Accepted;
import io.reeldrop.gateway.SubmitReply.AccountHeld;
import io.reeldrop.gateway.SubmitReply.InDoubt;
import io.reeldrop.gateway.SubmitReply.Refused;
import io.reeldrop.gateway.TaskReply.Cancelled;
import io.reeldrop.gateway.TaskReply.Failed;
import io.reeldrop.gateway.TaskReply.NotFound;
import io.reeldrop.gateway.TaskReply.Progress;
import io.reeldrop.gateway.TaskReply.Succeeded;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.StringLength;

/**
 * Whatever a gateway answers, the readers say what it means and never more than that: no exception, and no doubt taken for certainty. The
 * seeds are fixed, so that a fault found once is found again.
 */
class RepliesPropertyTest {

    private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    private static final List<String> KEYS = List.of("id", "task_id", "taskId", "data", "code", "error", "message", "msg",
            "status", "state", "task_status", "task_status_msg", "output", "fail_reason", "failure", "failureCode",
            "failure_reason", "progress", "cost", "credits", "quota", "issues", "path", "estimatedCost", "url",
            "video_url", "result_url", "video", "task_result", "videos", "type", "param");
    private static final List<String> WORDS = List.of("t-1", "task_8fV2", "success", "SUCCEED", "SUCCEEDED", "SUCCESS", "FAILED", "FAILURE",
            "RUNNING", "IN_PROGRESS", "THROTTLED", "pending", "completed", "CANCELED", "REHEARSING", "task_not_exist", "fail_to_fetch_task",
            "get_channel_failed", "invalid_request", "SAFETY.INPUT.TEXT", "INTERNAL", "You do not have enough credits to run this task.",
            "用户额度不足", "Insufficient user quota", "{\"error\":\"x\"}", "{\"code\":\"task_not_exist\",\"message\":\"m\",\"data\":null}",
            "{\"id\":\"inner\"}", "{\"message\":\"{\\\"message\\\":\\\"{}\\\"}\"}");
    private static final List<Integer> STATUSES = List.of(200, 201, 204, 301, 302, 307, 400, 401, 402, 403, 404, 405, 408,
            409, 413, 422, 425, 429, 499, 500, 502, 503, 504, 524);
    private static final List<Profile> PROFILES = Stream.concat(Gateways.SHIPPED.names().stream()
            .map(name -> Gateways.SHIPPED.find(name).orElseThrow()), Stream.of(Gateways.RELAY)).toList();

    @Provide
    Arbitrary<Profile> profiles() {
        return Arbitraries.of(PROFILES);
    }

    @Provide
    Arbitrary<Integer> statuses() {
        return Arbitraries.frequencyOf(Tuple.of(5, Arbitraries.just(200)), Tuple.of(8, Arbitraries.of(STATUSES)),
                Tuple.of(1, Arbitraries.integers().between(0, 999)));
    }

    /** Made up from the documented names, and the documented answers themselves, whole and spoilt. */
    @Provide
    Arbitrary<byte[]> bodies() {
        List<String> documented = Documents.replies().stream().map(Documents.Received::body).toList();
        return OddJson.bytes(Arbitraries.frequencyOf(Tuple.of(5, OddJson.texts(KEYS, WORDS)), Tuple.of(1, Arbitraries.of(documented))));
    }

    @Property(seed = "20261121", edgeCases = EdgeCasesMode.NONE)
    void an_answer_to_a_submit_is_safe_to_repeat_only_where_the_profile_says_that_no_task_exists(@ForAll("profiles") Profile profile,
            @ForAll("statuses") int status, @ForAll("bodies") byte[] body) {
        SubmitReply reply = Replies.submit(profile, status, "application/json", body, null);
        JsonNode json = parsed(body);
        List<String> ids = ids(profile, json);
        boolean success = status >= 200 && status <= 299;
        if (reply instanceof Accepted accepted) {
            assertThat(success).isTrue();
            assertThat(ids).contains(accepted.taskId());
            assertThat(accepted.estimateMicros()).satisfiesAnyOf(e -> assertThat(e).isNull(), e -> assertThat(e).isNotNegative());
        } else if (reply instanceof InDoubt doubt) {
            line(doubt.reason());
        } else {
            boolean refused = profile.submit().noTask().contains(status)
                    || success && json.isObject() && codes(profile, json).anyMatch(profile.submit().noTaskCodes()::contains);
            assertThat(refused).as("%s", reply).isTrue();
            assertThat(ids).as("%s", reply).isEmpty();
            assertThat(reply).isInstanceOfAny(Refused.class, AccountHeld.class);
            line(reply instanceof Refused no ? no.reason() : ((AccountHeld) reply).reason());
        }
    }

    @Property(seed = "20261122", edgeCases = EdgeCasesMode.NONE)
    void an_answer_for_a_task_never_ends_it_without_saying_so(@ForAll("profiles") Profile profile, @ForAll("statuses") int status,
            @ForAll("bodies") byte[] body) {
        TaskReply reply = Replies.task(profile, status, null, body, null);
        assertThat(reply).isNotNull();
        boolean ended = reply instanceof Succeeded || reply instanceof Failed || reply instanceof Cancelled;
        JsonNode json = parsed(body);
        if (ended || reply instanceof Progress) {
            assertThat(status).isBetween(200, 299);
            assertThat(json.isObject()).isTrue();
        }
        if (ended) {
            List<String> said = new ArrayList<>();
            profile.reply().status().forEach(pointer -> said.add(json.at(pointer).asText().strip()));
            TaskStatus end = reply instanceof Succeeded ? TaskStatus.SUCCEEDED : reply instanceof Failed ? TaskStatus.FAILED
                    : TaskStatus.CANCELLED;
            assertThat(profile.reply().statuses().get(end)).anyMatch(word -> said.stream().anyMatch(word::equalsIgnoreCase));
        }
        if (reply instanceof Succeeded done) {
            assertThat(done.outputs()).isNotEmpty().allMatch(url -> url.matches("(?i)https?://[^\\s\\p{Cntrl}]+"));
            assertThat(done.costMicros()).satisfiesAnyOf(c -> assertThat(c).isNull(), c -> assertThat(c).isNotNegative());
        } else if (reply instanceof Progress progress && progress.progress() != null) {
            assertThat(progress.progress()).isBetween(0.0, 1.0);
        } else if (reply instanceof Failed failed) {
            line(failed.text());
        } else if (reply instanceof NotFound) {
            assertThat(profile.task().notFound().statuses().contains(status) || json.toString().contains("task_not_exist")).isTrue();
        }
    }

    @Property(seed = "20261123")
    void whatever_a_header_or_a_code_says_is_borne(@ForAll("profiles") Profile profile, @ForAll @StringLength(max = 40) String text) {
        Long ms = Replies.retryAfterMs(text, Instant.EPOCH);
        assertThat(ms).satisfiesAnyOf(m -> assertThat(m).isNull(), m -> assertThat(m).isBetween(0L, 86_400_000L));
        assertThat(Replies.retry(profile, text)).isNotNull();
    }

    private static void line(String reason) {
        assertThat(reason).doesNotContainPattern("[\\p{Cntrl}]").hasSizeLessThan(5000);
    }

    /** Read here once more, and by other means than the readers'. */
    private static List<String> ids(Profile profile, JsonNode json) {
        return profile.reply().taskId().stream().map(json::at).filter(JsonNode::isTextual).map(node -> node.textValue().strip())
                .filter(id -> id.length() <= 256 && id.chars().allMatch(c -> c > ' ' && c < 0x7f) && !id.isEmpty())
                .filter(id -> !id.equals(".") && !id.equals("..") && !id.matches("(?i)https?:.*")).toList();
    }

    private static Stream<String> codes(Profile profile, JsonNode json) {
        return profile.reply().errorCode().stream().map((JsonPointer pointer) -> json.at(pointer)).map(node -> node.asText().strip());
    }

    private static JsonNode parsed(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}
