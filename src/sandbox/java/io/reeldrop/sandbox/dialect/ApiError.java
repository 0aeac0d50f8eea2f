package io.reeldrop.sandbox.dialect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/** A refusal in the official shape {@code {"error", "issues", "docUrl"}}, before a gateway puts it into its own. */
public final class ApiError extends Exception {

    private static final long serialVersionUID = 1L;

    public final Reason reason;
    public final int status;
    /** Beside the body. */
    public final transient Map<String, String> headers = new HashMap<>();
    /** The official API's, which a relay may pass on as it got it. */
    final transient ObjectNode body = JsonNodeFactory.instance.objectNode();

    /** What relays answer differently. */
    public enum Reason {
        KEY, CREDITS, RATE, UNKNOWN_TASK, UNKNOWN_PATH, UNKNOWN_MODEL, INVALID, TOO_LARGE, MOVED, SERVER;

        /** What an official status means where nothing closer is known. */
        static Reason of(int status) {
            return switch (status) {
                case 401 -> KEY;
                case 404 -> UNKNOWN_PATH;
                case 413 -> TOO_LARGE;
                case 429 -> RATE;
                default -> status == 408 || status >= 500 ? SERVER : status < 400 ? MOVED : INVALID;
            };
        }
    }

    public ApiError(Reason reason, int status, String error) {
        super(error, null, false, false);
        this.reason = reason;
        this.status = status;
        body.put("error", error);
    }

    public ApiError(int status, String error) {
        this(Reason.of(status), status, error);
    }

    public static ApiError invalid(ArrayNode issues) {
        ApiError error = new ApiError(400, "Validation of body failed");
        error.body.set("issues", issues);
        return error.documented();
    }

    /** With the address of the documents. */
    public ApiError documented() {
        body.put("docUrl", "https://docs.dev.runwayml.com/api");
        return this;
    }

    /** One line: relays that keep nothing else of an answer keep what is wrong. */
    String text() {
        StringBuilder text = new StringBuilder(getMessage());
        body.path("issues").forEach(issue -> {
            text.append(": ");
            issue.path("path").forEach(step -> text.append(step.asText()).append(": "));
            text.append(issue.path("message").asText());
        });
        return text.toString();
    }
}
