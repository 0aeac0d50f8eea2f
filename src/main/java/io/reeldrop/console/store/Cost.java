package io.reeldrop.console.store;

import io.reeldrop.console.terminal.Words;
import io.reeldrop.job.Job;
import io.reeldrop.job.Micros;
import io.reeldrop.job.State;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What jobs cost, or would cost, in words. */
final class Cost {

    private Cost() {
    }

    /** So far, and how sure that is. */
    static String of(Job job, String unit) {
        Long estimate = job.number("estimate_micros");
        Long charged = job.number("charged_micros");
        long cost = job.number("cost_micros");
        String total = Micros.text(cost) + " " + unit;
        if (job.state() == State.TAKING || job.state() == State.WAITING) {
            String next = "would cost " + Words.amount(estimate, unit);
            return cost == 0 ? "nothing so far; " + next : total + " for earlier tasks; another " + next;
        }
        if (charged != null) {
            return total + (cost == charged ? ", the gateway's own figure" : ", of which the last task " + Words.amount(charged, unit)
                    + " by the gateway's own figure") + (estimate == null || estimate.equals(charged) ? "" : " (estimated "
                            + Words.amount(estimate, unit) + ")");
        }
        if (estimate == null && (job.taskId() != null || job.state() == State.IN_DOUBT)) {
            return "unknown: the profile states no price, and the gateway told none" + (cost == 0 ? "" : " (earlier tasks: " + total + ")");
        }
        return cost == 0 ? "nothing" : total + ", estimated; the gateway has told no figure";
    }

    /** What it would take to buy these jobs' videos: {@code 50 credits}, by unit; jobs without a price are counted. */
    static String estimate(Collection<Job> jobs, Map<String, String> units) {
        Map<String, Long> sums = new TreeMap<>();
        jobs.stream().filter(j -> j.number("estimate_micros") != null)
                .forEach(j -> sums.merge(units.getOrDefault(j.account(), ""), j.number("estimate_micros"), Long::sum));
        long unknown = jobs.stream().filter(j -> j.number("estimate_micros") == null).count();
        String known = sums.entrySet().stream().map(e -> Words.amount(e.getValue(), e.getKey())).collect(Collectors.joining(" and "));
        String rest = unknown == 0 ? "" : "an unknown amount (" + Words.count(unknown, "job") + " without a price)";
        return known.isEmpty() ? rest : rest.isEmpty() ? known : known + " and " + rest;
    }
}
