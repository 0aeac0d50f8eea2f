package io.reeldrop.console.demo;

import io.reeldrop.console.pipeline.Pipeline;
import io.reeldrop.console.terminal.Invocation;
import io.reeldrop.console.terminal.Terminal.Colour;
import io.reeldrop.console.terminal.Terminal;
import io.reeldrop.console.terminal.Words;
import io.reeldrop.job.Job;
import io.reeldrop.job.Search;
import io.reeldrop.runtime.Settings;
import io.reeldrop.sandbox.Report;
import io.reeldrop.sandbox.Sandbox;
import io.reeldrop.sandbox.SandboxOptions;
import io.reeldrop.storage.S3;
import io.reeldrop.storage.Storage;
import io.reeldrop.storage.Storages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "demo", mixinStandardHelpOptions = true, sortOptions = false,
        header = "Shows it all in half a minute, without a key and without cost.",
        description = "Draws six pictures, drops them into a folder of its own (or a bucket, with --s3), and turns them into videos with"
                + " the real routes and a stand-in gateway on this machine. One drop is wrong and one render fails, to show what becomes"
                + " of those. Your own watches, store and accounts are not touched. With --gateways they go through every gateway at once,"
                + " each as its documents say that it answers.",
        footer = {"", "Exit code 0 only if every drop came out as it should."})
public final class DemoCommand implements Callable<Integer> {

    private static final Map<String, String> GATEWAY = Map.of("seed", "7", "render", "3000..6000", "pending", "800", "slots", "3",
            "video-width", "512", "video-frames", "8", "output-host", "localhost");

    @ParentCommand
    Invocation reeldrop;

    @Spec
    CommandSpec spec;

    @Option(names = "--give-up-after", paramLabel = "SECONDS", defaultValue = "120", description = "Default: ${DEFAULT-VALUE}.")
    int patience;

    @Option(names = "--s3", description = "From a prefix in a bucket to another, on a stand-in S3 server, instead of in folders.")
    boolean s3;

