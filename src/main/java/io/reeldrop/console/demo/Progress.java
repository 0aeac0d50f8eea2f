package io.reeldrop.console.demo;

import io.reeldrop.console.terminal.Terminal;
import io.reeldrop.console.terminal.Words;
import io.reeldrop.job.Job;
import io.reeldrop.job.State;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A line for each drop: redrawn in place on a terminal, else one line for each change. */
final class Progress {

    private static final String UP = "\033[%dA";
    private static final String ERASE = "\033[K";

    private final Terminal terminal;
    private final List<String> names;
    private final int width;
    private final long start;
    private final Map<String, String> shown = new HashMap<>();
    private boolean drawn;

    /** @param start epoch milliseconds that the seconds count from */
    Progress(Terminal terminal, List<String> names, long start) {
        this.terminal = terminal;
        this.names = names;
        this.width = names.stream().mapToInt(String::length).max().orElse(0);
        this.start = start;
    }

    /** @param jobs by the name of their drop; a drop without one still lies in its folder */
    void show(Map<String, Job> jobs, long now) {
        if (terminal.fitted() && terminal.colour()) {
            redraw(jobs, now);
        } else {
            names.forEach(name -> tell(name, jobs.get(name), now));
        }
    }

    private void redraw(Map<String, Job> jobs, long now) {
        StringBuilder text = new StringBuilder(drawn ? String.format(UP, names.size()) : "");
        for (String name : names) {
            text.append(line(name, jobs.get(name), now)).append(ERASE).append('\n');
        }
        drawn = true;
        terminal.out().print(text);
        terminal.out().flush();
    }

    private void tell(String name, Job job, long now) {
        String what = state(job) + standing(job);
        if (!what.equals(shown.put(name, what))) {
            terminal.say(line(name, job, now));
        }
    }

    private String line(String name, Job job, long now) {
        long until = job != null && job.state().ended() ? job.changedAt() : now;
        String begin = String.format(Locale.ROOT, "  %-" + width + "s  ", name);
        String state = String.format("%-10s", state(job));
        String end = String.format(Locale.ROOT, "  %5.1f s  %s", Math.max(0, until - start) / 1000.0, standing(job));
        // A line that wraps would not be erased whole.
        int room = terminal.fitted() ? Math.max(20, terminal.width() - begin.length() - state.length() - 1) : Integer.MAX_VALUE;
        return begin + (job == null ? state : terminal.in(Words.colour(job.state()), state))
                + (end.length() > room ? end.substring(0, room - 3) + "..." : end);
    }

    private static String state(Job job) {
        return job == null ? "in/" : job.state().name();
    }

    private static String standing(Job job) {
        return job == null ? "not seen yet, or not whole"
                : job.state() == State.DELIVERED ? "out/" + Words.standing(job) : Words.standing(job);
    }
}
