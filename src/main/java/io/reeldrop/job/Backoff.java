package io.reeldrop.job;

/** How long to wait before the next try: twice as long each time, up to a limit. */
public final class Backoff {

    private Backoff() {
    }

    /** @param tries failures in a row before this one, from 0 */
    public static long ms(int tries, long firstMs, long mostMs) {
        return Math.min(mostMs, firstMs << Math.min(tries, 20));
    }
}
