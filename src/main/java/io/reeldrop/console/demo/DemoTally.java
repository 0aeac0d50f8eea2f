package io.reeldrop.console.demo;

import io.reeldrop.console.terminal.Terminal;
import io.reeldrop.console.terminal.Words;
import io.reeldrop.job.Job;
import io.reeldrop.job.State;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** How far each gateway's drops are: a line each, redrawn in place on a terminal, else said once when all of them have ended. */
final class DemoTally {

    private final Terminal terminal;
    private final List<String> gateways;
    private final int drops;
    private final long start;
    private final Set<String> told = new HashSet<>();
    private boolean drawn;

    /**
     * @param drops how many each gateway has
     * @param start epoch milliseconds that the seconds count from
     */
    DemoTally(Terminal terminal, List<String> gateways, int drops, long start) {
        this.terminal = terminal;
        this.gateways = gateways;
        this.drops = drops;
        this.start = start;
    }

    /** @param jobs of all gateways; whose they are says their watch */
    void show(List<Job> jobs, long now) {
        boolean redrawn = terminal.fitted() && terminal.colour();
        StringBuilder text = new StringBuilder(redrawn && drawn ? "\033[" + gateways.size() + "A" : "");
        for (String gateway : gateways) {
            List<Job> own = jobs.stream().filter(job -> job.watch().equals(gateway)).toList();
            boolean ended = own.size() == drops && own.stream().allMatch(job -> job.state().ended() && job.filed());
            if (redrawn) {
                text.append(line(gateway, own, ended, now)).append("\033[K\n");
            } else if (ended && told.add(gateway)) {
                terminal.say(line(gateway, own, true, now));
            }
        }
        if (redrawn) {
            terminal.out().print(text);
            terminal.out().flush();
            drawn = true;
        }
    }

    private String line(String gateway, List<Job> own, boolean ended, long now) {
        long until = ended ? own.stream().mapToLong(Job::changedAt).max().orElse(now) : now;
        Map<State, Long> counts = new EnumMap<>(State.class);
        own.forEach(job -> counts.merge(job.state(), 1L, Long::sum));
        int width = gateways.stream().mapToInt(String::length).max().orElse(0);
        return String.format(Locale.ROOT, "  %-" + width + "s  %5.1f s  %s", gateway, Math.max(0, until - start) / 1000.0,
                own.isEmpty() ? "not seen yet, or not whole" : Words.counts(counts, terminal));
    }
}
