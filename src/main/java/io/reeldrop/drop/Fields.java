package io.reeldrop.drop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.job.Nearest;
import io.reeldrop.job.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The fields of a sidecar and the form of each; collects what is wrong with one sidecar. */
final class Fields {

    static final String PROMPT_IMAGE = "promptImage";
    static final String VARIATIONS = "variations";
    static final String EXTRA = "extra";
    static final String SIDECAR = "sidecar";
    static final String ACCOUNT = "account";
    static final List<String> SIDECAR_VALUES = List.of("optional", "required");
    static final int MAX_VARIATIONS = 100;

    private static final BigDecimal MAX_INTEGER = BigDecimal.valueOf((1L << 53) - 1);
    private static final int SHOWN = 60;

    /** Checks one value found at a path. */
    private interface Check {

        void run(Fields fields, ObjectNode owner, String name, String path);
    }

    private static final Map<String, Check> CHECKS = new LinkedHashMap<>();

    static {
        CHECKS.put("promptText", Fields::text);
        CHECKS.put("model", Fields::word);
        CHECKS.put("ratio", Fields::word);
        CHECKS.put("duration", Fields::integer);
        CHECKS.put("seed", Fields::integer);
        CHECKS.put("watermark", Fields::flag);
        CHECKS.put(PROMPT_IMAGE, (f, owner, name, path) -> new PromptImage(f).check(owner.get(name), path));
        CHECKS.put(VARIATIONS, Fields::variations);
        CHECKS.put(ACCOUNT, Fields::word);
        CHECKS.put(EXTRA, Fields::extra);
        CHECKS.put(SIDECAR, Fields::sidecar);
    }

    private static final Set<String> IN_DEFAULTS = CHECKS.keySet();
    private static final Set<String> IN_SIDECAR = without(IN_DEFAULTS, SIDECAR);
    private static final Set<String> IN_VARIATION = without(IN_SIDECAR, VARIATIONS, ACCOUNT);

    private final String file;
    private final List<Problem> problems;

    Fields(String file, List<Problem> problems) {
        this.file = file;
        this.problems = problems;
    }

    void check(ObjectNode settings, boolean defaults) {
        check(settings, "", defaults ? IN_DEFAULTS : IN_SIDECAR);
    }

    private void check(ObjectNode settings, String within, Set<String> known) {
        List<String> names = new ArrayList<>();
        settings.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            String path = within.isEmpty() ? name : within + ", " + name;
            if (known.contains(name)) {
                CHECKS.get(name).run(this, settings, name, path);
            } else {
                unknown(name, path, known);
            }
        }
    }

    private void unknown(String name, String path, Set<String> known) {
        if (CHECKS.containsKey(name)) {
            String place = name.equals(SIDECAR) ? "Write it into the folder's _defaults.json instead"
                    : "Write it outside of the variations, where it holds for all of them";
            add(path, "is not allowed here", null, place);
            return;
        }
        String remedy = Nearest.to(shown(name), known).map(near -> "Write " + near + " if that is what you mean, else remove it")
                .orElse("Remove it, or put it into extra if the gateway knows it");
        add(path, "is not a known field", String.join(", ", known), remedy);
    }

    private static void text(Fields f, ObjectNode owner, String name, String path) {
        if (!owner.get(name).isTextual()) {
            f.wrongType(path, owner.get(name), "a text", "Write a text in double quotes, or remove the field");
        }
    }

    private static void word(Fields f, ObjectNode owner, String name, String path) {
        text(f, owner, name, path);
        if (owner.get(name).isTextual() && owner.get(name).textValue().isEmpty()) {
            f.add(path, "is an empty text", "at least 1 character", "Write a value, or remove the field");
        }
    }

    /** 5.0 is the whole number 5, in JSON Schema as here; it is sent as 5. */
    private static void integer(Fields f, ObjectNode owner, String name, String path) {
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
            f.add(path, shown(number.toString()) + " is not a whole number", "whole numbers", "Write it without a fraction");
        } else {
            owner.put(name, number.signum() == 0 ? 0 : number.longValueExact());
        }
    }

    private static void flag(Fields f, ObjectNode owner, String name, String path) {
        if (!owner.get(name).isBoolean()) {
            f.wrongType(path, owner.get(name), "true or false", "Write true or false, without quotes");
        }
    }

    private static void variations(Fields f, ObjectNode owner, String name, String path) {
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
                    f.check(variation, each, IN_VARIATION);
                } else {
                    f.wrongType(each, list.get(i), "an object", "Write the changes between { and }, such as { \"seed\": 2 }");
                }
            }
        }
    }

    private static void extra(Fields f, ObjectNode owner, String name, String path) {
        JsonNode extra = owner.get(name);
        if (!extra.isObject()) {
            f.wrongType(path, extra, "an object", "Write the extra fields between { and }");
            return;
        }
        extra.fieldNames().forEachRemaining(key -> {
            if (IN_SIDECAR.contains(key)) {
                f.add(path + ", " + key, "may not stand in extra", null, "Move " + key + " out of extra, beside the other fields");
            }
        });
    }

    private static void sidecar(Fields f, ObjectNode owner, String name, String path) {
        if (!owner.get(name).isTextual() || !SIDECAR_VALUES.contains(owner.get(name).textValue())) {
            f.add(path, "is not one of the two words it may be", "\"optional\", \"required\"", "Write one of these");
        }
    }

    void wrongType(String path, JsonNode value, String wanted, String remedy) {
        add(path, "is " + kindOf(value) + " where " + wanted + " is needed", wanted, remedy);
    }

    void add(String path, String message, String limit, String remedy) {
        problems.add(new Problem(file, shown(path), message, limit, remedy));
    }

    /** Short enough, and without line breaks, for a log line and a status page. */
    static String shown(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        int end = plain.offsetByCodePoints(0, Math.min(SHOWN, plain.codePointCount(0, plain.length())));
        return end == plain.length() ? plain : plain.substring(0, end) + "…";
    }

    static String kindOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> value.asText();
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            default -> "null";
        };
    }

    private static Set<String> without(Set<String> all, String... some) {
        Set<String> rest = new LinkedHashSet<>(all);
        rest.removeAll(List.of(some));
        return rest;
    }
}
