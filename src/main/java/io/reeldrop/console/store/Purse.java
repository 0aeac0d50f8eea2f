package io.reeldrop.console.store;

import io.reeldrop.console.terminal.Refusal;
import io.reeldrop.console.terminal.Words;
import io.reeldrop.job.Nearest;
import io.reeldrop.job.Search.Filter;
import io.reeldrop.job.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What can be paused: accounts, watches, or everything on this store. */
final class Purse {

    @Option(names = "--account", split = ",", paramLabel = "ACCOUNT", description = "What this account buys; several with commas.")
    List<String> accounts = new ArrayList<>();

    @Option(names = "--watch", split = ",", paramLabel = "WATCH", description = "What this watch buys; several with commas.")
    List<String> watches = new ArrayList<>();

    @Option(names = "--all", description = "Everything that is bought on this store.")
    boolean all;

    /** @throws Refusal naming the nearest if one is not in the store */
    void check(Desk desk) {
        known("account", accounts, names(desk.ledger().accounts()));
        known("watch", watches, names(desk.ledger().watches()));
    }

    static long waiting(Desk desk, List<String> watches, List<String> accounts) {
        return desk.search().counts(new Filter(List.of(State.WAITING), watches, accounts, null, null, null))
                .getOrDefault(State.WAITING, 0L);
    }

    private static void known(String what, List<String> wanted, List<String> known) {
        for (String name : wanted) {
            if (!known.contains(name)) {
                throw new Refusal("There is no " + what + " '" + Words.safe(name) + "'. "
                        + Nearest.to(name, known).map(n -> "Did you mean " + n + "?").orElse(known.isEmpty()
                                ? "There is none yet; reeldrop run enters them."
                        : "There " + (known.size() == 1 ? "is " : "are ") + String.join(", ", known) + ".") + " Nothing was changed.");
            }
        }
    }

    private static List<String> names(List<Map<String, Object>> rows) {
        return rows.stream().map(row -> (String) row.get("name")).toList();
    }
}
