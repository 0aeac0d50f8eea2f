package io.reeldrop.sandbox;

import java.util.List;

/**
 * What will happen to a task, drawn when it comes to be: directives of its prompt first, then the options' rates.
 *
 * @param key             stands for the task's content in later draws
 * @param renderMs        time in its slot
 * @param ending          how it ends
 * @param failureCode     for a failed task; null: none
 * @param noOutputMs      how long after its end the output is missing
 * @param unknownTaskMs   how long after its creation polls answer 404
 * @param unknownStatusMs how long after its creation the status is a word nobody knows
 */
record Fate(long key, long renderMs, Ending ending, String failureCode, long noOutputMs, long unknownTaskMs, long unknownStatusMs) {

    /** Nothing lasts longer; small enough to be added to any time. */
    static final long FOR_EVER = Long.MAX_VALUE / 4;

    enum Ending {
        SUCCEEDED, FAILED, CANCELLED
    }

    static Fate draw(SandboxOptions options, Directives directives, long key) {
        long render = directives.number("render", 0, options.range(Option.RENDER).at(Chance.draw(options, "render", key, 0)));
        Ending ending = ending(options, directives, key);
        return new Fate(key, render, ending, ending == Ending.FAILED ? code(options, directives, key) : null,
                lasting(options, directives, key, Option.NO_OUTPUT, Option.NO_OUTPUT_MS),
                lasting(options, directives, key, Option.UNKNOWN_TASK, Option.UNKNOWN_TASK_MS),
                lasting(options, directives, key, Option.UNKNOWN_STATUS, Option.UNKNOWN_STATUS_MS));
    }

    private static Ending ending(SandboxOptions options, Directives directives, long key) {
        if (directives.has("fail") || Chance.strikes(options, Option.FAIL, key, 0)) {
            return Ending.FAILED;
        }
        return directives.has("cancelled") || Chance.strikes(options, Option.CANCELLED, key, 0) ? Ending.CANCELLED : Ending.SUCCEEDED;
    }

    private static String code(SandboxOptions options, Directives directives, long key) {
        if (directives.has("fail")) {
            return directives.word("fail", 0);
        }
        List<String> codes = options.list(Option.FAILURE_CODES);
        String code = codes.get((int) (Chance.draw(options, "failure-codes", key, 0) * codes.size()));
        return code.isEmpty() ? null : code;
    }

    private static long lasting(SandboxOptions options, Directives directives, long key, Option fault, Option time) {
        if (directives.has(fault.label())) {
            return directives.number(fault.label(), 0, FOR_EVER);
        }
        if (!Chance.strikes(options, fault, key, 0)) {
            return 0;
        }
        long ms = options.number(time);
        return ms == 0 ? FOR_EVER : ms;
    }

    /**
     * What a task costs in the end: only a success is paid for, and at Runway itself unsafe input as well. Resellers pay back whatever
     * failed.
     */
    long cost(Submission order) {
        boolean unsafe = order.dialect().official() && failureCode != null && failureCode.startsWith("SAFETY.INPUT");
        return ending == Ending.SUCCEEDED || unsafe ? order.estimate() : 0;
    }
}
