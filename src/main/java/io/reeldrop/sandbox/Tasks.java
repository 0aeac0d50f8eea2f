package io.reeldrop.sandbox;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** All tasks of this run, in memory: they are gone with the process. Also the till: a submit is paid for here. */
final class Tasks {

    private static final long DAY_MS = 86_400_000;

    private final InstantSource clock;
    private final Map<String, Task> byId = new ConcurrentHashMap<>();
    private final List<Task> inOrder = new ArrayList<>();
    /** Open tasks that will cost less in the end than they reserve now. */
    private final List<Task> toRefund = new ArrayList<>();
    private final Map<String, Long> submits = new ConcurrentHashMap<>();
    private final Slots slots = new Slots();
    private long charged;

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

    /** @throws Refusal 429 over the daily quota, 400 without the credits */
    synchronized Task create(SandboxOptions options, Submission order, String bodySha256, long count) throws Refusal {
        long now = now();
        long quota = options.number(Option.DAILY_QUOTA);
        if (quota > 0 && createdSince(now - DAY_MS, null) >= quota) {
            throw Refusal.of(429, "You have reached the number of generations per day of your tier.");
        }
        if (balance(options) < order.estimate()) {
            throw Refusal.documented(400, "You do not have enough credits to run this task.");
        }
        Directives directives = Directives.in(order.promptText());
        Fate fate = Fate.draw(options, directives, Hash.key(bodySha256) + count);
        Task task = new Task(UUID.randomUUID().toString(), order, bodySha256, directives, fate, now, options.number(Option.PENDING));
        slots.assign(task, options.number(Option.SLOTS), now);
        charged += order.estimate();
        if (fate.cost(order.estimate()) < order.estimate()) {
            toRefund.add(task);
        }
        inOrder.add(task);
        byId.put(task.id, task);
        return task;
    }

    /** @return null for an id never given, or deleted */
    Task find(String id) {
        Task task = byId.get(id);
        return task == null || task.deleted(now()) ? null : task;
    }

    /** Cancels an open task, which costs nothing then; removes a finished one. */
    synchronized void delete(Task task, SandboxOptions options) {
        long now = now();
        if (task.deleted(now)) {
            return;
        }
        boolean open = !task.ended(now);
        task.deletedAt = now;
        if (open) {
            toRefund.remove(task);
            charged -= task.order.estimate();
            slots.reassign(open(now), options.number(Option.SLOTS), now);
        }
    }

    /** To be called when the number of slots may have changed. */
    synchronized void reassign(SandboxOptions options) {
        slots.reassign(open(now()), options.number(Option.SLOTS), now());
    }

    private List<Task> open(long now) {
        return inOrder.stream().filter(task -> !task.ended(now)).toList();
    }

    synchronized long balance(SandboxOptions options) {
        return options.number(Option.CREDITS) - charged();
    }

    /** Reserved by open tasks, and paid for ended ones. */
    synchronized long charged() {
        long now = now();
        for (Iterator<Task> open = toRefund.iterator(); open.hasNext();) {
            Task task = open.next();
            if (task.ended(now)) {
                charged -= task.order.estimate() - task.cost(now);
                open.remove();
            }
        }
        return charged;
    }

    /** Tasks of the last day by model. */
    synchronized Map<String, Long> daily() {
        Map<String, Long> daily = new LinkedHashMap<>();
        for (String model : Model.labels()) {
            daily.put(model, createdSince(now() - DAY_MS, model));
        }
        return daily;
    }

    private long createdSince(long since, String model) {
        long count = 0;
        for (int i = inOrder.size() - 1; i >= 0 && inOrder.get(i).createdAt > since; i--) {
            if (model == null || inOrder.get(i).order.model().equals(model)) {
                count++;
            }
        }
        return count;
    }

    /** Every task ever created, deleted ones too, in order of arrival. */
    synchronized List<Task> all() {
        return Collections.unmodifiableList(new ArrayList<>(inOrder));
    }

    synchronized void clear() {
        byId.clear();
        inOrder.clear();
        toRefund.clear();
        submits.clear();
        slots.reassign(List.of(), 1, now());
        charged = 0;
    }
}
