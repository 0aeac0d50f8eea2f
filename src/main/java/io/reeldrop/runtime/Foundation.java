package io.reeldrop.runtime;

import io.reeldrop.gateway.Account;
import io.reeldrop.gateway.Accounts;
import io.reeldrop.gateway.Profiles;
import io.reeldrop.job.Node;
import io.reeldrop.job.Nodes;
import io.reeldrop.job.Problem;
import io.reeldrop.job.Rejected;
import io.reeldrop.job.Seat;
import io.reeldrop.job.Store;
import io.reeldrop.receipt.OwnPlace;
import io.reeldrop.receipt.Receipts;
import io.reeldrop.receipt.Recovery;
import io.reeldrop.storage.S3;
import io.reeldrop.storage.Sqs;
import io.reeldrop.storage.Storages;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the routes stand on, in whatever runtime they run: the settings in force, the accounts,
 * this process's name and clock, and the store.
 */
public final class Foundation implements AutoCloseable {

    /** Where a runtime that has one already binds it; otherwise {@link Bundle} makes one. */
    public static final String NAME = "reeldrop.foundation";

    private static final Logger LOG = LoggerFactory.getLogger(Foundation.class);

    private final Settings settings;
    private final Accounts accounts;
    private final Node node;
    private final Store store;
    private final Seat seat;
    private final S3 s3;
    private final Sqs sqs;
    private boolean closed;

    private Foundation(Settings settings, Accounts accounts, Node node, Store store, Seat seat) {
        this.settings = settings;
        this.accounts = accounts;
        this.node = node;
        this.store = store;
        this.seat = seat;
        this.s3 = settings.s3();
        this.sqs = settings.sqs();
    }

    /**
     * Makes this process one that runs jobs on the store (on an SQLite file the only one), and takes over what its earlier life left.
     *
     * @throws io.reeldrop.job.Rejected for settings, profiles or watch files that a person has to mend, and for a store in use
     */
    public static Foundation open(Settings settings, Clock clock) {
        Accounts accounts = Accounts.from(settings.all(), Profiles.load(Settings.gateways(settings.home())));
        WatchFiles.check(settings.home(), settings, accounts);
        Store store = settings.store();
        Seat seat = null;
        try {
            store.lock();
            seat = Seat.take(settings.path("reeldrop.spool"));
            Node node = node(seat.node(), settings, store.clock(clock));
            new Nodes(store, node).enter();
            Foundation foundation = new Foundation(settings, accounts, node, store, seat);
            foundation.catchUp();
            accounts.all().values().stream().map(Account::smallStart).filter(Objects::nonNull)
                    .forEach(small -> LOG.info("Account {}.", small));
            return foundation;
        } catch (RuntimeException e) {
            if (seat != null) {
                seat.close();
            }
            store.close();
            throw e;
        }
    }

    /**
     * Brings the store up to the receipts, which a store that was restored is older than.
     *
     * @throws Rejected if they cannot be read, or are not this store's
     */
    private void catchUp() {
        String place = settings.get(Catalogue.RECEIPTS);
        try {
            Receipts receipts = new Receipts(new Storages(s3), place, node);
            new OwnPlace(store, receipts).fault(Catalogue.RECEIPTS).ifPresent(fault -> {
                throw new Rejected(fault);
            });
            new Recovery(store, node, receipts, settings.number("reeldrop.keep-days")).run(false);
        } catch (IOException e) {
            throw new Rejected(new Problem(Catalogue.RECEIPTS, place,
                    "the receipts cannot be read, and nothing may be bought before it is known what was: " + e.getMessage(), null,
                    "Make them readable again, or correct the setting"));
        }
    }

    /**
     * For routes that are built and not run.
     *
     * @param store for itself alone; closed with it
     */
    public static Foundation dry(Settings settings, Accounts accounts, Clock clock, Store store) {
        return new Foundation(settings, accounts, node("check", settings, clock), store, Seat.take(settings.path("reeldrop.spool")));
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

    Seat seat() {
        return seat;
    }

    S3 s3() {
        return s3;
    }

    Sqs sqs() {
        return sqs;
    }

    /** Hands over what is still held, and lets the store, the spool and the connections to buckets go. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        new Nodes(store, node).leave();
        seat.close();
        store.close();
        s3.close();
        sqs.close();
    }
}
