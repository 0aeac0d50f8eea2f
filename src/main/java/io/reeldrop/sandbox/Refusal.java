package io.reeldrop.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/** A request answered with an error, in the official shape {@code {"error", "issues", "docUrl"}}. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;
    private static final String DOCS = "https://docs.dev.runwayml.com/api";

    private final int status;
    private final transient ObjectNode body;
    private final transient Map<String, String> headers = new HashMap<>();

    private Refusal(int status, ObjectNode body) {
        super(body.path("error").asText(), null, false, false);
        this.status = status;
        this.body = body;
    }

    static Refusal of(int status, String error) {
        return new Refusal(status, JsonNodeFactory.instance.objectNode().put("error", error));
    }

    static Refusal documented(int status, String error) {
        return new Refusal(status, JsonNodeFactory.instance.objectNode().put("error", error).put("docUrl", DOCS));
    }

    static Refusal invalid(ArrayNode issues) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("error", "Validation of body failed");
        body.set("issues", issues);
        return new Refusal(400, body.put("docUrl", DOCS));
    }

    /** With a header beside it; an empty value is none. */
    Refusal with(String header, String value) {
        if (!value.isEmpty()) {
            headers.put(header, value);
        }
        return this;
    }

    Map<String, String> headers() {
        return headers;
    }

    int status() {
        return status;
    }

    ObjectNode body() {
        return body;
    }
}
