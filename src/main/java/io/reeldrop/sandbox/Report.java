package io.reeldrop.sandbox;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * What the sandbox saw since its start or its last reset.
 *
 * @param tasksCreated         tasks, deleted ones too
 * @param distinctBodies       different bodies (by SHA-256) that created a task, for each gateway on its own
 * @param bodiesSeenTwice      bodies that created more than one task: each is a purchase made twice
 * @param posts                submits that arrived
 * @param postsByStatus        answers to them by status; those cut in the middle or never given are missing here
 * @param answersLost          tasks whose answer was lost or cut, on purpose
 * @param polls                GETs of tasks
 * @param shortestPollGapMs    the shortest time between two polls of one task; null before any task had two
 * @param shortestPollGapTask  the id of that task
 * @param pollGaps             how many gaps between two polls of one task were how long: in steps of 100 ms, each under its lower end
 * @param maxPollsOfOneTask    polls of the task polled most
 * @param downloads            GETs of outputs
 * @param running              tasks in a slot now
 * @param throttled            tasks waiting for a slot now
 * @param succeeded            tasks that ended so
 * @param failed               tasks that ended so
 * @param cancelled            tasks that ended so, by DELETE or by themselves
 * @param maxRunning           the most tasks in slots at any instant
 * @param maxOpen              the most tasks not ended at any instant, those waiting for a slot included
 * @param creditsCharged       by all gateways, for ended tasks, and reserved for open ones
 * @param strays               calls of the API that followed a redirect to another host
 * @param keyLeaks             calls and downloads that brought the API key to another host than the API's
 * @param gateways             what each gateway sold, by its name
 */
public record Report(long tasksCreated, long distinctBodies, long bodiesSeenTwice, long posts, Map<Integer, Long> postsByStatus,
                     long answersLost, long polls, Long shortestPollGapMs, String shortestPollGapTask, Map<Long, Long> pollGaps,
                     long maxPollsOfOneTask, long downloads, long running, long throttled, long succeeded, long failed, long cancelled,
                     long maxRunning, long maxOpen, long creditsCharged, long strays, long keyLeaks, Map<String, Sales> gateways) {

    static Report of(Counts counts, Tasks tasks) {
        List<Task> all = tasks.all();
        long now = tasks.now();
        Map<String, Long> bodies = new HashMap<>();
        Map<Task.Status, Long> statuses = new HashMap<>();
        for (Task task : all) {
            bodies.merge(task.order.dialect().name() + ' ' + task.bodySha256, 1L, Long::sum);
            statuses.merge(task.status(now), 1L, Long::sum);
        }
        Task hurried = all.stream().filter(t -> t.shortestGap() >= 0).min(Comparator.comparingLong(Task::shortestGap)).orElse(null);
        List<Task> started = all.stream().filter(t -> t.startAt <= now && t.startAt < t.endAt()).toList();
        return new Report(all.size(), bodies.size(), bodies.values().stream().filter(n -> n > 1).count(),
                counts.posts.get(), counts.postsByStatus(), counts.answersLost.sum(), counts.polls.sum(),
                hurried == null ? null : hurried.shortestGap(), hurried == null ? null : hurried.id, counts.pollGaps(),
                all.stream().mapToLong(Task::polls).max().orElse(0), counts.downloads.sum(),
                statuses.getOrDefault(Task.Status.RUNNING, 0L) + statuses.getOrDefault(Task.Status.PENDING, 0L),
                statuses.getOrDefault(Task.Status.THROTTLED, 0L), statuses.getOrDefault(Task.Status.SUCCEEDED, 0L),
                statuses.getOrDefault(Task.Status.FAILED, 0L), statuses.getOrDefault(Task.Status.CANCELLED, 0L),
                peak(started, task -> task.startAt), peak(all, task -> task.createdAt), tasks.charged(), counts.strays.sum(),
                counts.keyLeaks.sum(), Sales.of(all, now));
    }

    /** The most tasks between their {@code start} and their end at any instant. */
    private static long peak(List<Task> tasks, ToLongFunction<Task> start) {
        long[] starts = tasks.stream().mapToLong(start).sorted().toArray();
        long[] ends = tasks.stream().mapToLong(Task::endAt).sorted().toArray();
        long peak = 0;
        int ended = 0;
        for (int started = 0; started < starts.length; started++) {
            while (ended < started && ends[ended] <= starts[started]) {
                ended++;
            }
            peak = Math.max(peak, started + 1 - ended);
        }
        return peak;
    }

    /** As JSON, for people. */
    @Override
    public String toString() {
        return Call.text(this);
    }
}
