package io.reeldrop.console.demo;

import io.reeldrop.console.terminal.Terminal.Colour;
import io.reeldrop.console.terminal.Terminal;
import io.reeldrop.console.terminal.Words;
import io.reeldrop.job.Advice;
import io.reeldrop.job.Job;
import io.reeldrop.job.Micros;
import io.reeldrop.job.State;
import io.reeldrop.sandbox.Report;
import io.reeldrop.storage.Storage;
import io.reeldrop.storage.Storages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Looks at what came of the demo's drops with its own eyes, tells it, and gathers what is not as it should be. */
final class DemoReport {

    private final Terminal terminal;
    private final Map<String, Job> jobs;
    private final Storages storages;
    private final Path home;
    private final List<String> wrong = new ArrayList<>();

    /** @param home as a person at the terminal would write it */
    DemoReport(Terminal terminal, Map<String, Job> jobs, Storages storages, Path home) {
        this.terminal = terminal;
        this.jobs = jobs;
        this.storages = storages;
        this.home = home;
    }

    /** Prints everything; what it returns is empty when all came out as expected. */
    List<String> tell(Report gateway) {
        head("Videos, each opened with a decoder");
        DemoDrop.ALL.stream().filter(DemoDrop::good).forEach(this::video);
        head("Dead letters, each with its reason beside it");
        DemoDrop.ALL.stream().filter(drop -> !drop.good()).forEach(this::deadLetter);
        head("Spent (play money of the sandbox)");
        spent(gateway);
        return wrong;
    }

    private void video(DemoDrop drop) {
        Job job = jobs.get(drop.name());
        if (job == null || job.state() != State.DELIVERED) {
            missing(drop, job);
            return;
        }
        Storage out = storages.at(job.places().out());
        String name = job.text("output_file");
        try {
            Film film = DemoVideo.opened(storages, job, drop, drop.name(), wrong);
            say(shown(job.places().out(), name));
            say(String.format(Locale.ROOT, "    %,d bytes, %.1f s, %d x %d; opened with %s", out.size(name), film.seconds(),
                    film.width(), film.height(), film.openers()));
        } catch (IOException e) {
            wrong.add(name + " " + e.getMessage());
        }
    }

    private void deadLetter(DemoDrop drop) {
        Job job = jobs.get(drop.name());
        if (job == null || job.state() != drop.outcome()) {
            missing(drop, job);
            return;
        }
        String note = job.stem() + ".error.json";
        say(shown(job.places().deadLetter(), note));
        List<String> reasons = job.problems().isEmpty() ? List.of(job.text("reason")
                + (job.text("reason_code") == null ? "" : " (" + job.text("reason_code") + ")"))
                : job.problems().stream().map(Object::toString).toList();
        reasons.forEach(reason -> say("    " + terminal.in(Colour.RED, job.state().name()) + "  " + Words.safe(reason)));
        say("    What to do: " + Advice.of(job));
        try (InputStream in = storages.at(job.places().deadLetter()).open(note)) {
            String said = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            expect(said.contains(drop.tells()), drop.name() + ": " + note + " does not name " + drop.tells());
        } catch (IOException e) {
            wrong.add(drop.name() + ": " + note + " cannot be read: " + e.getMessage());
        }
        expect(String.join(" ", reasons).contains(drop.tells()), drop.name() + ": its reason does not name " + drop.tells());
    }

    private void spent(Report gateway) {
        long sum = 0;
        int width = DemoDrop.ALL.stream().mapToInt(drop -> drop.name().length()).max().orElse(0);
        for (DemoDrop drop : DemoDrop.ALL) {
            Job job = jobs.get(drop.name());
            if (job != null) {
                sum += job.number("cost_micros");
                say(String.format(Locale.ROOT, "%-" + width + "s  %3s credits  %s", drop.name(), Micros.text(job.number("cost_micros")),
                        why(job)));
            }
        }
        String total = Micros.text(sum);
        say(String.format(Locale.ROOT, "%-" + width + "s  %3s credits  for %d tasks; the gateway's own count is %d", "together", total,
                gateway.tasksCreated(),
                gateway.creditsCharged()));
        long bought = DemoDrop.ALL.stream().filter(drop -> drop.outcome() != State.REJECTED).count();
        expect(gateway.tasksCreated() == bought, gateway.tasksCreated() + " tasks were bought instead of " + bought);
        expect(gateway.bodiesSeenTwice() == 0, "the gateway saw a request twice");
        expect(total.equals(Long.toString(gateway.creditsCharged())), "the gateway charged " + gateway.creditsCharged() + " credits, but "
                + total + " are on the books");
        expect(gateway.keyLeaks() == 0, "a key went to where the videos lie");
    }

    private static String why(Job job) {
        return switch (job.state()) {
            case REJECTED -> "never sent";
            case FAILED -> "charged all the same: gateways do that for what moderation refuses";
            default -> job.text("model") + ", " + job.request().path("duration").asText() + " s";
        };
    }

    private void missing(DemoDrop drop, Job job) {
        String now = job == null ? "no job was made of it" : "it is " + job.state() + ": " + Words.standing(job);
        say(terminal.in(Colour.RED, drop.image() + ": " + now));
        wrong.add(drop.image() + " was to end as " + drop.outcome() + ", but " + now);
    }

    private void expect(boolean holds, String otherwise) {
        if (!holds) {
            wrong.add(otherwise);
        }
    }

    private String shown(String place, String name) {
        String shown = Storages.shown(place, name);
        String absolute = home.toAbsolutePath().toString();
        return shown.startsWith(absolute) ? home + shown.substring(absolute.length()) : shown;
    }

    private void head(String text) {
        terminal.say("");
        terminal.say(terminal.in(Colour.BOLD, text));
    }

    private void say(String line) {
        terminal.say("  " + line);
    }
}
