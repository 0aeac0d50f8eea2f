package io.reeldrop.pipeline;

import io.reeldrop.job.State;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A row of the fault matrix: how a gateway misbehaves, and what has to become of the jobs at it. */
final class FaultRow {

    /** What an operator finds at first and what he leaves behind. */
    enum Doubt {
        /** Every answer says whether there is a task. */
        NONE,
        /** Some purchases are in doubt, each of which has made a task. */
        PAID,
        /** Some purchases are in doubt, none of which has made a task. */
        UNPAID
    }

    final String name;
    final String gateway;
    final String fault;
    final Map<String, String> options = new HashMap<>(Map.of("slots", "1000"));
    final Map<String, String> mended = new HashMap<>();
    private List<String> directives = List.of("");
    Doubt doubt = Doubt.NONE;
    State first = State.DELIVERED;
    State last = State.DELIVERED;
    int failures;
    boolean keepsSlot;
    Predicate<FaultStage> enough = stage -> false;

    private FaultRow(String name, String gateway, String fault) {
        this.name = name;
        this.gateway = gateway;
        this.fault = fault;
        options.putAll(Bench.QUICK);
    }

    /**
     * @param name    of the account, and of a folder for its drops
     * @param gateway profile whose requests are made and whose answers are given
     * @param options of the sandbox: name and value in turn
     */
    static FaultRow of(String name, String gateway, String fault, String... options) {
        FaultRow row = new FaultRow(name, gateway, fault);
        put(row.options, options);
        return row;
    }

    /** Every prompt directs the sandbox by one of these, in turn. */
    FaultRow directed(String... words) {
        directives = List.of(words);
        return this;
    }

    /** As {@link #directed}, and no more than so many of them in a row: the prompts between two rounds ask for nothing. */
    FaultRow some(String... words) {
        directives = Stream.concat(Stream.of(words), Stream.generate(() -> "").limit(Math.max(1, 4 - words.length))).toList();
        return this;
    }

    /** What the prompt of that drop asks the sandbox for, or nothing. */
    String directive(int drop) {
        return directives.get(drop % directives.size());
    }

    /** How many prompts ask for something. */
    long struck() {
        return IntStream.range(0, FaultMatrix.JOBS).filter(drop -> !directive(drop).isEmpty()).count();
    }

    FaultRow doubtful(Doubt kind) {
        doubt = kind;
        return this;
    }

    /** All jobs end so, and nobody can do anything about it. */
    FaultRow ends(State state) {
        first = state;
        last = state;
        return this;
    }

    /** All jobs are given up with their task; when the fault is over, a person has them go on with it. */
    FaultRow goesOn(String... over) {
        first = State.UNDELIVERED;
        put(mended, over);
        return this;
    }

    /** @param tasks that FAIL, of each job whose prompt asks for it */
    FaultRow failing(int tasks) {
        failures = tasks;
        return this;
    }

    FaultRow keepsSlot() {
        keepsSlot = true;
        return this;
    }

    /** The gateway is mended as soon as enough was seen. */
    FaultRow until(Predicate<FaultStage> seen, String... over) {
        enough = seen;
        put(mended, over);
        return this;
    }

    private static void put(Map<String, String> map, String... namesAndValues) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(namesAndValues[i], namesAndValues[i + 1]);
        }
    }
}
