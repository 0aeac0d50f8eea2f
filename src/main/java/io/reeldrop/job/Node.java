package io.reeldrop.job;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** This process: what it is called, what time it is, and which day that is for the daily caps. */
public final class Node {

    private final String name;
    private final Clock clock;
    private final ZoneId dayZone;

    /**
     * @param name    shown as the holder of a claimed job; distinct among nodes that share a store
     * @param clock   the only source of time
     * @param dayZone whose midnight starts a new day of the cost caps
     */
    public Node(String name, Clock clock, ZoneId dayZone) {
        this.name = name;
        this.clock = clock;
        this.dayZone = dayZone;
    }

    public String name() {
        return name;
    }

    /** UTC epoch milliseconds. */
    public long now() {
        return clock.millis();
    }

    /** ISO date, such as {@code 2026-11-20}. */
    public String today() {
        return LocalDate.ofInstant(Instant.ofEpochMilli(now()), dayZone).toString();
    }
}
