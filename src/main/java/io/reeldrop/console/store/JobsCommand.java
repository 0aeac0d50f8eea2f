package io.reeldrop.console.store;

import io.reeldrop.console.store.Table.Column;
import io.reeldrop.console.terminal.Terminal;
import io.reeldrop.console.terminal.Words;
import io.reeldrop.job.Job;
import io.reeldrop.job.Json;
import io.reeldrop.job.Micros;
import io.reeldrop.job.Search.Filter;
import io.reeldrop.job.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "jobs", mixinStandardHelpOptions = true, sortOptions = false, header = "Lists jobs, the newest last.",
        description = "STATUS is the gateway's own word, or why a job waits or ended. AGE counts from acceptance. COST is what is"
                + " reserved or charged; a job that waits shows its estimate with ~. Of a store that several nodes share,"
                        + " NODE has the job in hand just now. Without a terminal the columns are separated by tabs.",
        footer = {"", "Examples:", "  reeldrop jobs --state WAITING --waits-for budget", "  reeldrop jobs --name 'spring/*' --json"})
public final class JobsCommand extends StoreCommand {

    @Mixin
    Selection selection = new Selection();

    @Option(names = "--limit", paramLabel = "N", defaultValue = "1000",
            description = "At most so many, the newest. Default: ${DEFAULT-VALUE}.")
    int limit;

    @Option(names = "--json", description = "One JSON array; the fields are the columns of the job table.")
    boolean json;

    @Override
    int on(Desk desk) {
        Filter filter = selection.filter(desk.clock());
        List<Job> jobs = desk.search().jobs(filter, Math.max(0, limit));
        Terminal terminal = desk.terminal();
        if (json) {
            terminal.out().print(Json.pretty(jobs.stream().map(JobJson::of).toList()));
            return 0;
        }
        Map<String, String> units = desk.units();
        boolean many = desk.store().shared();
        List<Column> columns = new ArrayList<>(List.of(Column.fixed("ID"),
                new Column("STATE", false, false, s -> Words.colour(State.valueOf(s))), Column.text("WATCH"),
                Column.text("NAME"), Column.text("ACCOUNT"), Column.text("STATUS"), Column.number("AGE"), Column.number("COST")));
        if (many) {
            columns.add(Column.text("NODE"));
        }
        Table table = new Table(columns.toArray(Column[]::new));
        for (Job job : jobs) {
            List<String> cells = new ArrayList<>(List.of(job.id(), job.state().name(), job.watch(), job.stem(), job.account(),
                    Words.standing(job), Words.age(desk.clock().millis() - job.acceptedAt()),
                    cost(job, units.getOrDefault(job.account(), ""))));
            if (many) {
                cells.add(node(job, desk.node().now()));
            }
            table.row(cells.toArray(String[]::new));
        }
        if (!table.isEmpty() || !terminal.fitted()) {
            table.print(terminal);
        }
        Map<State, Long> counts = desk.search().counts(filter);
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        // Beside the rows, not among them, where a program reads the rows.
        (terminal.fitted() ? terminal.out() : terminal.err()).println((table.isEmpty() || !terminal.fitted() ? "" : System.lineSeparator())
                + Words.counts(counts, terminal) + (all > jobs.size() ? " (the newest " + jobs.size() + " are shown)" : ""));
        return 0;
    }

    /** Who has it in hand, or its video in the spool; nobody, between two steps. */
    private static String node(Job job, long now) {
        boolean claimed = job.text("claimed_by") != null && job.dueAt() != null && job.dueAt() > now;
        String holder = claimed ? job.text("claimed_by") : job.state() == State.DELIVERING ? job.text("spooled_by") : null;
        return holder == null ? "" : holder;
    }

    private static String cost(Job job, String unit) {
        Long estimate = job.number("estimate_micros");
        long cost = job.number("cost_micros");
        boolean ahead = job.state() == State.TAKING || job.state() == State.WAITING;
        if (cost == 0 && ahead) {
            return estimate == null ? "?" : "~" + Micros.text(estimate) + " " + unit;
        }
        return Micros.text(cost) + " " + unit;
    }
}
