package io.reeldrop.delivery;

import java.io.IOException;

/** The least that a download has to bring: one that only trickles would keep its worker for ever, and never time out. */
final class Pace {

    private static final long OVER_MS = 60_000;
    /** 1 KiB a second. */
    private static final long LEAST = 60 << 10;

    private long since;
    private long bytes;

    /** @param bytes that were there when it began */
    Pace(long now, long bytes) {
        this.since = now;
        this.bytes = bytes;
    }

    /** Whether it is time to look again. */
    boolean due(long now) {
        return now - since >= OVER_MS;
    }

    /** @throws IOException if too little has come since the last look */
    void keep(long now, long have) throws IOException {
        if (have - bytes < LEAST) {
            throw new IOException("it brought no more than " + (have - bytes) + " bytes in " + (now - since) / 1_000 + " s");
        }
        since = now;
        bytes = have;
    }
}
