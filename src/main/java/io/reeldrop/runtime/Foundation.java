package io.reeldrop.runtime;

import io.reeldrop.gateway.Account;
import io.reeldrop.gateway.Accounts;
import io.reeldrop.gateway.Profiles;
import io.reeldrop.job.Node;
import io.reeldrop.job.Store;
import io.reeldrop.job.Upkeep;
import io.reeldrop.storage.S3;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the routes stand on, in whatever runtime they run: the settings in force, the accounts, this process's name and clock, and the store. */
public final class Foundation implements AutoCloseable {

    /** Where a runtime that has one already binds it; otherwise {@link Bundle} makes one. */
    public static final String NAME = "reeldrop.foundation";

    private static final Logger LOG = LoggerFactory.getLogger(Foundation.class);

    private final Settings settings;
    private final Accounts accounts;
    private final Node node;
    private final Store store;
    private final S3 s3;

    private Foundation(Settings settings, Accounts accounts, Node node, Store store) {
        this.settings = settings;
        this.accounts = accounts;
        this.node = node;
        this.store = store;
        this.s3 = settings.s3();
    }

    /**
     * Makes this process the only one that runs jobs on the store, and takes over what an earlier one left.
     *
     * @throws io.reeldrop.job.Rejected for settings, profiles or watch files that a person has to mend, and for a store in use
     */
    public static Foundation open(Settings settings, Clock clock) {
        Accounts accounts = Accounts.from(settings.all(), Profiles.load(settings.home().resolve("config/gateways")));
        WatchFiles.check(settings.home());
        Store store = settings.store();
        Node node = node(store.nodeName(), settings, store.clock(clock));
        try {
            store.lock();
            if (!Store.shared(settings.get("reeldrop.store.url"))) {
                Upkeep.recover(store, node);
            }
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
        accounts.all().values().stream().map(Account::smallStart).filter(Objects::nonNull).forEach(small -> LOG.info("Account {}.", small));
        return new Foundation(settings, accounts, node, store);
    }

    /**
     * For routes that are built and not run.
     *
     * @param store for itself alone; closed with it
     */
    public static Foundation dry(Settings settings, Accounts accounts, Clock clock, Store store) {
        return new Foundation(settings, accounts, node("check", settings, clock), store);
    }

    private static Node node(String name, Settings settings, Clock clock) {
        return new Node(name, clock, ZoneId.of(settings.get("reeldrop.day-zone")));
    }

    public Settings settings() {
        return settings;
    }

    public Store store() {
        return store;
    }

    Accounts accounts() {
        return accounts;
    }

    Node node() {
        return node;
    }

    S3 s3() {
        return s3;
    }

    /** Lets the store and the connections to buckets go. */
    @Override
    public void close() {
        store.close();
        s3.close();
    }
}
