package io.reeldrop.sandbox.command;

import io.reeldrop.console.terminal.AddedCommand;
import io.reeldrop.console.terminal.Invocation;
import io.reeldrop.console.terminal.Refusal;
import io.reeldrop.console.terminal.Terminal;
import io.reeldrop.sandbox.Option;
import io.reeldrop.sandbox.Packed;
import io.reeldrop.sandbox.S3StandIn;
import io.reeldrop.sandbox.Sandbox;
import io.reeldrop.sandbox.SandboxOptions;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.gaul.s3proxy.S3Proxy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine;

@Command(name = "sandbox", mixinStandardHelpOptions = true, sortOptions = false,
        header = "Runs a stand-in gateway: no key, no cost, faults on request.",
        description = "It speaks the official dialect, and each reseller's below /cometapi, /gptge, /chainub and /kkiai (the official one"
                + " below /runway, too). Its videos are real ones out of its stock, and it prints a report of what it saw when it is"
                + " stopped. Its tasks live in memory: they are gone with it.",
        footer = {"", "Examples:", "  reeldrop sandbox", "  reeldrop sandbox --set-fault lose-answers=0.05 --set-fault render=1000..8000",
                "While it runs, faults can be changed:", "  curl -d '{\"outage\": true}' http://127.0.0.1:7070/sandbox/faults"})
public final class SandboxCommand implements AddedCommand, Callable<Integer> {

    @ParentCommand
    Invocation reeldrop;

    @Spec
    CommandSpec spec;

    @CommandLine.Option(names = "--port", paramLabel = "PORT", defaultValue = "7070",
            description = "Port to listen on; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
    int port;

    @CommandLine.Option(names = "--set-fault", paramLabel = "NAME=VALUE",
            description = "Changes what it does; see --list. May be given several times.")
    Map<String, String> faults = new LinkedHashMap<>();

    @CommandLine.Option(names = "--s3", paramLabel = "FOLDER",
            description = "Runs a stand-in S3 server instead, whose objects are the files in that folder.")
    Path s3;

    @CommandLine.Option(names = "--list", description = "Lists everything that can be set or asked for in a prompt, and ends.")
    boolean list;

    @Override
    public String before() {
        return "check";
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Terminal terminal = reeldrop.terminal();
        if (list) {
            for (Option option : Option.values()) {
                terminal.say(String.format("%-18s  default: %-10s  %s", option.label(), option.standard().isEmpty() ? "-"
                        : option.standard(), option.meaning()));
            }
            terminal.say(Packed.text(Sandbox.class, "directives.txt"));
            return 0;
        }
        if (s3 != null) {
            return buckets();
        }
        CountDownLatch stop = new CountDownLatch(1);
        CompletableFuture<Void> told = new CompletableFuture<>();
        try (Sandbox sandbox = start()) {
            // The virtual machine ends when its hooks have: the report is told first.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                stop.countDown();
                told.join();
            }, "stop"));
            terminal.say("The sandbox listens on " + sandbox.uri());
            terminal.say(sandbox.port() == 7070 ? "The account 'sandbox' buys there as it is: ./reeldrop run"
                    : "To buy there: ./reeldrop run --set reeldrop.accounts.sandbox.base-url=" + sandbox.uri());
            // Somebody may have given it a real key to tell apart.
            Map<String, String> shown = new TreeMap<>(faults);
            shown.computeIfPresent("key", (name, value) -> "***");
            terminal.say(faults.isEmpty() ? "It behaves well. Faults: ./reeldrop sandbox --list; a prompt may ask for one, too: \"a cat"
                    + " [fail INTERNAL]\"" : "As asked: " + shown);
            terminal.say("Stop it with Ctrl-C; it tells then what it saw.");
            stop.await();
            terminal.say(sandbox.report().toString());
        } finally {
            told.complete(null);
        }
        return 0;
    }

    private int buckets() throws InterruptedException {
        try {
            S3Proxy server = S3StandIn.server(s3.toAbsolutePath(), port);
            server.start();
            reeldrop.terminal().say("The S3 server listens on http://127.0.0.1:" + server.getPort() + ", path style; access key "
                    + S3StandIn.ACCESS_KEY + ", secret " + S3StandIn.SECRET);
            reeldrop.terminal().say("Stop it with Ctrl-C; its objects stay in " + s3 + ".");
        } catch (Exception e) {
            throw new Refusal("The S3 server cannot be started on port " + port + ": " + e.getMessage() + ". Choose another with --port");
        }
        new CountDownLatch(1).await();
        return 0;
    }

    private Sandbox start() throws IOException {
        try {
            Map<String, String> all = new LinkedHashMap<>(faults);
            all.put(Option.PORT.label(), Integer.toString(port));
            return Sandbox.start(SandboxOptions.parse(all));
        } catch (BindException e) {
            throw new Refusal("Port " + port + " cannot be listened on: " + e.getMessage()
                    + ". Another sandbox may be running; choose another with --port");
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage() + " (reeldrop sandbox --list shows all)");
        }
    }
}
