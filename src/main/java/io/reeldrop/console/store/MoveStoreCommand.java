package io.reeldrop.console.store;

import io.reeldrop.console.terminal.Invocation;
import io.reeldrop.console.terminal.Refusal;
import io.reeldrop.console.terminal.Terminal;
import io.reeldrop.console.terminal.Words;
import io.reeldrop.job.Stale;
import io.reeldrop.job.Store;
import io.reeldrop.job.Transfer;
import io.reeldrop.runtime.Settings;
import io.reeldrop.storage.Storages;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(name = "move-store", mixinStandardHelpOptions = true, header = "Moves an SQLite store into an empty PostgreSQL database.",
        description = "While no run is working. All or nothing is copied, and compared; the SQLite file is kept under another name,"
                + " so that nobody goes on"
                + " with it. User and password are the settings reeldrop.store.user and .password-file (or REELDROP_STORE_PASSWORD).",
        footer = {"", "Example:", "  reeldrop move-store --to jdbc:postgresql://db.example/reeldrop"})
public final class MoveStoreCommand implements Callable<Integer> {

    private static final String URL = "reeldrop.store.url";

    @ParentCommand
    Invocation reeldrop;

    @Option(names = "--to", required = true, paramLabel = "URL", description = "jdbc:postgresql://HOST:PORT/DATABASE, an empty database.")
    String to;

    @Override
    public Integer call() {
        Settings settings = reeldrop.settings();
        String from = settings.get(URL);
        if (Store.shared(from) || !Store.shared(to)) {
            throw new Refusal("Only an SQLite store can be moved, and only into a PostgreSQL database:"
                    + " jdbc:postgresql://HOST:PORT/DATABASE.");
        }
        if (!Files.exists(Store.file(from)) && !Store.moved(from)) {
            throw new Refusal("There is no store at " + Store.file(from) + ". Set " + URL + "=" + Store.shown(to) + ", and start.");
        }
        Map<String, Long> rows = copy(settings, from);
        Terminal terminal = reeldrop.terminal();
        try {
            terminal.say(Words.count(rows.get("job"), "job") + " with all that belongs to them are in " + Store.shown(to) + " now; "
                    + Store.file(from) + " is kept as "
                    + Store.retire(from) + ".");
        } catch (IOException e) {
            throw new Refusal("Everything was copied, but " + Store.file(from) + " could not be renamed: " + e.getMessage()
                    + ". Move it away yourself, before anything is started: jobs may run on one of the two only.");
        }
        terminal.say("Now set, wherever a run is started:  " + URL + "=" + Store.shown(to));
        if (!Storages.bucket(settings.get("reeldrop.receipts"))) {
            terminal.say("Before a second node is started: the receipts in " + settings.get("reeldrop.receipts")
                    + " have to be where all nodes reach them (move them into a bucket, or onto a share, and set reeldrop.receipts).");
        }
        return 0;
    }

    private Map<String, Long> copy(Settings settings, String from) {
        try (Store source = settings.store(); Store target = settings.store(to)) {
            source.lock();
            return Transfer.copy(source, target);
        } catch (Stale e) {
            throw new Refusal(e.getMessage() + ".");
        }
    }
}
