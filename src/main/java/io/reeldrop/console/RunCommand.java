package io.reeldrop.console;

import io.reeldrop.console.check.Checkup;
import io.reeldrop.console.pipeline.MonitorServer;
import io.reeldrop.console.pipeline.Pipeline;
import io.reeldrop.console.terminal.Invocation;
import io.reeldrop.runtime.Settings;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Watches and works until it is told to stop. */
@Command(name = "run", mixinStandardHelpOptions = true,
        description = "Watches the folders and makes videos, until it is stopped (Ctrl-C or SIGTERM).")
final class RunCommand implements Callable<Integer> {

    @ParentCommand
    Invocation reeldrop;

    @Override
    public Integer call() throws InterruptedException {
        PrintStream out = reeldrop.terminal().out();
        Settings settings = Checkup.of(reeldrop, false).settings();
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        // The virtual machine ends when its hooks have: what is under way is finished first.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.countDown();
            try {
                stopped.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "stop"));
        try (Pipeline pipeline = Pipeline.start(settings, reeldrop.clock())) {
            pipeline.watches().forEach(watch -> out.println("watching " + watch.places().in() + " (watch " + watch.name() + ", account "
                    + watch.rights().account() + ")"));
            if (MonitorServer.wanted(settings)) {
                out.println("health and figures: " + MonitorServer.where(settings));
            }
            out.println("reeldrop is running; stop it with Ctrl-C");
            stop.await();
            out.println("stopping: what is under way is finished first");
        } finally {
            stopped.countDown();
        }
        return 0;
    }
}
