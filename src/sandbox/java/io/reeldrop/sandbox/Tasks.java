package io.reeldrop.sandbox;

import io.reeldrop.sandbox.OrderRules.Order;
import io.reeldrop.sandbox.dialect.ApiError.Reason;
import io.reeldrop.sandbox.dialect.ApiError;
import io.reeldrop.sandbox.dialect.Dialect;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All tasks of this run, in memory: they are gone with the process. Also the till, where a submit is paid for, and the slots: at most so
 * many tasks are rendered at once, the surplus starts in order of arrival. Since every render time is known beforehand, so is every start,
 * until the number of slots changes; then those not started are given new times.
 */
final class Tasks {

    private final InstantSource clock;
    private final Map<String, Task> byId = new ConcurrentHashMap<>();
    private final List<Task> inOrder = new ArrayList<>();
    private final Map<String, Long> submits = new ConcurrentHashMap<>();
    private final Map<String, Long> bought = new HashMap<>();
    private final PriorityQueue<Long> freeAt = new PriorityQueue<>();

    Tasks(InstantSource clock) {
        this.clock = clock;
    }

    long now() {
        return clock.millis();
    }

    /** How often this body has been submitted, this time included: draws for equal bodies differ by it. */
    long submitted(String bodySha256) {
        return submits.merge(bodySha256, 1L, Long::sum);
    }

    /** @throws ApiError 400 without the credits */
    synchronized Task create(SandboxOptions options, Order order, String bodySha256, long count) throws ApiError {
        if (balance(options) < order.estimate()) {
            throw new ApiError(Reason.CREDITS, 400, "You do not have enough credits to run this task.").documented();
        }
        long nth = bought.merge(order.dialect().name() + bodySha256, 1L, Long::sum);
        long row = bought.merge(order.dialect().name(), 1L, Long::sum);
        Task task = new Task(options, order, bodySha256, count, nth, row, now());
        assign(task, options.number(Option.SLOTS));
        inOrder.add(task);
        byId.put(task.id, task);
        return task;
    }

    private void assign(Task task, long slots) {
        long start = Math.max(now(), task.createdAt);
        while (freeAt.size() >= slots) {
            start = Math.max(start, freeAt.remove());
        }
        task.startAt = start;
        freeAt.add(start + task.renderMs);
    }

    /** To be called when the number of slots may have changed. */
    synchronized void reassign(SandboxOptions options) {
        long now = now();
        List<Task> open = inOrder.stream().filter(task -> !task.ended(now)).toList();
        freeAt.clear();
        open.stream().filter(task -> task.startAt <= now).forEach(task -> freeAt.add(task.endAt()));
        open.stream().filter(task -> task.startAt > now).forEach(task -> assign(task, options.number(Option.SLOTS)));
    }

    Task find(String id) {
        Task task = byId.get(id);
        return task == null || now() >= task.deletedAt ? null : task;
    }

    /** As {@link #find(String)}; no gateway knows another's tasks. */
    Task find(Dialect dialect, String id) {
        Task task = find(id);
        return task == null || task.order.dialect() != dialect ? null : task;
    }

    long balance(SandboxOptions options) {
        return options.number(Option.CREDITS) - charged();
    }

    synchronized long charged() {
        long now = now();
        return inOrder.stream().mapToLong(task -> task.cost(now)).sum();
    }

    /** Every task ever created, in order of arrival. */
    synchronized List<Task> all() {
        return List.copyOf(inOrder);
    }
}
