package io.reeldrop.console.check;

import io.reeldrop.drop.Watch;
import io.reeldrop.gateway.Account;
import io.reeldrop.gateway.Accounts;
import io.reeldrop.job.Rejected;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Whether the accounts that watches may buy with are there, hold a key, and what they may spend. */
final class AccountsCheck {

    private AccountsCheck() {
    }

    /** @param live asks each account's gateway as well; null asks none */
    static void of(List<Watch> watches, Accounts accounts, LiveCheck live, Checkup checkup) {
        Map<String, Set<String>> users = new TreeMap<>();
        watches.forEach(watch -> watch.rights().accounts().forEach(name -> users.computeIfAbsent(name, n -> new TreeSet<>())
                .add(watch.name())));
        users.forEach((name, by) -> {
            try {
                Account account = accounts.get(name);
                account.requireKey();
                tell(account, by, checkup);
                if (live != null) {
                    live.look(account);
                }
            } catch (Rejected e) {
                e.problems().forEach(problem -> checkup.fault("account",
                        problem.in(problem.file() + " (for watch " + String.join(", ", by) + ")")));
            }
        });
    }

    private static void tell(Account account, Set<String> by, Checkup checkup) {
        checkup.ok("account", account.name() + " pays for watch " + String.join(", ", by) + " at " + account.baseUrl() + " ("
                + (account.key().present() ? "has a key" : "without a key") + "), up to " + account.caps());
        if (account.smallStart() != null) {
            checkup.note("account", account.smallStart());
        }
    }
}
