package io.reeldrop.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Collects what is wrong with a body, and reads its fields on the way: null for a field that is missing or wrong. */
final class Issues {

    private final ArrayNode found = JsonNodeFactory.instance.arrayNode();

    ObjectNode add(String code, String message, String... path) {
        ObjectNode issue = found.addObject().put("code", code);
        ArrayNode steps = issue.putArray("path");
        for (String step : path) {
            steps.add(step);
        }
        return issue.put("message", message);
    }

    void refuseIfAny() throws Refusal {
        if (!found.isEmpty()) {
            throw Refusal.invalid(found);
        }
    }

    String text(JsonNode body, String field) {
        JsonNode value = body.path(field);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isTextual()) {
            add("invalid_type", "Expected string", field);
            return null;
        }
        return value.textValue();
    }

    void flag(JsonNode body, String field) {
        if (body.has(field) && !body.path(field).isBoolean()) {
            add("invalid_type", "Expected boolean", field);
        }
    }

    String oneOf(JsonNode body, String field, List<String> options) {
        String value = text(body, field);
        if (value != null && !options.contains(value)) {
            add("invalid_enum_value", "Expected one of " + String.join(", ", options) + "; received '" + value + "'", field)
                    .putPOJO("options", options);
            return null;
        }
        return value;
    }

    Long whole(JsonNode body, String field, long least, long most) {
        JsonNode value = body.path(field);
        if (value.isMissingNode()) {
            return null;
        }
        boolean whole = value.isIntegralNumber() || value.isNumber() && value.doubleValue() == Math.rint(value.doubleValue());
        if (!whole) {
            add("invalid_type", "Expected integer", field);
            return null;
        }
        double number = value.doubleValue();
        if (number < least) {
            add("too_small", "Number must be at least " + least, field).put("minimum", least);
            return null;
        }
        if (number > most) {
            add("too_big", "Number must be at most " + most, field).put("maximum", most);
            return null;
        }
        return (long) number;
    }
}
