package io.reeldrop.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.sandbox.dialect.Refused;
import io.reeldrop.sandbox.dialect.Refused.Kind;
import java.util.HashMap;
import java.util.Map;

/** A refusal: written in the official shape {@code {"error", "issues", "docUrl"}}, said in the words of the gateway called. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;
    private static final String DOCS = "https://docs.dev.runwayml.com/api";

    private final Kind kind;
    private final int status;
    private final transient ObjectNode body;
    private final transient Map<String, String> headers = new HashMap<>();

    private Refusal(Kind kind, int status, ObjectNode body) {
        super(body.path("error").asText(), null, false, false);
        this.kind = kind;
        this.status = status;
        this.body = body;
    }

    static Refusal of(int status, String error) {
        return of(Kind.of(status), status, error);
    }

    static Refusal of(Kind kind, int status, String error) {
        return new Refusal(kind, status, JsonNodeFactory.instance.objectNode().put("error", error));
    }

    static Refusal documented(int status, String error) {
        return documented(Kind.of(status), status, error);
    }

    static Refusal documented(Kind kind, int status, String error) {
        return new Refusal(kind, status, JsonNodeFactory.instance.objectNode().put("error", error).put("docUrl", DOCS));
    }

    static Refusal invalid(ArrayNode issues) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("error", "Validation of body failed");
        body.set("issues", issues);
        return new Refusal(Kind.INVALID, 400, body.put("docUrl", DOCS));
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

    /** @param call method and path */
    Refused to(String call) {
        return new Refused(kind, status, body, call);
    }
}
