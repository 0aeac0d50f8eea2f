package io.reeldrop.console.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.console.pipeline.Pipeline;
import io.reeldrop.console.terminal.Invocation;
import io.reeldrop.console.terminal.Refusal;
import io.reeldrop.console.terminal.Terminal.Colour;
import io.reeldrop.console.terminal.Terminal;
import io.reeldrop.console.terminal.Words;
import io.reeldrop.gateway.Profile;
import io.reeldrop.gateway.Profiles;
import io.reeldrop.job.Job;
import io.reeldrop.job.Search;
import io.reeldrop.job.State;
import io.reeldrop.runtime.Settings;
import io.reeldrop.sandbox.Report;
import io.reeldrop.sandbox.Sandbox;
import io.reeldrop.sandbox.SandboxOptions;
import io.reeldrop.sandbox.dialect.Dialect;
import io.reeldrop.sandbox.dialect.Dialects;
import io.reeldrop.storage.S3;
import io.reeldrop.storage.Storages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The demo's drops through every gateway that the sandbox stands in for: a watch and an account for each, all at once. */
final class GatewaysDemo {

    private static final String KEY = "key_of_the_demo";
    /** Videos lie under another host name than the API, as they do in life: a key that arrives there has leaked. */
    private static final Map<String, String> GATEWAY = Map.of("seed", "7", "render", "2000..5000", "pending", "800", "slots", "30",
            "video-width", "384", "video-frames", "6", "output-host", "localhost", "key", KEY);

    private final Invocation reeldrop;
    private final Terminal terminal;
    private final DemoHome home;
    private final int patience;

    /** @param patience seconds */
    GatewaysDemo(Invocation reeldrop, DemoHome home, int patience) {
        this.reeldrop = reeldrop;
        this.terminal = reeldrop.terminal();
        this.home = home;
        this.patience = patience;
    }

