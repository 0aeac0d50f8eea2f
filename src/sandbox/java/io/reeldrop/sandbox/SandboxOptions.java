package io.reeldrop.sandbox;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** A set of {@linkplain Option options}, each with a value; whatever is not set has its default. Immutable. */
public final class SandboxOptions {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final SandboxOptions DEFAULTS = new SandboxOptions(
            Arrays.stream(Option.values()).collect(Collectors.toMap(option -> option, option -> option.read(option.standard()))), Map.of());

    private final Map<Option, Object> values;
    /** Faults that a prompt asked for, and how often. */
    private final Map<Option, Long> directed;

    private SandboxOptions(Map<Option, Object> values, Map<Option, Long> directed) {
        this.values = values;
        this.directed = directed;
    }

    /** @throws IllegalArgumentException for an unknown name (suggesting the nearest one) or a value the option does not take */
    public static SandboxOptions parse(Map<String, String> changes) {
        return DEFAULTS.with(changes);
    }

    /** @throws IllegalArgumentException as {@link #parse} */
    public SandboxOptions with(Map<String, String> changes) {
        Map<Option, Object> changed = new EnumMap<>(values);
        changes.forEach((name, text) -> {
            Option option = Option.named(name);
            changed.put(option, option.read(text));
        });
        return new SandboxOptions(changed, directed);
    }

    public SandboxOptions with(Option option, Object value) {
        return with(Map.of(option.label(), value.toString()));
    }

    SandboxOptions directed(Map<Option, Long> times) {
        return new SandboxOptions(values, times);
    }

    /** Whether a prompt asked for the fault to strike the {@code count}-th time, from 1 on. */
    boolean directed(Option fault, long count) {
        return directed.containsKey(fault) && count <= directed.get(fault);
    }

    /**
     * Whether the fault, directed or set as a rate, strikes the {@code count}-th time something happens to what {@code key} stands for.
     * Draws depend on nothing else but the seed, so that a run repeats itself whatever order requests come in.
     */
    boolean strikes(Option fault, long key, long count) {
        double rate = (Double) values.get(fault);
        return directed(fault, count) || rate > 0 && draw(fault.label(), key, count) < rate;
    }

    /** 0 (inclusive) to 1 (exclusive). */
    double draw(String what, long key, long count) {
        long start = number(Option.SEED) * GOLDEN + what.hashCode();
        return new SplittableRandom((start ^ key) * GOLDEN + count).nextDouble();
    }

    long number(Option option) {
        return (Long) values.get(option);
    }

    boolean flag(Option option) {
        return (Boolean) values.get(option);
    }

    String text(Option option) {
        return (String) values.get(option);
    }

    /** A number of a range, spread evenly over {@code chance}, 0 (inclusive) to 1 (exclusive). */
    @SuppressWarnings("unchecked")
    long within(Option option, double chance) {
        List<Long> ends = (List<Long>) values.get(option);
        return ends.get(0) + (long) (chance * (ends.get(ends.size() - 1) - ends.get(0) + 1));
    }

    @SuppressWarnings("unchecked")
    List<String> list(Option option) {
        return (List<String>) values.get(option);
    }
}
