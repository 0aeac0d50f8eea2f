package io.reeldrop.sandbox;

import io.reeldrop.sandbox.dialect.Dialect;
import io.reeldrop.sandbox.dialect.Manner;
import io.reeldrop.sandbox.dialect.Refused.Kind;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private final Map<Dialect, Long> sold = new HashMap<>();
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
        if (quota > 0 && createdSince(now - DAY_MS, order.dialect(), null) >= quota) {
            throw Refusal.of(429, "You have reached the number of generations per day of your tier.");
        }
        if (balance(options) < order.estimate()) {
            throw Refusal.documented(Kind.CREDITS, 400, "You do not have enough credits to run this task.");
        }
        Directives directives = Directives.in(order.promptText());
        Fate fate = Fate.draw(options, directives, Hash.key(bodySha256) + count);
        long row = sold.merge(order.dialect(), 1L, Long::sum);
        Task task = new Task(row, manner(options, order.dialect(), directives, row - 1), order, bodySha256, directives, fate, now,
                options.number(Option.PENDING));
        slots.assign(task, options.number(Option.SLOTS), now);
        charged += order.estimate();
        if (fate.cost(order) < order.estimate()) {
            toRefund.add(task);
        }
        inOrder.add(task);
        byId.put(task.id, task);
        return task;
    }

    private static Manner manner(SandboxOptions options, Dialect dialect, Directives directives, long turn) {
        String word = directives.word("manner", 0);
        return dialect.manner(word == null ? options.list(Option.MANNERS) : List.of(word), turn);
    }

    /** @return null for an id never given, or deleted */
    Task find(String id) {
        Task task = byId.get(id);
        return task == null || task.deleted(now()) ? null : task;
    }

    /** As {@link #find(String)}; no gateway knows another's tasks. */
    Task find(Dialect dialect, String id) {
        Task task = find(id);
        return task == null || task.order.dialect() != dialect ? null : task;
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

    /** A gateway's tasks of the last day by model. */
    synchronized Map<String, Long> daily(Dialect dialect) {
        Map<String, Long> daily = new LinkedHashMap<>();
        dialect.terms().models().keySet().forEach(model -> daily.put(model, createdSince(now() - DAY_MS, dialect, model)));
        return daily;
    }

    private long createdSince(long since, Dialect dialect, String model) {
        long count = 0;
        for (int i = inOrder.size() - 1; i >= 0 && inOrder.get(i).createdAt > since; i--) {
            Submission order = inOrder.get(i).order;
            if (order.dialect() == dialect && (model == null || order.model().equals(model))) {
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
        sold.clear();
        slots.reassign(List.of(), 1, now());
        charged = 0;
    }
}
