package io.reeldrop.console.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.console.terminal.Terminal.Colour;
import io.reeldrop.console.terminal.Terminal;
import io.reeldrop.console.terminal.Words;
import io.reeldrop.job.Job;
import io.reeldrop.job.Jobs;
import io.reeldrop.job.Json;
import io.reeldrop.storage.Storages;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "show", mixinStandardHelpOptions = true, sortOptions = false, header = "Shows all of one job, and what to do next.",
        description = "Shows all of one job: its way so far, its request, its cost, its files, and what to do next.")
public final class ShowCommand extends StoreCommand {

    @Parameters(paramLabel = "JOB", description = "Its id, the beginning of its id, or its name.")
    String word;

    @Option(names = "--json", description = "One JSON object: the columns of the job table, and its events.")
    boolean json;

    @Override
    int on(Desk desk) {
        Job job = desk.one(word);
        List<Map<String, Object>> events = new Jobs(desk.store(), desk.node()).events(job.id());
        if (json) {
            ObjectNode node = JobJson.of(job);
            node.set("events", Json.read(Json.text(events), com.fasterxml.jackson.databind.JsonNode.class));
            desk.terminal().out().print(Json.pretty(node));
            return 0;
        }
        Terminal terminal = desk.terminal();
        terminal.say(terminal.in(Colour.BOLD, job.watch() + "/" + Words.safe(job.stem())) + "  "
                + terminal.in(Words.colour(job.state()), job.state().name()));
        facts(job, desk);
        timeline(job, events, desk);
        section(terminal, "Files");
        Storages storages = desk.storages();
        job.files().forEach(file -> terminal.say("  " + file(storages, job.places().of(job.place()), job.nameOf(file))));
        if (job.text("output_file") != null) {
            terminal.say("  " + file(storages, job.places().out(), job.text("output_file")));
        }
        if (job.request() != null) {
            section(terminal, "Request (without the image)");
            terminal.say(Json.pretty(job.request()).stripTrailing().indent(2).stripTrailing());
        }
        section(terminal, "What to do next");
        new NextSteps(desk).of(job, events).forEach(line -> terminal.say("  " + line));
        return 0;
    }

    private static void facts(Job job, Desk desk) {
        Terminal terminal = desk.terminal();
        String unit = desk.unit(job);
        fact(terminal, "Job", job.id());
        fact(terminal, "Dropped as", job.name());
        fact(terminal, "Account", job.account());
        fact(terminal, "Model", job.text("model"));
        fact(terminal, "Standing", job.problems().isEmpty() ? Words.standing(job) : null);
        fact(terminal, "Task", job.taskId());
        fact(terminal, "Gateway says", job.taskStatus());
        fact(terminal, "Other tasks", job.text("orphans"));
        fact(terminal, "Failure code", job.text("reason_code"));
        fact(terminal, "Cost", Cost.of(job, unit));
        fact(terminal, "Image", Words.image(job.image()));
        fact(terminal, "Image as sent", Words.image(job.sentImage()));
        if (job.text("output_bytes") != null) {
            fact(terminal, "Video", job.text("output_bytes") + " bytes, SHA-256 " + job.text("output_sha256"));
        }
        job.problems().forEach(problem -> fact(terminal, "Fault", problem.toString()));
    }

    private static void timeline(Job job, List<Map<String, Object>> events, Desk desk) {
        Terminal terminal = desk.terminal();
        section(terminal, "Timeline (" + desk.zone() + ")");
        // On a single node's store it would always be the same one.
        int wide = desk.store().shared() ? events.stream().mapToInt(event -> node(event).length()).max().orElse(0) + 2 : 0;
        for (int i = 0; i < events.size(); i++) {
            Map<String, Object> event = events.get(i);
            long at = ((Number) event.get("at")).longValue();
            boolean last = i == events.size() - 1;
            long until = last ? desk.clock().millis() : ((Number) events.get(i + 1).get("at")).longValue();
            String lasted = last && job.state().ended() ? "" : (last ? "for " : "") + Words.duration(until - at) + (last ? " so far" : "");
            String reason = event.get("reason") == null ? "" : "  " + Words.safe(event.get("reason").toString());
            terminal.say(("  " + Words.time(at, desk.zone()) + "  " + String.format("%-11s", event.get("state")) + "  "
                    + String.format("%-16s", lasted) + (wide == 0 ? "" : String.format("%-" + wide + "s", node(event))) + reason)
                    .stripTrailing());
        }
    }

    private static String node(Map<String, Object> event) {
        return event.get("node") == null ? "" : event.get("node").toString();
    }

    private static void section(Terminal terminal, String title) {
        terminal.say("");
        terminal.say(terminal.in(Colour.BOLD, title));
    }

    private static void fact(Terminal terminal, String name, String value) {
        if (value != null && !value.isEmpty()) {
            terminal.say("  " + String.format("%-14s", name) + Words.safe(value));
        }
    }

    private static String file(Storages storages, String place, String name) {
        String shown = Words.safe(Storages.shown(place, name));
        try {
            return shown + (storages.at(place).has(name) ? "" : "  (not there)");
        } catch (IOException e) {
            return shown + "  (cannot be looked for: " + Words.safe(e.getMessage()) + ")";
        }
    }
}
