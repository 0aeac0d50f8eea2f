package io.reeldrop.sandbox.dialect;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/** Shapes of other makers' APIs in which relays document or give their answers: Kling's, Luma's, and a plain one. */
final class Borrowed {

    private static final List<String> EMPTY_IN_LUMA = List.of("queue_state", "video", "video_raw", "liked", "estimate_wait_seconds",
            "thumbnail", "last_frame");

    private Borrowed() {
    }

    /** {@code {"code":0,"message","request_id","data":{"task_id","task_status","created_at","updated_at"}}}. */
    static ObjectNode kling(Standing task) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("code", 0).put("message", "SUCCEED")
                .put("request_id", "r-" + task.row());
        ObjectNode data = answer.putObject("data").put("task_id", task.id())
                .put("task_status", word(task, "submitted", "processing", "succeed", "failed"));
        if (task.failure() != null) {
            data.put("task_status_msg", task.failure());
        }
        data.put("created_at", task.createdAt()).put("updated_at", Math.max(task.createdAt(), Math.max(task.startedAt(), task.endedAt())));
        if (task.output() != null) {
            data.putObject("task_result").putArray("videos").addObject().put("id", "v-" + task.row()).put("url", task.output())
                    .put("duration", task.duration() + ".1");
        }
        return answer;
    }

    /** {@code {"id","prompt","state","queue_state","created_at","batch_id","video",…}}. */
    static ObjectNode luma(Standing task) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("id", task.id()).put("prompt", task.promptText())
                .put("state", word(task, "pending", "processing", "completed", "failed"))
                .put("created_at", Instant.ofEpochMilli(task.createdAt()).toString()).put("batch_id", "");
        EMPTY_IN_LUMA.forEach(answer::putNull);
        if (task.output() != null) {
            answer.putObject("video").put("url", task.output()).put("width", 1280).put("height", 720).putNull("thumbnail");
        }
        if (task.failure() != null) {
            answer.put("failure_reason", task.failure());
        }
        return answer;
    }

    static ObjectNode taskId(Standing task) {
        return JsonNodeFactory.instance.objectNode().put("task_id", task.id());
    }

    /** {@code {"code":"success","data":{"task_id","status":"processing","video_url"}}}. */
    static ObjectNode plain(Standing task) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("code", "success").put("message", "");
        ObjectNode data = answer.putObject("data").put("task_id", task.id())
                .put("status", word(task, "queued", "processing", "completed", "failed"));
        if (task.output() != null) {
            data.put("video_url", task.output());
        }
        if (task.failure() != null) {
            data.put("msg", task.failure());
        }
        return answer;
    }

    /** {@code {"id","status":"processing","url","failure_reason"}}. */
    static ObjectNode flat(Standing task) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("id", task.id())
                .put("status", word(task, "queued", "processing", "succeeded", "failed"));
        if (task.output() != null) {
            answer.put("url", task.output());
        }
        if (task.failure() != null) {
            answer.put("failure_reason", task.failure());
        }
        return answer;
    }

    private static String word(Standing task, String waiting, String running, String succeeded, String failed) {
        return switch (task.status()) {
            case THROTTLED, PENDING -> waiting;
            case RUNNING -> running;
            case SUCCEEDED -> succeeded;
            case FAILED, CANCELLED -> failed;
            case ODD -> "rehearsing";
        };
    }
}
