package io.reeldrop.console.store;

import io.reeldrop.console.store.Table.Column;
import io.reeldrop.console.terminal.Terminal;
import io.reeldrop.console.terminal.Words;
import io.reeldrop.job.Bookings;
import io.reeldrop.job.Bookings.Doubt;
import io.reeldrop.job.Micros;
import io.reeldrop.job.State;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a gateway says was used beside what the jobs cost, by day and model; and what jobs in doubt have to do with the difference. */
final class Comparison {

    /** One day and model. */
    private record Line(LocalDate day, String model, long gateway, long jobs) {

        long difference() {
            return gateway - jobs;
        }
    }

    private final Bookings ours;
    private final String unit;
    private final List<Line> lines = new ArrayList<>();

    Comparison(Map<LocalDate, Map<String, Long>> theirs, Bookings ours, String unit) {
        this.ours = ours;
        this.unit = unit;
        Map<LocalDate, TreeSet<String>> all = new TreeMap<>();
        Stream.of(theirs, ours.days()).forEach(side -> side.forEach((day, models) ->
                all.computeIfAbsent(day, d -> new TreeSet<>()).addAll(models.keySet())));
        ours.doubts().forEach(doubt -> all.computeIfAbsent(doubt.day(), d -> new TreeSet<>()).add(doubt.model()));
        all.forEach((day, models) -> models.forEach(model -> lines.add(new Line(day, model, amount(theirs, day, model),
                amount(ours.days(), day, model)))));
    }

    private static long amount(Map<LocalDate, Map<String, Long>> side, LocalDate day, String model) {
        return side.getOrDefault(day, Map.of()).getOrDefault(model, 0L);
    }

    boolean agrees() {
        return lines.stream().allMatch(line -> line.difference() == 0);
    }

    void tell(Terminal terminal, String accounts, LocalDate from, LocalDate to) {
        terminal.say("Account " + accounts + ", " + from + " to " + to + " (UTC), in " + unit);
        List<Line> differing = lines.stream().filter(line -> line.difference() != 0).toList();
        if (!differing.isEmpty()) {
            Table table = new Table(Column.fixed("DAY"), Column.text("MODEL"), Column.number("GATEWAY"), Column.number("JOBS"),
                    Column.number("DIFFERENCE"));
            differing.forEach(line -> table.row(line.day().toString(), line.model(), Micros.text(line.gateway()), Micros.text(line.jobs()),
                    signed(line.difference())));
            table.print(terminal);
            differing.forEach(line -> explain(line).forEach(text -> terminal.say("  " + text)));
            balanced(differing).forEach(terminal::say);
        }
        lines.stream().filter(line -> line.difference() == 0).flatMap(line -> doubts(line).stream()).forEach(doubt ->
                terminal.say("  " + named(doubt) + ": the gateway counted nothing beyond the jobs that are known,"
                        + " so that it was not charged, as far as can be seen."
                        + (doubt.state() == State.IN_DOUBT ? " Then: reeldrop resolve " + doubt.jobId() + " --not-charged" : "")));
        long agreeing = lines.size() - differing.size();
        terminal.say(differing.isEmpty() && lines.isEmpty() ? "Nothing was used, and nothing was bought."
                : agreeing + " of " + Words.count(lines.size(), "line") + " (a day and a model each) agree" + (agreeing == 1 ? "s." : "."));
    }

    private List<String> explain(Line line) {
        String where = line.day() + " " + line.model() + ": ";
        long open = ours.underWay(line.day(), line.model());
        if (line.difference() < 0) {
            return List.of(where + Micros.text(-line.difference()) + " " + unit
                    + " less than the jobs cost: given back, or booked on another day"
                    + (open == 0 ? "." : "; " + Words.count(open, "task") + " whose charge is not known yet may not be booked."));
        }
        List<Doubt> doubts = doubts(line);
        String more = where + Micros.text(line.difference()) + " " + unit + " more than the jobs cost";
        if (doubts.isEmpty()) {
            return List.of(more + ", and no job in doubt to explain it: bought elsewhere with this organisation's keys, by a job that is no"
                    + " longer kept, or at another price.");
        }
        List<String> told = new ArrayList<>(List.of(more + "; it may be " + share(line.difference(), doubts)));
        doubts.forEach(doubt -> told.add("  " + named(doubt)
                + (doubt.state() == State.IN_DOUBT ? "   reeldrop show " + doubt.jobId() : "")));
        return told;
    }

    /** How many of the candidates the difference pays for, where each would cost the same. */
    private String share(long difference, List<Doubt> doubts) {
        List<Long> prices = doubts.stream().map(Doubt::micros).distinct().toList();
        Long price = prices.size() == 1 ? prices.get(0) : null;
        if (price == null || price == 0 || difference % price != 0 || difference / price > doubts.size()) {
            return "some of these, but their prices do not add up to it:";
        }
        long number = difference / price;
        return number == doubts.size() ? (number == 1 ? "this one, which costs just that:" : "these " + number + ", which cost just that:")
                : number + " of these " + doubts.size() + " (which of them, the usage does not tell):";
    }

    private String named(Doubt doubt) {
        return "job " + doubt.jobId() + " (" + doubt.state() + ", " + Words.amount(doubt.micros(), unit) + ")";
    }

    private List<Doubt> doubts(Line line) {
        return ours.doubts().stream().filter(doubt -> doubt.day().equals(line.day()) && doubt.model().equals(line.model())).toList();
    }

    /** Models whose days differ, but whose sum does not. */
    private List<String> balanced(List<Line> differing) {
        Map<String, Long> sums = differing.stream()
                .collect(Collectors.groupingBy(Line::model, TreeMap::new, Collectors.summingLong(Line::difference)));
        return sums.entrySet().stream().map(e -> e.getValue() != 0 ? null
                : "Over all days " + e.getKey() + " agrees: the gateway booked a refund, or a purchase about midnight, on another day.")
                .filter(Objects::nonNull).toList();
    }

    private static String signed(long micros) {
        return (micros > 0 ? "+" : "") + Micros.text(micros);
    }
}