    /** Tells what comes of it. @return the exit code */
    int run(Path shown) throws IOException, InterruptedException {
        Map<Dialect, Profile> gateways = gateways(Profiles.load(Settings.gateways(reeldrop.program())));
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.parse(GATEWAY))) {
            terminal.say("This demo lives in " + shown + " (delete it whenever you like).");
            terminal.say("Stand-ins for " + Words.count(gateways.size(), "gateway") + " listen on " + sandbox.uri()
                    + "; none of them needs a real key, and none costs anything.");
            int width = gateways.values().stream().mapToInt(profile -> profile.title().length()).max().orElse(0);
            gateways.forEach((dialect, profile) -> terminal.say(String.format("  %-8s  %-" + width + "s  %s", profile.name(),
                    profile.title(), sandbox.uri() + dialect.base())));
            List<String> names = gateways.values().stream().map(Profile::name).toList();
            Settings settings = home.gateways(reeldrop.program(), accounts(gateways, sandbox), names);
            home.draw(terminal);
            try (S3 server = settings.s3()) {
                Storages storages = new Storages(server);
                try (Pipeline pipeline = Pipeline.start(settings, reeldrop.clock())) {
                    long start = reeldrop.clock().millis();
                    for (Profile profile : gateways.values()) {
                        drop(profile);
                    }
                    home.tidy();
                    terminal.say("Dropped each of them for each gateway, with what that gateway sells.");
                    terminal.say("");
                    List<Job> jobs = watch(pipeline, names, start);
                    return end(gateways, storages, jobs, sandbox.report(), shown, start);
                }
            }
        }
    }

    private static Map<Dialect, Profile> gateways(Profiles profiles) {
        Map<Dialect, Profile> gateways = new LinkedHashMap<>();
        for (Dialect dialect : Dialects.all()) {
            gateways.put(dialect, profiles.find(dialect.name())
                    .orElseThrow(() -> new Refusal("config/gateways/" + dialect.name() + ".yaml is missing: put the shipped one back")));
        }
        return gateways;
    }

    private static Map<String, String> accounts(Map<Dialect, Profile> gateways, Sandbox sandbox) {
        Map<String, String> accounts = new LinkedHashMap<>();
        gateways.forEach((dialect, profile) -> {
            String account = "reeldrop.accounts." + profile.name() + ".";
            accounts.put(account + "base-url", sandbox.uri() + dialect.base());
            accounts.put(account + "api-key", KEY);
            accounts.put(account + "max-in-flight", Integer.toString(DemoDrop.ALL.size()));
            accounts.put(account + "allow-private-addresses", "true");
        });
        return accounts;
    }

    private void drop(Profile profile) throws IOException {
        Path in = home.folder().resolve("watch").resolve(profile.name()).resolve("in");
        ObjectNode defaults = DemoDrop.defaults();
        Path inherited = in.resolve(DemoDrop.DEFAULTS);
        Files.createDirectories(inherited.getParent());
        Files.writeString(inherited, Adapted.to(profile, defaults).toPrettyString());
        for (DemoDrop drop : DemoDrop.ALL) {
            Path image = in.resolve(drop.image());
            Files.createDirectories(image.getParent());
            Files.copy(home.drawn().resolve(drop.image()), image);
            if (drop.sidecar() != null) {
                // What is to be refused stays as it is, but for the model.
                ObjectNode fields = drop.sent() ? Adapted.to(profile, drop.fields()) : Adapted.withModel(profile, drop.fields());
                if (drop.outcome() == State.FAILED) {
                    // Resellers may keep the failure's code to themselves; then it would be tried once more.
                    fields.put("promptText", fields.path("promptText").asText() + " [manner wrapped]");
                }
                Files.writeString(in.resolve(drop.sidecar()), fields.toPrettyString());
            }
        }
    }

    private List<Job> watch(Pipeline pipeline, List<String> gateways, long start) throws InterruptedException {
        DemoTally tally = new DemoTally(terminal, gateways, DemoDrop.ALL.size(), start);
        Search search = new Search(pipeline.store());
        int all = gateways.size() * DemoDrop.ALL.size();
        while (true) {
            List<Job> jobs = search.jobs(Search.Filter.ALL, all * 2);
            long now = reeldrop.clock().millis();
            tally.show(jobs, now);
            boolean ended = jobs.size() == all && jobs.stream().allMatch(job -> job.state().ended() && job.filed());
            if (ended || now - start > patience * 1000L) {
                return jobs;
            }
            TimeUnit.MILLISECONDS.sleep(250);
        }
    }

    private int end(Map<Dialect, Profile> gateways, Storages storages, List<Job> jobs, Report report, Path shown, long start) {
        GatewaysReport told = new GatewaysReport(terminal, storages);
        gateways.forEach((dialect, profile) -> told.tell(profile, jobs.stream().filter(job -> job.watch().equals(profile.name())).toList(),
                report.gateways().get(dialect.name())));
        told.expect(report.bodiesSeenTwice() == 0, "a gateway saw a request twice");
        told.expect(report.keyLeaks() == 0, "a key went to where the videos lie");
        terminal.say("");
        terminal.say("Each gateway's videos, finished drops and dead letters lie in " + shown.resolve("watch") + "/.");
        terminal.say("  " + reeldrop.command() + " jobs --home " + shown + "     every job; show NAME tells what was sent and answered");
        terminal.say("");
        if (!told.wrong().isEmpty()) {
            terminal.say(terminal.in(Colour.RED, "The demo did NOT come out as it should:"));
            told.wrong().forEach(line -> terminal.say("  " + Words.safe(line)));
            return 1;
        }
        int good = (int) DemoDrop.ALL.stream().filter(DemoDrop::good).count() * gateways.size();
        terminal.say(terminal.in(Colour.GREEN, "All " + jobs.size() + " drops at " + gateways.size() + " gateways came out as they should: "
                + good + " videos, " + gateways.size() + " refused, " + gateways.size() + " failed; every price that was named stands on"
                + " the books. It took " + Words.duration(reeldrop.clock().millis() - start) + "."));
        return 0;
    }
}
