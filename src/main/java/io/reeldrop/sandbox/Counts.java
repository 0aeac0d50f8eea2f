package io.reeldrop.sandbox;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What is counted as it happens; all else a report says follows from the tasks. */
final class Counts {

    final AtomicLong posts = new AtomicLong();
    final LongAdder answersLost = new LongAdder();
    final LongAdder polls = new LongAdder();
    final LongAdder downloads = new LongAdder();
    final LongAdder strays = new LongAdder();
    final LongAdder keyLeaks = new LongAdder();
    private final Map<Long, LongAdder> pollGaps = new ConcurrentHashMap<>();
    private final Map<Integer, LongAdder> postsByStatus = new ConcurrentHashMap<>();

    /** Milliseconds between two polls of one task. */
    void gap(long ms) {
        pollGaps.computeIfAbsent(ms / 100 * 100, g -> new LongAdder()).increment();
    }

    Map<Long, Long> pollGaps() {
        Map<Long, Long> sums = new TreeMap<>();
        pollGaps.forEach((gap, count) -> sums.put(gap, count.sum()));
        return sums;
    }

    void answered(int status) {
        postsByStatus.computeIfAbsent(status, s -> new LongAdder()).increment();
    }

    Map<Integer, Long> postsByStatus() {
        Map<Integer, Long> sums = new TreeMap<>();
        postsByStatus.forEach((status, count) -> sums.put(status, count.sum()));
        return sums;
    }

    void clear() {
        posts.set(0);
        answersLost.reset();
        polls.reset();
        downloads.reset();
        strays.reset();
        keyLeaks.reset();
        pollGaps.clear();
        postsByStatus.clear();
    }
}
