package io.reeldrop.sandbox.dialect;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.sandbox.dialect.Standing.Status;
import java.time.Instant;

/** Runway's own shape, which resellers pass on as it is, or cut down. */
final class Official {

    private static final String ODD = "REHEARSING";

    private Official() {
    }

    static ObjectNode submitted(Standing task) {
        ObjectNode answer = bareId(task);
        answer.putObject("estimatedCost").put("credits", task.estimate());
        return answer;
    }

    static ObjectNode bareId(Standing task) {
        return JsonNodeFactory.instance.objectNode().put("id", task.id());
    }

    static ObjectNode idAndStatus(Standing task) {
        return bareId(task).put("status", "PENDING");
    }

    static ObjectNode shown(Standing task) {
        ObjectNode shown = uncosted(task);
        switch (task.status()) {
            case THROTTLED, PENDING, RUNNING -> shown.putObject("estimatedCost").put("credits", task.estimate());
            case SUCCEEDED, FAILED, CANCELLED -> shown.putObject("cost").put("credits", task.cost());
            case ODD -> { }
        }
        return shown;
    }

    /** What resellers document of it: all but the cost, which is Runway's price and not theirs. */
    static ObjectNode uncosted(Standing task) {
        ObjectNode shown = bareId(task).put("createdAt", Instant.ofEpochMilli(task.createdAt()).toString());
        shown.put("status", task.status() == Status.ODD ? ODD : task.status().name());
        switch (task.status()) {
            case RUNNING -> shown.put("progress", task.progress());
            case SUCCEEDED -> {
                if (task.output() != null) {
                    shown.putArray("output").add(task.output());
                }
            }
            case FAILED -> {
                shown.put("failure", task.failure());
                if (task.code() != null) {
                    shown.put("failureCode", task.code());
                }
            }
            default -> { }
        }
        return shown;
    }

    /** With the four statuses that CometAPI documents: what waits is pending, what was cancelled has failed. */
    static ObjectNode fourStatuses(Standing task) {
        ObjectNode shown = uncosted(task);
        if (task.status() == Status.THROTTLED) {
            shown.put("status", "PENDING");
        } else if (task.status() == Status.CANCELLED) {
            shown.put("status", "FAILED").put("failure", "task cancelled");
        }
        return shown;
    }
}
