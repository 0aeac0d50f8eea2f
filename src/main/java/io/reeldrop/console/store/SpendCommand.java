package io.reeldrop.console.store;

import io.reeldrop.console.store.Table.Column;
import io.reeldrop.console.terminal.Terminal;
import io.reeldrop.console.terminal.Words;
import io.reeldrop.job.Micros;
import io.reeldrop.job.Spending;
import io.reeldrop.job.Spending.By;
import io.reeldrop.job.Spending.Line;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "spend", mixinStandardHelpOptions = true, sortOptions = false,
        header = "Shows what was bought, and how much of the caps is used.",
        description = "What was bought, from the jobs that are kept (reeldrop.keep-days), and how much of today's caps is used.",
        footer = {"", "RESERVED is estimated: the gateway has not told its figure, or whether there is a task at all. CHARGED is"
                + " everything else.",
                "A job bought again counts in full on the day of its last purchase.", "",
                "Examples:", "  reeldrop spend", "  reeldrop spend --by day,model --since 2026-11-01 --csv > november.csv"})
public final class SpendCommand extends StoreCommand {

    @Option(names = "--by", split = ",", paramLabel = "WHAT", defaultValue = "watch,account",
            description = "Told apart by: ${COMPLETION-CANDIDATES}; several with commas. Default: watch,account.")
    List<By> by;

    @Option(names = "--since", paramLabel = "DATE", description = "From this day on, such as 2026-11-01.")
    LocalDate since;

    @Option(names = "--until", paramLabel = "DATE", description = "Up to and with this day.")
    LocalDate until;

    @Option(names = "--csv", description = "Comma-separated, with a line of names; no totals.")
    boolean csv;

    @Override
    int on(Desk desk) {
        Spending spending = new Spending(desk.store());
        List<Line> lines = spending.lines(by, text(since), text(until));
        Terminal terminal = desk.terminal();
        if (csv) {
            terminal.say(String.join(",", Stream.concat(by.stream().map(b -> b.name().toLowerCase(Locale.ROOT)),
                    Stream.of("tasks", "delivered", "reserved", "charged", "total", "unit")).toList()));
            lines.forEach(line -> terminal.say(String.join(",", cells(line.group(), line).stream().map(SpendCommand::quoted).toList())));
            return 0;
        }
        table(lines, terminal);
        Line all = null;
        for (Line total : spending.lines(List.of(), text(since), text(until))) {
            all = total;
            terminal.say((terminal.fitted() ? "Total: " : "TOTAL\t") + Words.count(total.tasks(), "task") + ", "
                    + Words.count(total.delivered(), "video")
                    + ", " + Words.amount(total.reservedMicros() + total.chargedMicros(), total.unit()) + ", of which reserved "
                    + Micros.text(total.reservedMicros()) + (total.unpriced() == 0 ? "" : "; " + Words.count(total.unpriced(), "task")
                            + " without a known price"));
        }
        if (all == null) {
            terminal.say("Nothing was bought" + (since == null && until == null ? "." : " in that time."));
        }
        caps(desk);
        return 0;
    }

    private void table(List<Line> lines, Terminal terminal) {
        List<Column> columns = new ArrayList<>(by.stream().map(b -> Column.text(b.name())).toList());
        Stream.of("TASKS", "DELIVERED", "RESERVED", "CHARGED", "TOTAL").map(Column::number).forEach(columns::add);
        columns.add(Column.fixed("UNIT"));
        Table table = new Table(columns.toArray(Column[]::new));
        lines.forEach(line -> table.row(cells(line.group(), line).toArray(String[]::new)));
        if (!table.isEmpty()) {
            table.print(terminal);
        }
    }

    private static List<String> cells(List<String> group, Line line) {
        return Stream.concat(group.stream(), Stream.of(String.valueOf(line.tasks()), String.valueOf(line.delivered()),
                Micros.text(line.reservedMicros()),
                Micros.text(line.chargedMicros()), Micros.text(line.reservedMicros() + line.chargedMicros()), line.unit())).toList();
    }

    private static void caps(Desk desk) {
        String today = desk.node().today();
        desk.terminal().say("");
        desk.terminal().say("Today (" + today + ", " + desk.settings().get("reeldrop.day-zone") + ")");
        for (Map<String, Object> account : desk.ledger().accounts()) {
            desk.terminal().say("  account " + account.get("name") + ": " + used(account, today, (String) account.get("unit")) + ", "
                    + account.get("in_flight") + " of " + Words.count(((Number) account.get("max_in_flight")).longValue(), "slot")
                            + " taken");
        }
        for (Map<String, Object> watch : desk.ledger().watches()) {
            desk.terminal().say("  watch " + watch.get("name") + ": " + used(watch, today, ""));
        }
    }

    private static String used(Map<String, Object> row, String today, String unit) {
        long spent = today.compareTo((String) row.get("day")) > 0 ? 0 : ((Number) row.get("spent_micros")).longValue();
        Number cap = (Number) row.get("max_cost_micros");
        long tasks = today.compareTo((String) row.get("day")) > 0 ? 0 : ((Number) row.get("tasks")).longValue();
        Number most = (Number) row.get("max_tasks");
        return (most == null ? Words.count(tasks, "task") : tasks + " of " + Words.count(most.longValue(), "task")) + ", "
                + (Micros.text(spent) + (cap == null ? " " + unit : " of " + Micros.text(cap.longValue()) + " " + unit)).strip()
                + (cap == null ? ", no cap" : cap.longValue() == 0 ? "" : " (" + spent * 100 / cap.longValue() + " %)");
    }

    /** A cell that starts like a formula would be run by a spreadsheet; a watch or a model may be called anything. */
    private static String quoted(String cell) {
        String text = cell.matches("[=+@-].*") && !cell.matches("-?[0-9.]+") ? "'" + cell : cell;
        return text.matches("(?s).*[\",\\n\\r].*") ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
    }

    private static String text(LocalDate date) {
        return date == null ? null : date.toString();
    }
}
