package io.reeldrop.sandbox.demo;

import io.reeldrop.console.pipeline.Pipeline;
import io.reeldrop.console.terminal.AddedCommand;
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
import io.reeldrop.sandbox.Packed;
import io.reeldrop.sandbox.Report;
import io.reeldrop.sandbox.S3StandIn;
import io.reeldrop.sandbox.Sandbox;
import io.reeldrop.sandbox.SandboxOptions;
import io.reeldrop.sandbox.dialect.Dialect;
import io.reeldrop.sandbox.dialect.Dialects;
import io.reeldrop.storage.S3;
import io.reeldrop.storage.Storages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.gaul.s3proxy.S3Proxy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.sync.RequestBody;

@Command(name = "demo", mixinStandardHelpOptions = true, sortOptions = false,
        header = "Shows it all in half a minute, without a key and without cost.",
        description = "Drops six pictures into a folder of its own (or a bucket, with --s3), and turns them into videos with the real"
                + " routes and a stand-in gateway on this machine, which has a clip in stock for each shape. One drop is wrong and one"
                + " render fails, to show what becomes of those. Your own watches, store and accounts are not touched. With --gateways"
                + " they go through every gateway at once, each as its documents say that it answers.",
        footer = {"", "Exit code 0 only if every drop came out as it should."})
public final class DemoCommand implements AddedCommand, Callable<Integer> {

    private static final String KEY = "key_of_the_demo";
    private static final String BUCKET = "reeldrop-demo";
    private static final String PREFIX = "press";
    /** Videos lie under another host name than the API, as they do in life: a key that arrives there has leaked. */
    private static final Map<String, String> GATEWAY = Map.of("seed", "7", "pending", "800", "output-host", "localhost", "key", KEY);

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

    private Terminal terminal;
    private DemoHome home;
    private S3Proxy server;
    /** As short as it can be written where the person is. */
    private Path shown;

    @Override
    public String before() {
        return "init";
    }

