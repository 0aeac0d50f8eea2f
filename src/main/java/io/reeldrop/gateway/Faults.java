package io.reeldrop.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeldrop.gateway.Model.Kind;
import io.reeldrop.job.Problem;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with one request. */
final class Faults {

    private final String file;
    private final List<Problem> found = new ArrayList<>();

    Faults(String file) {
        this.file = file;
    }

    void add(String field, String message, String limit, String remedy) {
        found.add(new Problem(file, field, message, limit, remedy));
    }

    void wrongType(String field, JsonNode value, String wanted) {
        add(field, Words.plain(value.toString()) + " is not " + wanted, null, "Write " + wanted);
    }

    List<Problem> found() {
        return List.copyOf(found);
    }

    static boolean isOf(Kind kind, JsonNode value) {
        return switch (kind) {
            case TEXT -> value.isTextual();
            case INTEGER -> value.isIntegralNumber();
            case NUMBER -> value.isNumber();
            case BOOLEAN -> value.isBoolean();
            case OBJECT -> value.isObject();
            case ARRAY -> value.isArray();
        };
    }

    static String named(Kind kind) {
        return switch (kind) {
            case TEXT -> "a text";
            case INTEGER -> "a whole number";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case OBJECT -> "an object";
            case ARRAY -> "a list";
        };
    }
}
