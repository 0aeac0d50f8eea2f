package io.reeldrop.monitor;

import java.util.List;

/**
 * Every figure that Reeldrop itself shows, named after Prometheus' conventions. {@code src/docs/metrics.md} lists the same. No label ever
 * holds what a drop is called or says, or anything of a key or an address.
 */
public enum Metric {

    JOBS("reeldrop.jobs", null, "Jobs in that state now; of the states in which something is still to be done, by itself or by a person",
            "state", "watch", "account"),
    JOBS_ENDED("reeldrop.jobs.ended", "total",
            "Jobs that came to that end since the store was made; one that is tried again may come to several",
            "state", "watch", "account"),
    JOBS_WAITING("reeldrop.jobs.waiting", null,
            "Jobs that wait to be bought, by what for: turn, slot, budget, pause, gateway, retry, output_place",
            "reason", "watch", "account"),
    OLDEST("reeldrop.oldest.job", "seconds",
            "WAITING: age of the drop that waits the longest; IN_DOUBT, UNDELIVERED: for how long the first has needed a person",
            "state", "watch", "account"),
    POLLS_LATE("reeldrop.polls.late", null, "Tasks that should have been asked for more than a second ago", "account"),
    POLL_LATENESS("reeldrop.poll.lateness", "seconds", "By how much the latest poll is late", "account"),

    IN_FLIGHT("reeldrop.account.in.flight", null, "Tasks that count against the account's slots; those in doubt are among them", "account"),
    IN_FLIGHT_LIMIT("reeldrop.account.in.flight.limit", null, "The most that may: max-in-flight", "account"),
    SUBMITTING("reeldrop.account.submitting", null, "POSTs whose outcome is not stored yet", "account"),
    SPENT("reeldrop.account.spent", null, "Spent today, what is reserved for tasks under way and in doubt included", "account", "unit"),
    SPENT_LIMIT("reeldrop.account.spent.limit", null,
            "The most that may be spent in a day: max-cost-per-day, where it is set", "account", "unit"),
    TASKS("reeldrop.account.tasks", null, "Tasks bought today, those in doubt included", "account"),
    TASKS_LIMIT("reeldrop.account.tasks.limit", null,
            "The most that may be bought in a day: max-tasks-per-day, where it is set", "account"),
    DOUBTS("reeldrop.account.doubts", null, "POSTs in a row that got no clear answer", "account"),
    BREAKER_OPEN("reeldrop.account.breaker.open", null,
            "1: so many POSTs in a row got no clear answer that the account buys nothing but single probes", "account"),
    PAUSED("reeldrop.account.paused", null, "1: buys nothing, on a person's word or because its gateway refused", "account"),
    QUIET("reeldrop.account.quiet", null, "1: its tasks are not asked for, because the gateway refused to tell", "account"),

    WATCH_PAUSED("reeldrop.watch.paused", null, "1: buys nothing, on a person's word", "watch"),
    WATCH_HELD("reeldrop.watch.held", null, "1: buys nothing while its output place fails", "watch"),
    WATCH_DELIVERED("reeldrop.watch.delivered.timestamp", "seconds", "When its last video was delivered, in Unix time", "watch"),
    BUYING_PAUSED("reeldrop.buying.paused", null, "1: a person stopped all buying"),

    WORKERS("reeldrop.workers", null, "Workers of that step", true, "step"),
    WORKERS_BUSY("reeldrop.workers.busy", null, "Workers of that step that have a job in hand", true, "step"),
    WORKERS_QUEUED("reeldrop.workers.queued", null, "Jobs that were claimed and wait for a worker of that step", true, "step"),
    SPOOL_BYTES("reeldrop.spool", "bytes", "Size of the videos in the spool", true),
    DISK_FULL("reeldrop.disk.full", null,
            "1: the disk of the store or of the spool has less than min-free-bytes, or failed, so nothing is bought", true),
    STORE_AGE("reeldrop.store.read.age", "seconds",
            "For how long the store has not answered; the age of all figures that come from it", true);

    private final String name;
    private final String unit;
    private final String meaning;
    private final boolean ofNode;
    private final List<String> labels;

    Metric(String name, String unit, String meaning, String... labels) {
        this(name, unit, meaning, false, labels);
    }

    Metric(String name, String unit, String meaning, boolean ofNode, String... labels) {
        this.name = name;
        this.unit = unit;
        this.meaning = meaning;
        this.ofNode = ofNode;
        this.labels = List.of(labels);
    }

    /** As Micrometer has it; a registry turns it into its own style. */
    String meter() {
        return name;
    }

    /** As Prometheus has it. */
    public String prometheus() {
        return name.replace('.', '_') + (unit == null ? "" : "_" + unit);
    }

    /** Null for a plain number. */
    String unit() {
        return counter() ? null : unit;
    }

    /** Whether it only ever grows. */
    boolean counter() {
        return "total".equals(unit);
    }

    public List<String> labels() {
        return labels;
    }

    public String meaning() {
        return meaning;
    }

    /** Whether each node has a figure of its own; all others are the store's, so that every node shows the same. */
    public boolean ofNode() {
        return ofNode;
    }
}
