package io.reeldrop.sandbox;

import io.reeldrop.sandbox.dialect.TaskView.Status;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * What the sandbox saw since its start or its last reset. Bodies are told apart by SHA-256; one that was seen twice is a purchase made
 * twice. Poll gaps are between two polls of one task, counted in steps of 100 ms.
 *
 * @param postsByStatus  answers to submits; those cut in the middle or never given are missing here
 * @param maxOpen        the most tasks not ended at any instant, those waiting for a slot included
 * @param creditsCharged by all gateways, for ended tasks, and reserved for open ones
 * @param strays         calls of the API that followed a redirect to another host
 * @param keyLeaks       calls and downloads that brought the API key to another host than the API's
 */
public record Report(long tasksCreated, long distinctBodies, long bodiesSeenTwice, long posts, Map<Integer, Long> postsByStatus,
        long answersLost, long polls, Long shortestPollGapMs, String shortestPollGapTask, Map<Long, Long> pollGaps,
        long maxPollsOfOneTask, long downloads, long running, long throttled, long succeeded, long failed, long cancelled,
        long maxRunning, long maxOpen, long creditsCharged, long strays, long keyLeaks, Map<String, Sales> gateways) {

    /**
     * What one gateway sold, in its own unit: credits, or the quota of a relay.
     *
     * @param charged for ended tasks, and reserved for open ones
     * @param billed  what its answers name as the price of ended tasks: less where some name none, more where they name what was paid back
     */
    public record Sales(long tasksCreated, long charged, long billed, Map<String, Long> styles) {

        /** By the name of the gateway, those that sold nothing left out. */
        static Map<String, Sales> of(List<Task> all, long now) {
            Map<String, Sales> sales = new TreeMap<>();
            all.stream().collect(Collectors.groupingBy(task -> task.order.dialect())).forEach((dialect, sold) -> {
                long charged = sold.stream().mapToLong(task -> task.cost(now)).sum();
                long billed = sold.stream().filter(task -> task.ended(now)).mapToLong(task -> switch (task.style.price()) {
                    case UNSAID -> 0;
                    case CHARGED -> task.cost(now);
                    case ESTIMATED -> task.order.estimate();
                }).sum();
                sales.put(dialect.name(), new Sales(sold.size(), charged * dialect.quota(), billed * dialect.quota(),
                        sold.stream().collect(Collectors.groupingBy(task -> task.style.name(), TreeMap::new, Collectors.counting()))));
            });
            return sales;
        }
    }

    /** What is counted as it happens; all else follows from the tasks. */
    static final class Counts {

        final AtomicLong posts = new AtomicLong();
        final LongAdder answersLost = new LongAdder();
        final LongAdder polls = new LongAdder();
        final LongAdder downloads = new LongAdder();
        final LongAdder strays = new LongAdder();
        final LongAdder keyLeaks = new LongAdder();
        private final Map<Long, Long> pollGaps = new ConcurrentSkipListMap<>();
        private final Map<Integer, Long> postsByStatus = new ConcurrentSkipListMap<>();
        private final Map<String, Long> turns = new ConcurrentHashMap<>();

        /** Milliseconds between two polls of one task. */
        void gap(long ms) {
            pollGaps.merge(ms / 100 * 100, 1L, Long::sum);
        }

        void answered(int status) {
            postsByStatus.merge(status, 1L, Long::sum);
        }

        /** From 0 on: what may be done in several ways is done in each of them in turn. */
        long turn(String kind) {
            return turns.merge(kind, 1L, Long::sum) - 1;
        }
    }

    static Report of(Counts counts, Tasks tasks) {
        List<Task> all = tasks.all();
        long now = tasks.now();
        Map<String, Long> bodies = new HashMap<>();
        all.forEach(task -> bodies.merge(task.order.dialect().name() + ' ' + task.bodySha256, 1L, Long::sum));
        Task hurried = all.stream().filter(t -> t.shortestGap() >= 0).min(Comparator.comparingLong(Task::shortestGap)).orElse(null);
        return new Report(all.size(), bodies.size(), bodies.values().stream().filter(n -> n > 1).count(),
                counts.posts.get(), new TreeMap<>(counts.postsByStatus), counts.answersLost.sum(), counts.polls.sum(),
                hurried == null ? null : hurried.shortestGap(), hurried == null ? null : hurried.id, new TreeMap<>(counts.pollGaps),
                all.stream().mapToLong(Task::polls).max().orElse(0), counts.downloads.sum(),
                count(all, now, Status.RUNNING) + count(all, now, Status.PENDING), count(all, now, Status.THROTTLED),
                count(all, now, Status.SUCCEEDED), count(all, now, Status.FAILED), count(all, now, Status.CANCELLED),
                peak(all.stream().filter(t -> t.startAt <= now).toList(), task -> task.startAt), peak(all, task -> task.createdAt),
                tasks.charged(), counts.strays.sum(), counts.keyLeaks.sum(), Sales.of(all, now));
    }

    private static long count(List<Task> tasks, long now, Status status) {
        return tasks.stream().filter(task -> task.status(now) == status).count();
    }

    /** The most tasks between their {@code start} and their end at any instant. */
    private static long peak(List<Task> tasks, ToLongFunction<Task> start) {
        long[] starts = tasks.stream().mapToLong(start).sorted().toArray();
        long[] ends = tasks.stream().mapToLong(Task::endAt).sorted().toArray();
        int peak = 0;
        int ended = 0;
        for (int started = 0; started < starts.length; started++) {
            while (ended < started && ends[ended] <= starts[started]) {
                ended++;
            }
            peak = Math.max(peak, started + 1 - ended);
        }
        return peak;
    }

    @Override
    public String toString() {
        return Call.JSON.valueToTree(this).toPrettyString();
    }
}
