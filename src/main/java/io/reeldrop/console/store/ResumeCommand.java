package io.reeldrop.console.store;

import io.reeldrop.console.terminal.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

@Command(name = "resume", mixinStandardHelpOptions = true, sortOptions = false, header = "Lets buying go on.",
        description = "Whatever stopped it: a person's pause, a gateway's, or POSTs without an answer. What was paused on its own"
                + " stays paused when --all is resumed.")
public final class ResumeCommand extends StoreCommand {

    @ArgGroup(exclusive = false, multiplicity = "1", validate = true)
    Purse purse;

    @Override
    int on(Desk desk) {
        purse.check(desk);
        if (purse.all) {
            desk.ledger().pauseAll(false, null);
            say(desk, "All buying goes on. ", Purse.waiting(desk, List.of(), List.of()));
        }
        for (String account : purse.accounts) {
            desk.ledger().resume("account", account);
            say(desk, "Account " + account + " goes on. ", Purse.waiting(desk, List.of(), List.of(account)));
        }
        for (String watch : purse.watches) {
            desk.ledger().resume("watch", watch);
            say(desk, "Watch " + watch + " goes on. ", Purse.waiting(desk, List.of(watch), List.of()));
        }
        List<String> still = still(desk);
        if (!still.isEmpty()) {
            desk.terminal().say("Still paused: " + String.join(", ", still) + ".");
        }
        return 0;
    }

    private static void say(Desk desk, String what, long waiting) {
        desk.terminal().say(what + Words.count(waiting, "job") + (waiting == 1 ? " waits for its turn." : " wait for their turn."));
    }

    private static List<String> still(Desk desk) {
        List<String> still = new ArrayList<>();
        if (desk.ledger().pausedAll() != null) {
            still.add("everything (" + Words.safe(desk.ledger().pausedAll()) + ")");
        }
        still.addAll(paused(desk, "account ", desk.ledger().accounts()));
        still.addAll(paused(desk, "watch ", desk.ledger().watches()));
        return still;
    }

    private static List<String> paused(Desk desk, String what, List<Map<String, Object>> rows) {
        return rows.stream().filter(row -> ((Number) row.get("paused_until")).longValue() > desk.clock().millis())
                .map(row -> what + row.get("name") + " (" + Words.safe(String.valueOf(row.get("paused_for"))) + ")").toList();
    }
}
