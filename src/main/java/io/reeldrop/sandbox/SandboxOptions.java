package io.reeldrop.sandbox;

import java.util.List;
import java.util.Map;

/**
 * A set of {@linkplain Option options}, each with a value; whatever is not set has its default. Immutable.
 */
public final class SandboxOptions {

    private static final SandboxOptions DEFAULTS = new SandboxOptions(standards());

    private final Object[] values;

    private SandboxOptions(Object[] values) {
        this.values = values;
    }

    private static Object[] standards() {
        Object[] values = new Object[Option.values().length];
        for (Option option : Option.values()) {
            values[option.ordinal()] = option.read(option.standard());
        }
        return values;
    }

    public static SandboxOptions defaults() {
        return DEFAULTS;
    }

    /**
     * The defaults, changed by {@code name=value} pairs such as {@code slots=2} or {@code lose-answers=0.05}.
     *
     * @throws IllegalArgumentException for an unknown name (suggesting the nearest one) or a value the option does not take
     */
    public static SandboxOptions parse(Map<String, String> changes) {
        return DEFAULTS.with(changes);
    }

    /** @throws IllegalArgumentException as {@link #parse} */
    public SandboxOptions with(Map<String, String> changes) {
        Object[] changed = values.clone();
        changes.forEach((name, text) -> {
            Option option = Option.named(name);
            changed[option.ordinal()] = option.read(text);
        });
        return new SandboxOptions(changed);
    }

    /** @throws IllegalArgumentException for a value the option does not take */
    public SandboxOptions with(Option option, Object value) {
        return with(Map.of(option.label(), value.toString()));
    }

    long number(Option option) {
        return (Long) values[option.ordinal()];
    }

    double rate(Option option) {
        return (Double) values[option.ordinal()];
    }

    boolean flag(Option option) {
        return (Boolean) values[option.ordinal()];
    }

    String text(Option option) {
        return (String) values[option.ordinal()];
    }

    Range range(Option option) {
        return (Range) values[option.ordinal()];
    }

    @SuppressWarnings("unchecked")
    List<String> list(Option option) {
        return (List<String>) values[option.ordinal()];
    }
}
