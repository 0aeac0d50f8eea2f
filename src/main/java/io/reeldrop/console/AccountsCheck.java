package io.reeldrop.console;

import io.reeldrop.drop.Watch;
import io.reeldrop.gateway.Account;
import io.reeldrop.gateway.Accounts;
import io.reeldrop.job.Micros;
import io.reeldrop.job.Rejected;
import io.reeldrop.runtime.Settings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Whether the accounts that watches may buy with are there, hold a key, and what they may spend. */
final class AccountsCheck {

    private AccountsCheck() {
    }

    static void of(List<Watch> watches, Accounts accounts, Settings settings, Checkup checkup) {
        Map<String, Set<String>> users = new TreeMap<>();
        watches.forEach(watch -> watch.rights().accounts().forEach(name -> users.computeIfAbsent(name, n -> new TreeSet<>())
                .add(watch.name())));
        users.forEach((name, by) -> {
            try {
                Account account = accounts.get(name);
                account.requireKey();
                tell(account, by, settings, checkup);
            } catch (Rejected e) {
                e.problems().forEach(problem -> checkup.fault("account",
                        problem.in(problem.file() + " (for watch " + String.join(", ", by) + ")")));
            }
        });
    }

    private static void tell(Account account, Set<String> by, Settings settings, Checkup checkup) {
        String prefix = Accounts.PREFIX + account.name() + ".";
        boolean small = !settings.accounts().containsKey(prefix + "max-in-flight") && account.profile().maxInFlight() == null;
        checkup.ok("account", account.name() + " pays for watch " + String.join(", ", by) + " at " + account.baseUrl() + " ("
                + (account.key().present() ? "has a key" : "without a key") + "), up to " + Words.count(account.maxInFlight(), "task")
                + " at once and "
                + (account.maxCostPerDayMicros() == null ? "any cost" : Micros.text(account.maxCostPerDayMicros()) + " "
                + account.profile().cost().unit()) + " a day");
        if (small) {
            checkup.note("account", account.name() + " starts small, so that a first mistake is a small one; to raise it: " + prefix
                    + "max-in-flight");
        }
        if (account.maxCostPerDayMicros() == null && account.profile().auth().required()) {
            checkup.note("account", account.name() + " has no cap on what it may spend in a day; to set one: " + prefix
                    + "max-cost-per-day");
        }
    }
}
