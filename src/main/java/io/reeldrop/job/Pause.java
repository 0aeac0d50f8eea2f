package io.reeldrop.job;

/** What an account pauses for by itself. Pauses for the same thing in a row are each twice as long as the last. */
public enum Pause {

    /** Too many calls, or the day's quota is used up. */
    RATE_LIMIT(60_000, 3_600_000),
    /** The balance is used up. */
    CREDITS(300_000, 3_600_000),
    /** The key is not accepted, or there is none. */
    KEY(300_000, 3_600_000),
    /** The call is not there: a wrong base URL. */
    ADDRESS(300_000, 3_600_000),
    /** No connection. */
    NOT_REACHABLE(5_000, 60_000);

    private final long firstMs;
    private final long mostMs;

    Pause(long firstMs, long mostMs) {
        this.firstMs = firstMs;
        this.mostMs = mostMs;
    }

    /** @param before pauses for the same in a row before this one */
    long ms(int before) {
        return Backoff.ms(before, firstMs, mostMs);
    }
}
