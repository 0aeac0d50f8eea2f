package io.reeldrop.console.check;

import io.reeldrop.console.terminal.Words;
import io.reeldrop.job.Node;
import io.reeldrop.job.Rejected;
import io.reeldrop.job.Store;
import io.reeldrop.receipt.OwnPlace;
import io.reeldrop.receipt.Receipts;
import io.reeldrop.runtime.Settings;
import io.reeldrop.storage.Storages;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;

/** Whether the store can be opened, who uses it, and what time it is for the caps. */
final class StoreCheck {

    private StoreCheck() {
    }

    static void of(Settings settings, Clock clock, Checkup checkup) {
        String url = settings.get("reeldrop.store.url");
        boolean shared = Store.shared(url);
        if (!shared && !Files.exists(Store.file(url)) && !Store.moved(url)) {
            checkup.ok("store", Store.file(url) + " will be made");
            return;
        }
        if (shared && !Storages.bucket(settings.get("reeldrop.receipts"))) {
            checkup.note("receipts", settings.get("reeldrop.receipts") + " is a folder:"
                    + " it has to be one that all nodes of this store share; a bucket is, by its nature");
        }
        try (Store store = settings.store()) {
            checkup.ok("store", shared ? Store.shown(url) + ", which several nodes may share" : Store.file(url)
                    + (used(store) ? ", in use by a process that runs (which is fine, but a second run would be refused)" : ""));
            receipts(settings, store, clock, checkup);
        } catch (Rejected e) {
            e.problems().forEach(problem -> checkup.fault("store", problem));
        }
    }

    private static void receipts(Settings settings, Store store, Clock clock, Checkup checkup) {
        Node node = new Node("check", clock, ZoneId.of(settings.get("reeldrop.day-zone")));
        Receipts receipts = new Receipts(new Storages(settings.s3()), settings.get("reeldrop.receipts"), node);
        try {
            new OwnPlace(store, receipts).fault("reeldrop.receipts").ifPresent(fault -> checkup.fault("receipts", fault));
        } catch (IOException e) {
            checkup.note("receipts", "whether they are this store's could not be found out: " + e.getMessage());
        }
    }

    private static boolean used(Store store) {
        try {
            store.lock();
            return false;
        } catch (Rejected e) {
            return true;
        }
    }

    static void clock(Settings settings, Clock clock, Checkup checkup) {
        ZoneId zone = ZoneId.of(settings.get("reeldrop.day-zone"));
        LocalDate day = LocalDate.ofInstant(clock.instant(), zone);
        checkup.ok("clock", Words.time(clock.millis(), clock.getZone()) + " (" + clock.getZone() + "); caps count the day " + day
                + ", which ends at midnight of " + zone
                + " in " + Words.duration(day.plusDays(1).atStartOfDay(zone).toInstant().toEpochMilli() - clock.millis()));
    }
}
