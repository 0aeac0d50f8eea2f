package io.reeldrop.monitor;

import io.reeldrop.job.Figures;
import io.reeldrop.job.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a reading of the store comes to, figure by figure. */
final class Readings {

    private static final double MICROS = 1e6;

    private final Figures figures;
    private final int doubts;
    private final List<Sample> samples = new ArrayList<>();

    private Readings(Figures figures, int doubts) {
        this.figures = figures;
        this.doubts = doubts;
    }

    /** @param doubts ambiguous POSTs in a row that open an account's breaker */
    static List<Sample> of(Figures figures, int doubts) {
        Readings readings = new Readings(figures, doubts);
        figures.groups().forEach(readings::group);
        figures.groups().stream().filter(group -> group.kind() == Figures.Kind.WAITS)
                .collect(Collectors.toMap(group -> List.of(group.watch(), group.account()), Figures.Group::since, Math::min))
                .forEach((of, since) -> readings.add(Metric.OLDEST, readings.age(since), State.WAITING.name(), of.get(0), of.get(1)));
        figures.accounts().forEach(readings::account);
        figures.watches().forEach(readings::watch);
        readings.add(Metric.BUYING_PAUSED, figures.pausedAll() ? 1 : 0);
        return readings.samples;
    }

    private void group(Figures.Group group) {
        switch (group.kind()) {
            case OPEN -> add(Metric.JOBS, group.jobs(), group.state(), group.watch(), group.account());
            case ENDED -> add(Metric.JOBS_ENDED, group.jobs(), group.state(), group.watch(), group.account());
            case WAITS -> add(Metric.JOBS_WAITING, group.jobs(), group.reason(), group.watch(), group.account());
            case OLDEST -> add(Metric.OLDEST, age(group.since()), group.state(), group.watch(), group.account());
            case LATE -> {
                add(Metric.POLLS_LATE, group.jobs(), group.account());
                add(Metric.POLL_LATENESS, age(group.since()), group.account());
            }
        }
    }

    private void account(Map<String, Object> row) {
        String name = row.get("name").toString();
        String unit = row.get("unit").toString();
        boolean today = row.get("day").toString().compareTo(figures.today()) >= 0;
        add(Metric.IN_FLIGHT, number(row, "in_flight"), name);
        add(Metric.IN_FLIGHT_LIMIT, number(row, "max_in_flight"), name);
        add(Metric.SUBMITTING, number(row, "submitting"), name);
        add(Metric.SPENT, today ? number(row, "spent_micros") / MICROS : 0, name, unit);
        if (row.get("max_cost_micros") != null) {
            add(Metric.SPENT_LIMIT, number(row, "max_cost_micros") / MICROS, name, unit);
        }
        add(Metric.TASKS, today ? number(row, "tasks") : 0, name);
        if (row.get("max_tasks") != null) {
            add(Metric.TASKS_LIMIT, number(row, "max_tasks"), name);
        }
        add(Metric.DOUBTS, number(row, "doubts"), name);
        add(Metric.BREAKER_OPEN, number(row, "doubts") >= doubts ? 1 : 0, name);
        add(Metric.PAUSED, still(row, "paused_until"), name);
        add(Metric.QUIET, still(row, "quiet_until"), name);
        // Zero rather than nothing, so that an alarm that was raised goes out again.
        if (samples.stream().noneMatch(s -> s.metric() == Metric.POLLS_LATE && s.labels().contains(name))) {
            add(Metric.POLLS_LATE, 0, name);
            add(Metric.POLL_LATENESS, 0, name);
        }
    }

    private void watch(Map<String, Object> row) {
        String name = row.get("name").toString();
        add(Metric.WATCH_PAUSED, still(row, "paused_until"), name);
        add(Metric.WATCH_HELD, still(row, "held_until"), name);
        if (row.get("delivered_at") != null) {
            add(Metric.WATCH_DELIVERED, number(row, "delivered_at") / 1000.0, name);
        }
    }

    private void add(Metric metric, double value, String... labels) {
        samples.add(new Sample(metric, value, labels));
    }

    private double age(long since) {
        return Math.max(0, figures.at() - since) / 1000.0;
    }

    private int still(Map<String, Object> row, String until) {
        return number(row, until) > figures.at() ? 1 : 0;
    }

    private static long number(Map<String, Object> row, String column) {
        return ((Number) row.get(column)).longValue();
    }
}
