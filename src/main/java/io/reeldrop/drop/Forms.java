package io.reeldrop.drop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;

/** The form that each kind of field must have. Each check reports to the {@link Fields} it is given. */
final class Forms {

    private static final List<String> SIDECAR_VALUES = List.of("optional", "required");
    private static final int MAX_VARIATIONS = 100;
    /** The largest whole number that every JSON reader keeps exact. */
    private static final BigDecimal MAX_INTEGER = BigDecimal.valueOf((1L << 53) - 1);

    private Forms() {
    }

    static void text(Fields f, ObjectNode owner, String name, String path) {
        if (!owner.get(name).isTextual()) {
            f.wrongType(path, owner.get(name), "a text", "Write a text in double quotes, or remove the field");
        }
    }

    static void word(Fields f, ObjectNode owner, String name, String path) {
        text(f, owner, name, path);
        if (owner.get(name).isTextual() && owner.get(name).textValue().isEmpty()) {
            f.add(path, "is an empty text", "at least 1 character", "Write a value, or remove the field");
        }
    }

    /** 5.0 is the whole number 5, in JSON Schema as here; it is sent as 5. */
    static void integer(Fields f, ObjectNode owner, String name, String path) {
        JsonNode value = owner.get(name);
        String wanted = "a whole number";
        if (!value.isNumber()) {
            boolean quoted = value.isTextual() && value.textValue().matches("-?\\d{1,15}");
            f.wrongType(path, value, wanted, "Write " + (quoted ? value.textValue() : "a whole number") + " without quotes");
            return;
        }
        BigDecimal number = value.decimalValue();
        if (number.abs().compareTo(MAX_INTEGER) > 0) {
            f.add(path, "is too large a number", "whole numbers up to " + MAX_INTEGER.toPlainString(), "Write a smaller number");
        } else if (number.signum() != 0 && number.stripTrailingZeros().scale() > 0) {
            f.add(path, Fields.shown(number.toString()) + " is not a whole number", "whole numbers", "Write it without a fraction");
        } else {
            owner.put(name, number.signum() == 0 ? 0 : number.longValueExact());
        }
    }

    static void flag(Fields f, ObjectNode owner, String name, String path) {
        if (!owner.get(name).isBoolean()) {
            f.wrongType(path, owner.get(name), "true or false", "Write true or false, without quotes");
        }
    }

    static void variations(Fields f, ObjectNode owner, String name, String path) {
        JsonNode list = owner.get(name);
        if (!list.isArray()) {
            f.wrongType(path, list, "a list of changes", "Write a list such as [ { \"seed\": 1 }, { \"seed\": 2 } ]");
        } else if (list.isEmpty() || list.size() > MAX_VARIATIONS) {
            f.add(path, "has " + list.size() + " entries", "1 to " + MAX_VARIATIONS + " variations",
                    list.isEmpty() ? "Remove the field to make one video, or add a variation" : "Spread them over several sidecars");
        } else {
            for (int i = 0; i < list.size(); i++) {
                String each = path + " " + (i + 1);
                if (list.get(i) instanceof ObjectNode variation) {
                    f.check(variation, each, Fields.IN_VARIATION);
                } else {
                    f.wrongType(each, list.get(i), "an object", "Write the changes between { and }, such as { \"seed\": 2 }");
                }
            }
        }
    }

    static void extra(Fields f, ObjectNode owner, String name, String path) {
        JsonNode extra = owner.get(name);
        if (!extra.isObject()) {
            f.wrongType(path, extra, "an object", "Write the extra fields between { and }");
            return;
        }
        extra.fieldNames().forEachRemaining(key -> {
            if (Fields.IN_SIDECAR.contains(key)) {
                f.add(path + ", " + key, "may not stand in extra", null, "Move " + key + " out of extra, beside the other fields");
            }
        });
    }

    static void sidecar(Fields f, ObjectNode owner, String name, String path) {
        if (!owner.get(name).isTextual() || !SIDECAR_VALUES.contains(owner.get(name).textValue())) {
            f.add(path, "is not one of the two words it may be", "\"optional\", \"required\"", "Write one of these");
        }
    }
}
