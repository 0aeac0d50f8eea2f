package io.reeldrop.console.store;

import io.reeldrop.console.terminal.Words;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "pause", mixinStandardHelpOptions = true, sortOptions = false, header = "Stops buying, until it is resumed.",
        description = "Tasks under way are polled and fetched all the same. A pause outlives a restart.",
        footer = {"", "Examples:", "  reeldrop pause --all", "  reeldrop pause --account runway --reason 'prices doubled'"})
public final class PauseCommand extends StoreCommand {

    @ArgGroup(exclusive = false, multiplicity = "1", validate = true)
    Purse purse;

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "Paused by a person", description = "Shown wherever jobs wait for it.")
    String reason;

    @Override
    int on(Desk desk) {
        purse.check(desk);
        if (purse.all) {
            desk.ledger().pauseAll(true, reason);
            say(desk, "All buying", Purse.waiting(desk, List.of(), List.of()));
        }
        for (String account : purse.accounts) {
            desk.ledger().pauseByHand("account", account, reason);
            say(desk, "Account " + account, Purse.waiting(desk, List.of(), List.of(account)));
        }
        for (String watch : purse.watches) {
            desk.ledger().pauseByHand("watch", watch, reason);
            say(desk, "Watch " + watch, Purse.waiting(desk, List.of(watch), List.of()));
        }
        return 0;
    }

    private static void say(Desk desk, String what, long waiting) {
        desk.terminal().say(what + " is paused. " + Words.count(waiting, "job") + (waiting == 1 ? " waits" : " wait") + " because of it.");
    }
}
