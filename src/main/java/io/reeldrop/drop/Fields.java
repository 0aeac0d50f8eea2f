package io.reeldrop.drop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.job.Nearest;
import io.reeldrop.job.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The fields of a sidecar, and where each may stand; collects what is wrong with one sidecar. */
final class Fields {

    static final String PROMPT_IMAGE = "promptImage";
    static final String VARIATIONS = "variations";
    static final String EXTRA = "extra";
    static final String SIDECAR = "sidecar";
    static final String ACCOUNT = "account";

    private static final int SHOWN = 60;

    /** Checks the value that {@code owner} has under a name. */
    private interface Check {

        void run(Fields fields, ObjectNode owner, String name, String path);
    }

    private static final Map<String, Check> CHECKS = new LinkedHashMap<>();

    static {
        CHECKS.put("promptText", Forms::text);
        CHECKS.put("model", Forms::word);
        CHECKS.put("ratio", Forms::word);
        CHECKS.put("duration", Forms::integer);
        CHECKS.put("seed", Forms::integer);
        CHECKS.put("watermark", Forms::flag);
        CHECKS.put(PROMPT_IMAGE, (f, owner, name, path) -> new PromptImage(f).check(owner.get(name), path));
        CHECKS.put(VARIATIONS, Forms::variations);
        CHECKS.put(ACCOUNT, Forms::word);
        CHECKS.put(EXTRA, Forms::extra);
        CHECKS.put(SIDECAR, Forms::sidecar);
    }

    private static final Set<String> IN_DEFAULTS = CHECKS.keySet();
    static final Set<String> IN_SIDECAR = without(IN_DEFAULTS, SIDECAR);
    static final Set<String> IN_VARIATION = without(IN_SIDECAR, VARIATIONS, ACCOUNT);

    private final String file;
    private final List<Problem> problems;

    Fields(String file, List<Problem> problems) {
        this.file = file;
        this.problems = problems;
    }

    void check(ObjectNode settings, boolean defaults) {
        check(settings, "", defaults ? IN_DEFAULTS : IN_SIDECAR);
    }

    void check(ObjectNode settings, String within, Set<String> known) {
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
