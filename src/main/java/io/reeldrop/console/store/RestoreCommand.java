package io.reeldrop.console.store;

import io.reeldrop.console.terminal.Invocation;
import io.reeldrop.console.terminal.Refusal;
import io.reeldrop.console.terminal.Words;
import io.reeldrop.job.Rejected;
import io.reeldrop.job.Store;
import io.reeldrop.receipt.OwnPlace;
import io.reeldrop.receipt.Recovery;
import io.reeldrop.runtime.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "restore", mixinStandardHelpOptions = true,
        header = "Puts a backup in the store's place, and brings it up to the receipts.",
        description = "The store as it was is kept beside it. What was bought since the backup is known by the receipts"
                + " (reeldrop.receipts): those jobs are put back, and go on with the task that was paid for; nothing is bought again."
                + " Without FILE only that is done, as for a PostgreSQL database that was restored by its own tools; every"
                + " start of a run does it, too.",
        footer = {"", "Example:", "  reeldrop restore /mnt/backup/reeldrop-2026-11-20.db"})
public final class RestoreCommand implements Callable<Integer> {

    @ParentCommand
    Invocation reeldrop;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "What reeldrop backup wrote.")
    Path file;

    @Option(names = "--new-receipts", description = "The receipts are lost for good: write those of all purchases that the store knows"
            + " of anew. What was bought unknown to the store (after the backup that it was restored from) is not known by this, and"
            + " may be bought again.")
    boolean anew;

    @Override
    public Integer call() {
        Settings settings = reeldrop.settings();
        String url = settings.get("reeldrop.store.url");
        if (file != null) {
            put(url);
        }
        try (Store store = settings.store()) {
            Desk desk = new Desk(settings, store, reeldrop.clock(), reeldrop.terminal());
            OwnPlace place = new OwnPlace(store, desk.receipts());
            if (anew) {
                long written = place.writeAnew();
                desk.terminal().say(Words.count(written, "receipt") + (written == 1 ? " was" : " were") + " written anew from what the"
                        + " store knows was bought.");
            }
            place.fault("reeldrop.receipts").ifPresent(fault -> {
                throw new Rejected(fault);
            });
            Recovery.Found found = new Recovery(store, desk.node(), desk.receipts(), settings.number("reeldrop.keep-days")).run(true);
            desk.terminal().say(found.toString());
            return found.stuck() == 0 ? 0 : 1;
        } catch (IOException e) {
            throw new Refusal("The receipts in " + settings.get("reeldrop.receipts") + " cannot be read: " + e.getMessage()
                    + ". Nothing is bought before they can be: a run does not start.");
        }
    }

    private void put(String url) {
        if (Store.shared(url)) {
            throw new Refusal("A PostgreSQL database is restored by its own tools (src/docs/store.md). After that: reeldrop restore");
        }
        try {
            Store.restore(url, file, reeldrop.clock().millis());
        } catch (UncheckedIOException e) {
            throw new Refusal(file + " was not put in the store's place, and nothing was changed: " + e.getCause().getMessage());
        }
        reeldrop.terminal().say(Store.file(url) + " is what " + file + " holds; what was there before is kept beside it"
                + " (.before-restore-…).");
    }
}
