package io.reeldrop.sandbox;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.yaml.snakeyaml.Yaml;

/** Every option of the sandbox; options.yaml tells what each means, and its default. */
public enum Option {

    HOST, PORT, OUTPUT_HOST, KEY, SEED, STYLES, SLOTS, RENDER, PENDING, CREDITS, VIDEO_BYTES, OUTAGE, DROP_BEFORE, STATUS_408,
    STATUS_429, STATUS_500, STATUS_502, STATUS_503, STATUS_504, REDIRECT_SUBMITS, LOSE_ANSWERS, RESET_ANSWERS, DELAY_ANSWERS,
    DELAY_ANSWERS_MS, ERROR_ANSWERS, NO_ID, HTML_ANSWERS, RETRY_AFTER, REDIRECT_STATUS, REDIRECT_HOST, POLL_408, POLL_429, POLL_500,
    POLL_502, POLL_503, POLL_504, HTML_POLLS, REDIRECT_POLLS, RESET_POLLS, HANG_POLLS, HANG_POLLS_MS, UNKNOWN_TASK, UNKNOWN_TASK_MS,
    UNKNOWN_STATUS, UNKNOWN_STATUS_MS, FAIL, FAILURE_CODES, CANCELLED, NO_OUTPUT, NO_OUTPUT_MS, EXPIRE_OUTPUTS, STALE_OUTPUTS,
    REDIRECT_DOWNLOADS, CUT_DOWNLOADS, WRONG_LENGTH, NOT_A_VIDEO, ENDLESS;

    /** How the text of a value is read. */
    private enum Type {
        TEXT("a text"), LIST("words with commas between"), FLAG("true or false"), COUNT("a whole number, 0 or more"),
        POSITIVE("a whole number, 1 or more"), RATE("a number from 0 to 1"), RANGE("a whole number, or least..most");

        private final String wanted;

        Type(String wanted) {
            this.wanted = wanted;
        }

        Object read(String text) {
            return switch (this) {
                case TEXT -> text;
                case LIST -> List.of(text.split("\\s*,\\s*", -1));
                case FLAG -> between(0, 1, text.replace("true", "1").replace("false", "0")).longValueExact() == 1;
                case COUNT -> between(0, Long.MAX_VALUE, text).longValueExact();
                case POSITIVE -> between(1, Long.MAX_VALUE, text).longValueExact();
                case RATE -> between(0, 1, text).doubleValue();
                case RANGE -> range(Stream.of(text.split("\\.\\.", 2)).map(end -> Long.valueOf(end.trim())).toList());
            };
        }

        private static List<Long> range(List<Long> ends) {
            if (ends.get(0) < 0 || ends.get(ends.size() - 1) < ends.get(0)) {
                throw new IllegalArgumentException();
            }
            return ends;
        }

        private static BigDecimal between(long least, long most, String text) {
            BigDecimal number = new BigDecimal(text);
            if (number.compareTo(BigDecimal.valueOf(least)) < 0 || number.compareTo(BigDecimal.valueOf(most)) > 0) {
                throw new IllegalArgumentException(text);
            }
            return number;
        }
    }

    static {
        Map<String, List<String>> file = new Yaml().load(Packed.text(Option.class, "options.yaml"));
        for (Option option : values()) {
            List<String> entry = file.get(option.label());
            option.type = Type.valueOf(entry.get(0));
            option.standard = entry.get(1);
            option.meaning = entry.get(2);
        }
    }

    private Type type;
    private String standard;
    private String meaning;

    /** The name to write, such as {@code lose-answers}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String standard() {
        return standard;
    }

    public String meaning() {
        return meaning;
    }

    /** Whether its value is a chance. */
    boolean isFault() {
        return type == Type.RATE;
    }

    Object read(String text) {
        try {
            return type.read(text.trim());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IllegalArgumentException("option " + label() + ": '" + text + "' is not " + type.wanted, e);
        }
    }

    /** The option with this name, or null. */
    static Option find(String label) {
        return Arrays.stream(values()).filter(option -> option.label().equals(label)).findFirst().orElse(null);
    }

    /** @throws IllegalArgumentException for a name that is no option; the message suggests the nearest one */
    static Option named(String name) {
        Option found = find(name);
        if (found != null) {
            return found;
        }
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        String wanted = name.toLowerCase(Locale.ROOT);
        throw new IllegalArgumentException("unknown option '" + name + "'" + Arrays.stream(values()).map(Option::label)
                .filter(label -> distance.apply(wanted, label) <= Math.max(2, label.length() / 3))
                .min(Comparator.comparingInt(label -> distance.apply(wanted, label)))
                .map(near -> "; did you mean '" + near + "'?").orElse(""));
    }
}