    @Override
    public Integer call() throws Exception {
        terminal = reeldrop.terminal();
        if (s3 && gateways) {
            throw new ParameterException(spec.commandLine(), "--s3 and --gateways are two demos: choose one");
        }
        Map<Dialect, Profile> profiles = profiles();
        home = DemoHome.make(Files.isDirectory(reeldrop.home()) ? reeldrop.home() : reeldrop.program());
        shown = shown(home.folder());
        if (System.getProperty("org.slf4j.simpleLogger.logFile") == null) {
            // Log lines would run through what is told.
            System.setProperty("org.slf4j.simpleLogger.logFile", home.folder().resolve("reeldrop.log").toString());
        }
        server = s3 ? S3StandIn.server(home.folder().resolve("s3"), 0) : null;
        Map<String, String> pace = gateways ? Map.of("render", "2000..5000", "slots", "30") : Map.of("render", "2000..4000", "slots", "3");
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.parse(GATEWAY).with(pace))) {
            terminal.say("This demo lives in " + shown + " (delete it whenever you like).");
            terminal.say("A stand-in gateway listens on " + sandbox.uri() + "; it takes a few seconds for a video and costs nothing.");
            if (gateways) {
                profiles.forEach((dialect, profile) -> terminal.say(String.format("  %-8s  %s  %s", profile.name(),
                        sandbox.uri() + dialect.base(), profile.title())));
            }
            if (server != null) {
                server.start();
                terminal.say("A stand-in S3 server listens on http://127.0.0.1:" + server.getPort()
                        + "; it keeps its objects in this demo's folder.");
            }
            return run(profiles, sandbox, home.equipped(reeldrop.program(), profiles.values(), s3, special(profiles, sandbox)));
        } finally {
            if (server != null) {
                server.stop();
            }
        }
    }

    private Map<Dialect, Profile> profiles() {
        Profiles known = Profiles.load(Settings.gateways(reeldrop.program()));
        Map<Dialect, Profile> profiles = new LinkedHashMap<>();
        for (Dialect dialect : gateways ? Dialects.all() : List.of(Dialects.SANDBOX)) {
            profiles.put(dialect, known.find(dialect.name())
                    .orElseThrow(() -> new Refusal("config/gateways/" + dialect.name() + ".yaml is missing: put the shipped one back")));
        }
        return profiles;
    }

    private Map<String, String> special(Map<Dialect, Profile> profiles, Sandbox sandbox) {
        Map<String, String> settings = new TreeMap<>();
        profiles.forEach((dialect, profile) -> {
            String account = "reeldrop.accounts." + profile.name() + ".";
            settings.putAll(Map.of(account + "base-url", sandbox.uri() + dialect.base(), account + "api-key", KEY,
                    account + "max-in-flight", Integer.toString(DemoDrop.ALL.size()), account + "allow-private-addresses", "true"));
        });
        if (server != null) {
            settings.putAll(Map.of("reeldrop.s3.endpoint", "http://127.0.0.1:" + server.getPort(), "reeldrop.s3.path-style", "true",
                    "reeldrop.s3.access-key-id", S3StandIn.ACCESS_KEY, "reeldrop.s3.secret-access-key", S3StandIn.SECRET));
        }
        return settings;
    }

    private int run(Map<Dialect, Profile> profiles, Sandbox sandbox, Settings settings) throws IOException, InterruptedException {
        try (S3 client = settings.s3()) {
            if (s3) {
                client.client().createBucket(create -> create.bucket(BUCKET));
            }
            List<Job> jobs;
            Report report;
            try (Pipeline pipeline = Pipeline.start(settings, reeldrop.clock())) {
                drop(profiles.values(), client);
                jobs = watched(pipeline, profiles.values());
                report = sandbox.report();
            }
            DemoReport told = new DemoReport(terminal, new Storages(client), !gateways, new ArrayList<>());
            profiles.forEach((dialect, profile) -> told.tell(profile, jobs.stream()
                    .filter(job -> job.account().equals(profile.name())).toList(), report.gateways().get(dialect.name())));
            told.expect(report.bodiesSeenTwice() == 0, "a gateway saw a request twice");
            told.expect(report.keyLeaks() == 0, "a key went to where the videos lie");
            return end(told.wrong(), jobs.size(), profiles.size());
        }
    }

    private void drop(Iterable<Profile> profiles, S3 client) throws IOException {
        terminal.say("");
        String place = s3 ? "s3://" + BUCKET + "/" + PREFIX + "/in" : shown + "/watch" + (gateways ? "/…" : "") + "/in";
        terminal.say(terminal.in(Colour.BOLD, "Dropping into " + place));
        for (Profile profile : profiles) {
            String in = gateways ? profile.name() + "/in/" : "in/";
            put(client, in + DemoDrop.DEFAULTS, DemoDrop.defaults(profile));
            for (DemoDrop drop : DemoDrop.ALL) {
                put(client, in + drop.image(), Packed.bytes(DemoDrop.class, "drops/" + drop.image()));
                if (drop.sidecar() != null) {
                    put(client, in + drop.sidecar(), drop.asked(profile));
                }
            }
        }
        DemoDrop.ALL.forEach(drop -> terminal.say("  " + drop.image() + (drop.sidecar() == null ? ""
                : " + " + Path.of(drop.sidecar()).getFileName()) + ": " + drop.purpose()));
        terminal.say("");
    }

    private void put(S3 client, String name, byte[] bytes) throws IOException {
        if (s3) {
            client.client().putObject(put -> put.bucket(BUCKET).key(PREFIX + "/" + name), RequestBody.fromBytes(bytes));
        } else {
            Path file = home.folder().resolve("watch").resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        }
    }

    /** Tells what becomes of the drops, of many gateways' when all have ended, until that is so or patience has. */
    private List<Job> watched(Pipeline pipeline, Collection<Profile> profiles) throws InterruptedException {
        Search search = new Search(pipeline.store());
        Map<String, String> told = new HashMap<>();
        long start = reeldrop.clock().millis();
        int all = profiles.size() * DemoDrop.ALL.size();
        while (true) {
            List<Job> jobs = search.jobs(Search.Filter.ALL, all * 2);
            long passed = reeldrop.clock().millis() - start;
            for (Profile profile : profiles) {
                List<Job> own = jobs.stream().filter(job -> job.account().equals(profile.name())).toList();
                if (!gateways) {
                    own.forEach(job -> tell(told, job.name(), passed, terminal.in(Words.colour(job.state()), String.format("%-10s",
                            job.state())) + "  " + (job.state() == State.DELIVERED ? "out/" : "") + Words.standing(job)));
                } else if (own.stream().filter(DemoCommand::over).count() == DemoDrop.ALL.size()) {
                    Map<State, Long> counts = own.stream().collect(Collectors.groupingBy(Job::state, TreeMap::new, Collectors.counting()));
                    tell(told, profile.name(), passed, Words.counts(counts, terminal));
                }
            }
            if (jobs.stream().filter(DemoCommand::over).count() == all || passed > patience * 1000L) {
                return jobs;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private static boolean over(Job job) {
        return job.state().ended() && job.filed();
    }

    private void tell(Map<String, String> told, String name, long passed, String said) {
        if (!said.equals(told.put(name, said))) {
            terminal.say(String.format(Locale.ROOT, "  %-15s  %5.1f s  %s", name, passed / 1000.0, said));
        }
    }

    private int end(List<String> wrong, int jobs, int stands) {
        String place = s3 ? "s3/" + BUCKET + "/" + PREFIX + "/   every object is a file; for any S3 tool, start the server again:\n"
                + "    " + reeldrop.command() + " sandbox --s3 " + shown + "/s3 --port " + server.getPort()
                : "watch/   " + (gateways ? "a folder for each gateway: " : "") + "out/ videos, done/ their drops, dead-letter/";
        String init = Files.isDirectory(reeldrop.home()) ? "" : "\n  " + reeldrop.command() + " init      makes " + reeldrop.home()
                + ", a home for your settings, watches and jobs";
        terminal.say(Packed.text(DemoCommand.class, "next.txt").formatted(shown, place, reeldrop.command(), init,
                shown(reeldrop.home().resolve("watch/in"))));
        if (!wrong.isEmpty()) {
            terminal.say(terminal.in(Colour.RED, "The demo did NOT come out as it should:"));
            wrong.forEach(line -> terminal.say("  " + Words.safe(line)));
            return 1;
        }
        long good = DemoDrop.ALL.stream().filter(DemoDrop::good).count() * stands;
        terminal.say(terminal.in(Colour.GREEN, "All " + jobs + " drops" + (gateways ? " at " + stands + " gateways" : "")
                + " came out as they should: " + good + " videos, " + stands + " refused, " + stands + " failed."));
        return 0;
    }

    private static Path shown(Path path) {
        Path here = Path.of("").toAbsolutePath();
        return path.toAbsolutePath().startsWith(here) ? here.relativize(path.toAbsolutePath()) : path;
    }
}
