package io.reeldrop.sandbox;

import java.util.PriorityQueue;

/**
 * Gives tasks their starting times: at most so many are rendered at once, the surplus starts in order of arrival. Since every render time
 * is known beforehand, so is every start, until a task is cancelled or the number of slots changes; then those not started are given new
 * times. Guarded by {@link Tasks}.
 */
final class Slots {

    private final PriorityQueue<Long> freeAt = new PriorityQueue<>();

    void assign(Task task, long slots, long now) {
        long start = Math.max(now, task.createdAt);
        while (freeAt.size() >= slots) {
            start = Math.max(start, freeAt.remove());
        }
        task.startAt = start;
        freeAt.add(start + task.fate.renderMs());
    }

    /** @param open tasks not ended, in order of arrival */
    void reassign(Iterable<Task> open, long slots, long now) {
        freeAt.clear();
        for (Task task : open) {
            if (task.startAt <= now) {
                freeAt.add(task.endAt());
            }
        }
        for (Task task : open) {
            if (task.startAt > now) {
                assign(task, slots, now);
            }
        }
    }
}
