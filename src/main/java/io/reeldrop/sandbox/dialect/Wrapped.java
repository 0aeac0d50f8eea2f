package io.reeldrop.sandbox.dialect;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/** The relays' envelope around a row of their own table: {@code {"code":"success","message":"","data":{"id":4711,"task_id",…}}}. */
final class Wrapped {

    /** What a relay takes for one of Runway's credits: 500,000 units are a dollar, a credit is a cent. */
    static final long QUOTA_OF_A_CREDIT = 5000;

    private static final DateTimeFormatter SHANGHAI = DateTimeFormatter.ISO_OFFSET_DATE_TIME.withZone(ZoneOffset.ofHours(8));

    private Wrapped() {
    }

    /** The row as it is before anything has been asked of Runway; its number is not the task's id. */
    static ObjectNode submitted(Standing task) {
        ObjectNode answer = envelope();
        answer.putObject("data").put("id", task.row()).put("task_id", task.id()).put("status", "NOT_START");
        return answer;
    }

    /** The id alone. */
    static ObjectNode submittedAsText(Standing task) {
        return envelope().put("data", task.id());
    }

    /** Passes Runway's answer on inside, and tells the video's URL there only; what failed is paid back. */
    static ObjectNode inside(Standing task) {
        ObjectNode answer = row(task, task.failure(), task.ended() ? task.cost() : task.estimate());
        ObjectNode raw = Official.shown(task);
        // Runway's id is the relay's affair.
        raw.put("id", UUID.nameUUIDFromBytes(task.id().getBytes(StandardCharsets.UTF_8)).toString());
        raw.put("createdAt", SHANGHAI.format(Instant.ofEpochMilli(task.createdAt())));
        data(answer).set("data", raw);
        return answer;
    }

    /** Keeps nothing of Runway's answer: no code, and no reason of its own for a failure; the price is shown although it was paid back. */
    static ObjectNode result(Standing task) {
        ObjectNode answer = row(task, dropped(task), task.estimate());
        data(answer).put("result_url", task.output() == null ? "" : task.output()).putNull("data");
        return answer;
    }

    /** A row as older relays write it: the video's URL stands where the reason of a failure would. */
    static ObjectNode oldRow(Standing task) {
        ObjectNode answer = row(task, task.output() == null ? dropped(task) : task.output(), task.estimate());
        data(answer).putNull("data");
        return answer;
    }

    private static String dropped(Standing task) {
        return switch (task.status()) {
            case FAILED -> "task failed";
            case CANCELLED -> "task cancelled";
            default -> null;
        };
    }

    private static ObjectNode row(Standing task, String reason, long credits) {
        ObjectNode answer = envelope();
        answer.putObject("data").put("id", task.row()).put("task_id", task.id()).put("platform", "runway").put("action", "IMAGE_TO_VIDEO")
                .put("status", word(task)).put("fail_reason", reason == null ? "" : reason)
                .put("submit_time", task.createdAt() / 1000).put("start_time", task.startedAt() / 1000)
                .put("finish_time", task.endedAt() / 1000).put("progress", progress(task)).put("quota", credits * QUOTA_OF_A_CREDIT)
                .putObject("properties");
        return answer;
    }

    private static ObjectNode envelope() {
        return JsonNodeFactory.instance.objectNode().put("code", "success").put("message", "");
    }

    private static ObjectNode data(ObjectNode answer) {
        return (ObjectNode) answer.get("data");
    }

    private static String word(Standing task) {
        return switch (task.status()) {
            case THROTTLED, PENDING -> "QUEUED";
            case RUNNING -> "IN_PROGRESS";
            case SUCCEEDED -> "SUCCESS";
            case FAILED, CANCELLED -> "FAILURE";
            case ODD -> "UNKNOWN";
        };
    }

    private static String progress(Standing task) {
        return switch (task.status()) {
            case THROTTLED -> "5%";
            case PENDING -> "10%";
            case RUNNING, ODD -> Math.round(task.progress() * 100) + "%";
            case SUCCEEDED, FAILED, CANCELLED -> "100%";
        };
    }
}
