package io.reeldrop.sandbox;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a prompt asks for in brackets, so that a test or a demo directs a single drop instead of leaving it to chance: directives.txt.
 *
 * @param values options and their values
 * @param times  faults, and how many of the first requests or tasks they strike
 */
record Directives(Map<String, String> values, Map<Option, Long> times) {

    private static final Pattern TOKEN = Pattern.compile("\\[([a-z][a-z0-9-]*)((?: +[^\\]\\s]+)*) *\\]");
    private static final Map<String, Option> SHORT = Map.of("lose", Option.LOSE_ANSWERS, "reset", Option.RESET_ANSWERS,
            "delay", Option.DELAY_ANSWERS, "error", Option.ERROR_ANSWERS, "html", Option.HTML_ANSWERS, "hang", Option.HANG_POLLS,
            "cut", Option.CUT_DOWNLOADS, "style", Option.STYLES);
    /** What is the whole sandbox's, and no task's. */
    private static final Set<Option> COMMON = EnumSet.of(Option.HOST, Option.PORT, Option.KEY, Option.SEED, Option.SLOTS, Option.CREDITS,
            Option.OUTAGE);
    /** What comes over a task, not over a request about it. */
    private static final Set<Option> OF_TASKS = EnumSet.of(Option.FAIL, Option.CANCELLED, Option.NO_OUTPUT, Option.UNKNOWN_TASK,
            Option.UNKNOWN_STATUS);
    /** The value that may stand before the number of times. */
    private static final Map<Option, Option> DETAILS = new EnumMap<>(Map.of(Option.FAIL, Option.FAILURE_CODES,
            Option.NO_OUTPUT, Option.NO_OUTPUT_MS, Option.UNKNOWN_TASK, Option.UNKNOWN_TASK_MS, Option.UNKNOWN_STATUS,
            Option.UNKNOWN_STATUS_MS, Option.HANG_POLLS, Option.HANG_POLLS_MS, Option.DELAY_ANSWERS, Option.DELAY_ANSWERS_MS));
    private static final Directives NONE = new Directives(Map.of(), Map.of());

    /** @throws IllegalArgumentException for an option with a value that it does not take */
    static Directives in(String prompt) {
        if (prompt == null || prompt.indexOf('[') < 0) {
            return NONE;
        }
        Directives found = new Directives(new LinkedHashMap<>(), new EnumMap<>(Option.class));
        for (Matcher token = TOKEN.matcher(prompt); token.find();) {
            Option option = SHORT.getOrDefault(token.group(1), Option.find(token.group(1)));
            if (option != null && !COMMON.contains(option)) {
                found.add(option, token.group(2).trim());
            }
        }
        SandboxOptions.parse(found.values);
        return found;
    }

    private void add(Option option, String text) {
        if (!option.isFault()) {
            values.put(option.label(), text);
            return;
        }
        List<String> words = text.isEmpty() ? List.of() : List.of(text.split(" +"));
        Option detail = DETAILS.get(option);
        int next = 0;
        if (detail != null && !words.isEmpty()) {
            values.put(detail.label(), words.get(next++));
        } else if (OF_TASKS.contains(option) && detail != null) {
            values.put(detail.label(), option == Option.FAIL ? "" : "0");
        }
        times.put(option, words.size() > next ? count(option, words.get(next)) : OF_TASKS.contains(option) ? Long.MAX_VALUE : 1);
    }

    private static long count(Option option, String word) {
        if (!word.matches("\\d{1,15}")) {
            throw new IllegalArgumentException("directive " + option.label() + ": '" + word + "' is not a number of times");
        }
        return Long.parseLong(word);
    }

    SandboxOptions over(SandboxOptions options) {
        return this == NONE ? options : options.with(values).directed(times);
    }
}
