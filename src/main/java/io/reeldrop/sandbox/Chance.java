package io.reeldrop.sandbox;

import java.util.SplittableRandom;

/**
 * Draws that depend only on the seed, the fault and what it is drawn for, so that a run repeats itself whatever order requests come in.
 */
final class Chance {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Chance() {
    }

    /** Whether the fault, set as a rate, strikes the {@code count}-th time something happens to what {@code key} stands for. */
    static boolean strikes(SandboxOptions options, Option fault, long key, long count) {
        double rate = options.rate(fault);
        return rate > 0 && draw(options, fault.label(), key, count) < rate;
    }

    /** 0 (inclusive) to 1 (exclusive). */
    static double draw(SandboxOptions options, String what, long key, long count) {
        long start = options.number(Option.SEED) * GOLDEN + what.hashCode();
        return new SplittableRandom((start ^ key) * GOLDEN + count).nextDouble();
    }
}
