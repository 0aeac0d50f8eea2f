package io.reeldrop.console.store;

import io.reeldrop.console.terminal.Refusal;
import io.reeldrop.console.terminal.Words;
import io.reeldrop.job.Search.Filter;
import io.reeldrop.job.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "backup", mixinStandardHelpOptions = true, header = "Writes all jobs into a file, whether or not a run is working.",
        description = "Of an SQLite store. The receipts (reeldrop.receipts) are no part of it: a store that is restored is brought"
                + " up to date by those that lie there now. A PostgreSQL store is backed up by PostgreSQL's own tools: src/docs/store.md.",
        footer = {"", "Example:", "  reeldrop backup /mnt/backup/reeldrop-$(date +%%F).db"})
public final class BackupCommand extends StoreCommand {

    @Parameters(paramLabel = "FILE", description = "Must not exist yet.")
    Path file;

    @Override
    int on(Desk desk) {
        if (Store.shared(desk.settings().get("reeldrop.store.url"))) {
            throw new Refusal("A PostgreSQL store is backed up by pg_dump, or by the server's continuous archiving (src/docs/store.md).");
        }
        if (Files.exists(file)) {
            throw new Refusal(file + " is there already. Name a new file.");
        }
        desk.store().backUp(file);
        try {
            desk.terminal().say(file + ": " + Words.count(desk.search().counts(Filter.ALL).values().stream()
                    .mapToLong(Long::longValue).sum(), "job") + ", " + Files.size(file) + " bytes. To put it back: reeldrop restore"
                    + " " + file);
        } catch (IOException e) {
            throw new Refusal(file + " cannot be read: " + e.getMessage());
        }
        return 0;
    }
}
