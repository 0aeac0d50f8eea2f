package io.reeldrop.console.store;

import io.reeldrop.console.terminal.Invocation;
import io.reeldrop.console.terminal.Refusal;
import io.reeldrop.job.Store;
import io.reeldrop.runtime.Settings;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.ParentCommand;

/** A command that works on the job table, whether or not another process runs jobs on it. */
abstract class StoreCommand implements Callable<Integer> {

    @ParentCommand
    Invocation reeldrop;

    @Override
    public final Integer call() {
        Settings settings = reeldrop.settings();
        String url = settings.get("reeldrop.store.url");
        if (!Store.shared(url) && !Files.exists(Store.file(url)) && !Store.moved(url)) {
            throw new Refusal("There is no store at " + Store.file(url) + " yet, so there are no jobs. It is made by: reeldrop run");
        }
        try (Store store = settings.store()) {
            return on(new Desk(settings, store, reeldrop.clock(), reeldrop.terminal()));
        }
    }

    /** @return the exit code */
    abstract int on(Desk desk);
}
