package io.reeldrop.console.demo;

import io.reeldrop.console.terminal.Terminal.Colour;
import io.reeldrop.console.terminal.Terminal;
import io.reeldrop.console.terminal.Words;
import io.reeldrop.gateway.Profile;
import io.reeldrop.job.Job;
import io.reeldrop.job.Micros;
import io.reeldrop.job.State;
import io.reeldrop.sandbox.Sales;
import io.reeldrop.storage.Storages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What came of the demo's drops at one gateway, looked at with its own eyes and held against what the stand-in sold. */
final class GatewaysReport {

    private static final int NAME_WIDTH = DemoDrop.ALL.stream().mapToInt(drop -> drop.name().length()).max().orElse(0);

    private final Terminal terminal;
    private final Storages storages;
    private final List<String> wrong = new ArrayList<>();

    GatewaysReport(Terminal terminal, Storages storages) {
        this.terminal = terminal;
        this.storages = storages;
    }

    /** Everything that is not as it should be, of all gateways told so far. */
    List<String> wrong() {
        return wrong;
    }

    /**
     * @param jobs those of this gateway
     * @param sold null for nothing
     */
    void tell(Profile profile, List<Job> jobs, Sales sold) {
        terminal.say("");
        terminal.say(terminal.in(Colour.BOLD, profile.name() + ", " + profile.title()));
        for (DemoDrop drop : DemoDrop.ALL) {
            Job job = jobs.stream().filter(j -> j.name().equals(drop.name())).findFirst().orElse(null);
            tell(profile, drop, job);
        }
        spent(profile, jobs, sold == null ? new Sales(0, 0, 0, Map.of()) : sold);
    }

    private void tell(Profile profile, DemoDrop drop, Job job) {
        String called = profile.name() + ", " + drop.name();
        String state = job == null ? "MISSING" : job.state().name();
        String what;
        if (job == null || job.state() != drop.outcome()) {
            what = job == null ? "no job was made of it" : Words.standing(job);
            wrong.add(called + " was to end as " + drop.outcome() + ", but " + (job == null ? what : "it is " + state + ": " + what));
        } else if (drop.good()) {
            what = video(profile, drop, job, called);
        } else {
            what = reason(job) + (drop.sent() ? ";  " + price(profile, job) : "");
            expect(what.contains(drop.tells()), called + ": its reason does not name " + drop.tells());
        }
        terminal.say(String.format("  %-" + NAME_WIDTH + "s  ", drop.name())
                + terminal.in(job == null ? Colour.RED : Words.colour(job.state()), String.format("%-9s", state)) + "  " + what);
    }

    private String video(Profile profile, DemoDrop drop, Job job, String called) {
        String asked = job.text("model") + ", " + job.request().path("ratio").asText() + ", " + job.request().path("duration").asText()
                + " s";
        try {
            Film film = DemoVideo.opened(storages, job, drop, called, wrong);
            return String.format(Locale.ROOT, "%-30s  opened: %d x %d, %.1f s;  %s", asked, film.width(), film.height(), film.seconds(),
                    price(profile, job));
        } catch (IOException e) {
            wrong.add(called + ": " + e.getMessage());
            return asked + ": " + e.getMessage();
        }
    }

    private static String price(Profile profile, Job job) {
        return job.text("charged_micros") == null ? "no price named" : Micros.text(job.number("cost_micros")) + " " + profile.cost().unit();
    }

    private static String reason(Job job) {
        String code = job.text("reason_code") == null ? "" : " (" + job.text("reason_code") + ")";
        return Words.safe(job.problems().isEmpty() ? job.text("reason") + code
                : job.problems().stream().map(problem -> problem.message()).collect(Collectors.joining("; ")));
    }

    /** A relay that names its price in some of its shapes only is held to what it named. */
    private void spent(Profile profile, List<Job> jobs, Sales sold) {
        String unit = " " + profile.cost().unit();
        String books = Micros.text(jobs.stream().mapToLong(job -> job.number("cost_micros")).sum());
        String count = books.equals(Long.toString(sold.charged())) ? "; the gateway's own count is the same"
                : books.equals(Long.toString(sold.billed()))
                ? ", as the gateway named it; its own count is " + sold.charged() + ", since not every shape names a price"
                : "; the gateway named " + sold.billed() + " and counts " + sold.charged();
        terminal.say("  spent: " + books + unit + " for " + Words.count(sold.tasksCreated(), "task") + count);
        if (!sold.manners().isEmpty()) {
            terminal.say("  shapes of its answers: " + String.join(", ", sold.manners().keySet()));
        }
        long bought = DemoDrop.ALL.stream().filter(drop -> drop.outcome() != State.REJECTED).count();
        expect(sold.tasksCreated() == bought, profile.name() + " sold " + sold.tasksCreated() + " tasks instead of " + bought);
        expect(books.equals(Long.toString(sold.billed())), profile.name() + " named " + sold.billed() + unit + ", but " + books
                + " are on the books");
        expect(!profile.cost().unit().equals("credits") || sold.billed() == sold.charged(), profile.name() + " charged " + sold.charged()
                + unit + ", but named " + sold.billed());
    }

    void expect(boolean holds, String otherwise) {
        if (!holds) {
            wrong.add(otherwise);
        }
    }
}
