package io.reeldrop.sandbox;

import io.reeldrop.sandbox.dialect.Manner;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * A task. Its status follows from its times and the clock alone, so that tens of thousands of them cost no thread and no timer.
 * Times are epoch milliseconds.
 */
final class Task {

    final String id;
    /** Its number at its gateway, from 1 on. */
    final long row;
    final Manner manner;
    final Submission order;
    final String bodySha256;
    final Directives directives;
    final Fate fate;
    final long createdAt;
    final long pendingMs;
    final AtomicLong downloads = new AtomicLong();

    /** Set by {@link Slots} when the task comes to be, and again when a task before it is cancelled. */
    volatile long startAt;
    /** {@link Fate#FOR_EVER} while it is not deleted. */
    volatile long deletedAt = Fate.FOR_EVER;

    private long polls;
    private long lastPollAt;
    private long shortestGap = -1;

    Task(long row, Manner manner, Submission order, String bodySha256, Directives directives, Fate fate, long createdAt, long pendingMs) {
        this.id = manner.id().next();
        this.row = row;
        this.manner = manner;
        this.order = order;
        this.bodySha256 = bodySha256;
        this.directives = directives;
        this.fate = fate;
        this.createdAt = createdAt;
        this.pendingMs = Math.min(pendingMs, fate.renderMs() / 2);
    }

    enum Status {
        THROTTLED, PENDING, RUNNING, SUCCEEDED, FAILED, CANCELLED
    }

    Status status(long now) {
        if (now >= endAt()) {
            return stopped() ? Status.CANCELLED : Status.valueOf(fate.ending().name());
        }
        if (now < startAt) {
            return Status.THROTTLED;
        }
        return now < startAt + pendingMs ? Status.PENDING : Status.RUNNING;
    }

    boolean ended(long now) {
        return now >= endAt();
    }

    /** When it ends by itself or ended by being cancelled, whichever is first. */
    long endAt() {
        return Math.min(startAt + fate.renderMs(), deletedAt);
    }

    /** Whether it was deleted before it ended by itself. */
    private boolean stopped() {
        return deletedAt < startAt + fate.renderMs();
    }

    boolean deleted(long now) {
        return now >= deletedAt;
    }

    /** 0 to 1. */
    double progress(long now) {
        double done = (double) (now - startAt - pendingMs) / Math.max(1, fate.renderMs() - pendingMs);
        return Math.round(Math.max(0, Math.min(1, done)) * 1000) / 1000.0;
    }

    /** Charged by now: the estimate while it is open, then what its end costs. */
    long cost(long now) {
        if (!ended(now)) {
            return order.estimate();
        }
        return stopped() ? 0 : fate.cost(order);
    }

    /** @return how many polls there have been, this one included */
    synchronized long polled(long now, LongConsumer gaps) {
        if (polls > 0) {
            long gap = now - lastPollAt;
            gaps.accept(gap);
            shortestGap = shortestGap < 0 ? gap : Math.min(shortestGap, gap);
        }
        lastPollAt = now;
        return ++polls;
    }

    synchronized long polls() {
        return polls;
    }

    /** Between two polls of this task; -1 before the second. */
    synchronized long shortestGap() {
        return shortestGap;
    }
}
