package io.reeldrop.console.pipeline;

import io.reeldrop.drop.Look;
import io.reeldrop.drop.Watch;
import io.reeldrop.drop.Watches;
import io.reeldrop.gateway.Accounts;
import io.reeldrop.job.Store;
import io.reeldrop.runtime.Foundation;
import io.reeldrop.runtime.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/** The routes, running in Camel Main. */
public final class Pipeline implements AutoCloseable {

    private final Foundation foundation;
    private final Main main;

    private Pipeline(Foundation foundation, boolean running) {
        this.foundation = foundation;
        this.main = main(foundation.settings());
        main.bind(Foundation.NAME, foundation);
        main.configure().withAutoStartup(running);
        if (running) {
            MonitorServer.camel(foundation.settings()).forEach((key, value) -> {
                if (!foundation.settings().all().containsKey(key)) {
                    main.addOverrideProperty(key, value);
                }
            });
        }
    }

    /**
     * Starts every route of the pipeline, and the operators' watches, as the only process that does so on this store.
     *
     * @throws io.reeldrop.job.Rejected for settings, profiles or watch files that a person has to mend, and for a store in use
     */
    public static Pipeline start(Settings settings, Clock clock) {
        MonitorServer.require(settings);
        return started(new Pipeline(Foundation.open(settings, clock), true));
    }

    /**
     * Builds every route as {@link #start} does, but lets none of them run.
     *
     * @param store for itself alone; closed with it
     * @param spool a folder that may be written to
     */
    public static Pipeline dry(Settings settings, Accounts accounts, Clock clock, Store store, Path spool) {
        return started(new Pipeline(Foundation.dry(settings.with("reeldrop.spool", spool.toString()), accounts, clock, store), false));
    }

    private static Pipeline started(Pipeline pipeline) {
        try {
            pipeline.main.start();
            return pipeline;
        } catch (RuntimeException e) {
            pipeline.close();
            throw e;
        }
    }

    private static Main main(Settings settings) {
        Main main = new Main();
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        // Camel's own settings; the routes' come by the bundle. There is no other file for it to look for.
        settings.all().forEach((key, value) -> {
            if (key.startsWith("camel.")) {
                main.addOverrideProperty(key, value);
            }
        });
        main.setPropertyPlaceholderLocations("false");
        String pipeline = "file:" + settings.pipeline();
        main.configure().withName("reeldrop")
                // The beans come first: the others refer to them.
                .withRoutesIncludePattern(pipeline + "/beans.camel.yaml," + pipeline + "/*.camel.yaml,file:"
                        + settings.home().resolve(Settings.WATCHES) + "/*.camel.yaml")
                // A POST that is cut off is in doubt: whoever stops waits for the longest one.
                .withShutdownTimeout((int) (settings.number("reeldrop.submit.timeout-ms") / 1000 + 15))
                .withAutoConfigurationLogSummary(false);
        return main;
    }

    /** The watches, by name. */
    public List<Watch> watches() {
        return context().getRegistry().findSingleByType(Watches.class).all().stream().map(Look::watch).toList();
    }

    /** URLs of the queues that tell of new objects. */
    public List<String> queues() {
        return context().getRegistry().findSingleByType(Watches.class).queues();
    }

    public CamelContext context() {
        return main.getCamelContext();
    }

    public Store store() {
        return foundation.store();
    }

    /** Stops taking work, ends what is under way, and lets the store go. */
    @Override
    public void close() {
        main.stop();
        foundation.close();
    }
}
