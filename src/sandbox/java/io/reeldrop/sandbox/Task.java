package io.reeldrop.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.sandbox.OrderRules.Order;
import io.reeldrop.sandbox.dialect.ReplyStyle;
import io.reeldrop.sandbox.dialect.TaskView.Status;
import io.reeldrop.sandbox.dialect.TaskView;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * A task. Its status follows from its times and the clock alone, so that tens of thousands of them cost no thread and no timer.
 * Times are epoch milliseconds.
 */
final class Task {

    /** Nothing lasts longer; small enough to be added to any time. */
    private static final long FOR_EVER = Long.MAX_VALUE / 4;

    final String id;
    /** Its number at its gateway, from 1 on. */
    final long row;
    final ReplyStyle style;
    final Order order;
    final String bodySha256;
    /** How many tasks this body has bought, this one included. */
    final long nth;
    /** Stands for its content in draws. */
    final long key;
    final long renderMs;
    final long unknownMs;
    final long createdAt;
    final AtomicLong downloads = new AtomicLong();
    /** Set when the task comes to be, and again when the number of slots changes. */
    volatile long startAt;
    /** By DELETE, which ends an open task and leaves nothing of any. */
    volatile long deletedAt = FOR_EVER;

    private final long pendingMs;
    private final Status ending;
    private final String failureCode;
    private final long noOutputMs;
    private final long oddMs;
    private final Directives directives;
    private final AtomicLong outputs = new AtomicLong();
    /** What was given out, and until when it works. */
    private final Map<String, Long> links = new ConcurrentHashMap<>();
    private long polls;
    private long lastPollAt;
    private long shortestGap = -1;

    /** What will happen to it is drawn here, by its prompt's directives first, then by the rates. */
    Task(SandboxOptions options, Order order, String bodySha256, long count, long nth, long row, long createdAt) {
        this.row = row;
        this.style = order.dialect().style(options.list(Option.STYLES), row - 1);
        this.id = style.newId();
        this.order = order;
        this.bodySha256 = bodySha256;
        this.nth = nth;
        this.createdAt = createdAt;
        this.directives = Directives.in(order.promptText());
        key = HexFormat.fromHexDigitsToLong(bodySha256, 0, 16) + count;
        renderMs = options.within(Option.RENDER, options.draw("render", key, 0));
        pendingMs = Math.min(options.number(Option.PENDING), renderMs / 2);
        boolean fails = options.strikes(Option.FAIL, key, nth);
        ending = fails ? Status.FAILED : options.strikes(Option.CANCELLED, key, nth) ? Status.CANCELLED : Status.SUCCEEDED;
        List<String> codes = options.list(Option.FAILURE_CODES);
        String code = codes.get((int) (options.draw("failure-codes", key, 0) * codes.size()));
        failureCode = !fails || code.isEmpty() ? null : code;
        noOutputMs = lasting(options, Option.NO_OUTPUT, Option.NO_OUTPUT_MS);
        unknownMs = lasting(options, Option.UNKNOWN_TASK, Option.UNKNOWN_TASK_MS);
        oddMs = lasting(options, Option.UNKNOWN_STATUS, Option.UNKNOWN_STATUS_MS);
    }

    private long lasting(SandboxOptions options, Option fault, Option time) {
        long ms = options.number(time);
        return !options.strikes(fault, key, nth) ? 0 : ms == 0 ? FOR_EVER : ms;
    }

    SandboxOptions directed(SandboxOptions options) {
        return directives.over(options);
    }

    Status status(long now) {
        return ended(now) ? ending() : now < startAt ? Status.THROTTLED : now < startAt + pendingMs ? Status.PENDING : Status.RUNNING;
    }

    boolean ended(long now) {
        return now >= endAt();
    }

    long endAt() {
        return Math.min(startAt + renderMs, deletedAt);
    }

    private Status ending() {
        return deletedAt < startAt + renderMs ? Status.CANCELLED : ending;
    }

    /** The estimate while it is open; in the end only a success is paid for, and at Runway itself unsafe input as well. */
    long cost(long now) {
        boolean unsafe = order.dialect().official() && failureCode != null && failureCode.startsWith("SAFETY.INPUT");
        return !ended(now) || ending() == Status.SUCCEEDED || unsafe ? order.estimate() : 0;
    }

    /** Whether a fault comes over the {@code count}-th request of its kind. */
    boolean strikes(SandboxOptions options, Option fault, long count) {
        return options.strikes(fault, key, count);
    }

    /** Faults included, whatever words it is told in. */
    TaskView view(Call call, SandboxOptions options, long now) {
        Status status = now < createdAt + oddMs ? Status.REHEARSING : status(now);
        double done = (double) (now - startAt - pendingMs) / Math.max(1, renderMs - pendingMs);
        boolean told = status == Status.SUCCEEDED && now >= endAt() + noOutputMs;
        String code = status == Status.FAILED ? failureCode : null;
        String failure = status == Status.CANCELLED ? "The task was cancelled." : status != Status.FAILED ? null
                : code != null && code.contains("SAFETY") ? "The content did not pass moderation." : "An unexpected error occurred.";
        return new TaskView(id, row, order.promptText() == null ? "" : order.promptText(), order.duration(), status,
                Math.round(Math.max(0, Math.min(1, done)) * 1000) / 1000.0, createdAt, now < startAt ? 0 : startAt,
                ended(now) ? endAt() : 0, told ? output(call, options, now) : null, failure, code, order.estimate(), cost(now));
    }

    private String output(Call call, SandboxOptions options, long now) {
        if (style.ownHost()) {
            return call.host() + call.dialect.base() + "/v1/videos/" + id + "/content";
        }
        boolean stale = strikes(options, Option.STALE_OUTPUTS, outputs.incrementAndGet());
        String other = options.text(Option.OUTPUT_HOST);
        return (other.isEmpty() ? call.host() : "http://" + other + ':' + call.port())
                + link(stale ? now : now + options.number(Option.EXPIRE_OUTPUTS));
    }

    /** A path to its video that works for a while, as the official ones do. */
    String link(long expiresAt) {
        String query = "_jwt=" + UUID.randomUUID();
        links.put(query, expiresAt);
        return TaskApi.OUTPUTS + id + ".mp4?" + query;
    }

    /** Whether the query was given out for this task and has not expired. */
    boolean opens(String query, long now) {
        return query != null && now < links.getOrDefault(query, 0L);
    }

    /** @return how many polls there have been, this one included */
    synchronized long polled(long now, LongConsumer gaps) {
        if (polls > 0) {
            gaps.accept(now - lastPollAt);
            shortestGap = shortestGap < 0 ? now - lastPollAt : Math.min(shortestGap, now - lastPollAt);
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

    /** For {@code GET /sandbox/tasks}. */
    ObjectNode row(long now) {
        return Call.JSON.createObjectNode().put("id", id).put("gateway", order.dialect().name()).put("style", style.name())
                .put("bodySha256", bodySha256).put("promptText", order.promptText()).put("model", order.model())
                .put("createdAt", Instant.ofEpochMilli(createdAt).toString()).put("status", status(now).name()).put("polls", polls())
                .put("downloads", downloads.get()).put("credits", cost(now));
    }
}
