package io.reeldrop.console;

import io.reeldrop.drop.Look;
import io.reeldrop.drop.Watch;
import io.reeldrop.drop.Watches;
import io.reeldrop.gateway.Accounts;
import io.reeldrop.gateway.Profiles;
import io.reeldrop.job.Node;
import io.reeldrop.job.Store;
import io.reeldrop.job.Upkeep;
import io.reeldrop.runtime.Settings;
import io.reeldrop.runtime.WatchFiles;
import io.reeldrop.runtime.Catalogue;
import io.reeldrop.storage.S3;
import io.reeldrop.storage.Storages;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import software.amazon.awssdk.services.s3.S3Client;

/** The routes, running: Camel Main with the settings, the store and the accounts bound to it. */
public final class Pipeline implements AutoCloseable {

    private final Store store;
    private final Main main;

    private Pipeline(Store store, Main main) {
        this.store = store;
        this.main = main;
    }

    /**
     * Starts every route below {@code routes/}, as the only process that does so on this store.
     *
     * @throws io.reeldrop.job.Rejected for settings, profiles or watch files that a person has to mend, and for a store in use
     */
    public static Pipeline start(Settings settings, Clock clock) {
        Accounts accounts = Accounts.from(settings.all(), Profiles.load(settings.home().resolve("config/gateways")));
        WatchFiles.check(settings.home());
        Store store = Store.open(settings.get("reeldrop.store.url"));
        try {
            store.lock();
            Node node = new Node(name(), clock, ZoneId.of(settings.get("reeldrop.day-zone")));
            Upkeep.recover(store, node);
            Main main = main(settings, store, node, accounts);
            Pipeline pipeline = new Pipeline(store, main);
            main.start();
            return pipeline;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /**
     * Builds every route as {@link #start} does, but lets none of them run.
     *
     * @param store for itself alone; closed with it
     * @param spool a folder that may be written to
     */
    static Pipeline dry(Settings settings, Accounts accounts, Clock clock, Store store, Path spool) {
        Main main = main(settings, store, new Node("check", clock, ZoneId.of(settings.get("reeldrop.day-zone"))), accounts);
        main.addOverrideProperty("reeldrop.spool", spool.toString());
        main.configure().withAutoStartup(false);
        Pipeline pipeline = new Pipeline(store, main);
        try {
            main.start();
            return pipeline;
        } catch (RuntimeException e) {
            pipeline.close();
            throw e;
        }
    }

    private static Main main(Settings settings, Store store, Node node, Accounts accounts) {
        Main main = new Main();
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        Properties properties = new Properties();
        properties.putAll(settings.all());
        properties.keySet().removeIf(key -> Catalogue.secret(key.toString()));
        properties.setProperty("reeldrop.spool", settings.path("reeldrop.spool").toString());
        properties.setProperty("reeldrop.root", settings.path("reeldrop.root").toString());
        main.setOverrideProperties(properties);
        // The settings are read already; Camel is not to look for a file of its own.
        main.setPropertyPlaceholderLocations("false");
        String routes = "file:" + settings.home().resolve("routes");
        main.configure().withName("reeldrop")
                // The beans come first: the others refer to them.
                .withRoutesIncludePattern(routes + "/pipeline/beans.camel.yaml," + routes + "/pipeline/*.camel.yaml," + routes
                        + "/watch/*.camel.yaml")
                .withShutdownTimeout(30)
                .withAutoConfigurationLogSummary(false)
                .withStreamCachingSpoolEnabled(true);
        main.bind("store", store);
        main.bind("dataSource", store.dataSource());
        main.bind("node", node);
        main.bind("accounts", accounts);
        S3 s3 = settings.s3();
        main.bind("storages", new Storages(s3));
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeInitialize(BaseMainSupport starting) {
                starting.getCamelContext().getRegistry().bind("s3", S3Client.class, s3::client);
            }
        });
        return main;
    }

    /** The watches, by name. */
    public List<Watch> watches() {
        return context().getRegistry().findSingleByType(Watches.class).all().stream().map(Look::watch).toList();
    }

    public CamelContext context() {
        return main.getCamelContext();
    }

    public Store store() {
        return store;
    }

    private static String name() {
        return Long.toString(ProcessHandle.current().pid());
    }

    /** Stops taking work, ends what is under way, and lets the store go. */
    @Override
    public void close() {
        main.stop();
        store.close();
    }
}