    @Option(names = "--gateways", description = "Through every gateway that there is a profile of, at a stand-in for each.")
    boolean gateways;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Terminal terminal = reeldrop.terminal();
        if (s3 && gateways) {
            throw new ParameterException(spec.commandLine(), "--s3 and --gateways are two demos: choose one");
        }
        // Drawing needs no screen, and on some machines would ask for one.
        System.setProperty("java.awt.headless", "true");
        Path project = reeldrop.program();
        DemoHome home = DemoHome.make(Files.isDirectory(reeldrop.home()) ? reeldrop.home() : project);
        if (System.getProperty("org.slf4j.simpleLogger.logFile") == null) {
            // Log lines would run through the lines that are redrawn.
            System.setProperty("org.slf4j.simpleLogger.logFile", home.log().toString());
        }
        if (gateways) {
            return new GatewaysDemo(reeldrop, home, patience).run(shown(home.folder()));
        }
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.parse(GATEWAY));
                DemoPlace place = s3 ? DemoBucket.start(home.folder()) : DemoPlace.folder(home.folder())) {
            Path shown = shown(home.folder());
            terminal.say("This demo lives in " + shown + " (delete it whenever you like).");
            terminal.say("A stand-in gateway listens on " + sandbox.uri() + "; it takes a few seconds for a video and costs nothing.");
            if (place instanceof DemoBucket bucket) {
                terminal.say("A stand-in S3 server listens on " + bucket.endpoint() + "; it keeps its objects in this demo's folder.");
            }
            Settings settings = home.settings(project, sandbox.uri().toString(), place);
            Map<String, Job> jobs;
            Report report;
            home.draw(terminal);
            try (S3 server = settings.s3()) {
                Storages storages = new Storages(server);
                try (Pipeline pipeline = Pipeline.start(settings, reeldrop.clock())) {
                    long start = reeldrop.clock().millis();
                    drop(home, storages, place.root());
                    jobs = watch(pipeline, start);
                    report = sandbox.report();
                }
                List<String> wrong = new DemoReport(terminal, jobs, storages, shown).tell(report);
                return end(wrong, place, shown);
            }
        }
    }

    private void drop(DemoHome home, Storages storages, String root) throws IOException {
        Terminal terminal = reeldrop.terminal();
        String place = root + "/in";
        Storage in = storages.at(place);
        terminal.say("");
        terminal.say(terminal.in(Colour.BOLD, "Dropping into " + (Storages.bucket(place) ? place : shown(Path.of(place)))));
        in.write(DemoDrop.DEFAULTS, DemoDrop.DEFAULTS_JSON);
        for (DemoDrop drop : DemoDrop.ALL) {
            drop.drop(storages.at(home.drawn().toString()), in);
            terminal.say("  " + drop.image() + (drop.sidecar() == null ? "" : " + "
                    + drop.sidecar().substring(drop.sidecar().lastIndexOf('/') + 1)) + ": " + drop.purpose());
        }
        home.tidy();
        terminal.say("");
    }

    /** Shows what becomes of the drops until all have ended, or patience has. */
    private Map<String, Job> watch(Pipeline pipeline, long start) throws InterruptedException {
        Progress progress = new Progress(reeldrop.terminal(), DemoDrop.ALL.stream().map(DemoDrop::name).toList(), start);
        Search search = new Search(pipeline.store());
        while (true) {
            Map<String, Job> jobs = new HashMap<>();
            search.jobs(Search.Filter.ALL, DemoDrop.ALL.size() * 2).forEach(job -> jobs.put(job.name(), job));
            progress.show(jobs, reeldrop.clock().millis());
            boolean all = jobs.size() == DemoDrop.ALL.size() && jobs.values().stream().allMatch(job -> job.state().ended() && job.filed());
            if (all || reeldrop.clock().millis() - start > patience * 1000L) {
                return jobs;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private int end(List<String> wrong, DemoPlace place, Path shown) {
        Terminal terminal = reeldrop.terminal();
        terminal.say("");
        terminal.say(terminal.in(Colour.BOLD, "Where everything lies"));
        place.found(reeldrop.command(), shown).forEach(line -> terminal.say("  " + line));
        terminal.say("  " + shown.resolve("data/reeldrop.db") + "   every job and every step it took");
        terminal.say("  " + shown.resolve("reeldrop.log") + "   what a running Reeldrop prints");
        terminal.say("");
        if (!wrong.isEmpty()) {
            terminal.say(terminal.in(Colour.RED, "The demo did NOT come out as it should:"));
            wrong.forEach(line -> terminal.say("  " + Words.safe(line)));
            return 1;
        }
        String command = reeldrop.command();
        terminal.say(terminal.in(Colour.BOLD, "Try next"));
        terminal.say("  " + command + " jobs --home " + shown);
        terminal.say("  " + command + " show storm --home " + shown);
        terminal.say("  " + command + " spend --home " + shown);
        terminal.say("");
        terminal.say(terminal.in(Colour.BOLD, "For real"));
        if (!Files.isDirectory(reeldrop.home())) {
            terminal.say("  " + command + " init      makes " + reeldrop.home() + ", a home for your settings, watches and jobs");
        }
        terminal.say("  export REELDROP_ACCOUNT=runway REELDROP_ACCOUNTS_RUNWAY_API_KEY=your-key     (or set both in"
                + " config/application.properties)");
        terminal.say("  " + command + " check     is everything ready? Costs nothing");
        terminal.say("  " + command + " run       then drop an image and a sidecar into " + shown(reeldrop.home().resolve("watch/in"))
                + "/;");
        terminal.say("                        a sidecar looks like " + place.kept(shown).resolve("done/sunrise.json"));
        if (s3) {
            terminal.say("  For a bucket of your own: README.md, Buckets");
        }
        terminal.say("");
        terminal.say(terminal.in(Colour.GREEN, "All " + DemoDrop.ALL.size() + " drops came out as they should: "
                + DemoDrop.ALL.stream().filter(DemoDrop::good).count() + " videos, 1 refused, 1 failed."));
        return 0;
    }

    /** As short as it can be written where the person is. */
    private static Path shown(Path path) {
        Path here = Path.of("").toAbsolutePath();
        return path.toAbsolutePath().startsWith(here) ? here.relativize(path.toAbsolutePath()) : path;
    }
}
