package io.reeldrop.console.store;

import io.reeldrop.console.terminal.Refusal;
import io.reeldrop.console.terminal.Words;
import io.reeldrop.gateway.Account;
import io.reeldrop.gateway.Inquiry;
import io.reeldrop.gateway.Usage;
import io.reeldrop.job.Bookings;
import io.reeldrop.job.Rejected;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "reconcile", mixinStandardHelpOptions = true, sortOptions = false,
        header = "Compares what a gateway says was used with what the jobs cost.",
        description = "Asks each account's gateway what its organisation used, by model and UTC day, and lists every day and model"
                + " on which that is not what the job table says, with the jobs in doubt that may explain it."
                + " Changes nothing, buys nothing.",
        footer = {"", "The usage counts everything that was bought with the organisation's keys, here or elsewhere, and names no task."
                + " Where it agrees, nothing was charged that the job table does not know."
                + " Where it does not, it tells how much, not for which job.", "",
                "Examples:", "  reeldrop reconcile", "  reeldrop reconcile --account runway --days 30"},
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {"0:everything that could be compared agrees",
            "1:something does not agree, or a gateway gave no answer"})
public final class ReconcileCommand extends StoreCommand {

    private static final int MOST_DAYS = 90;

    @Spec
    CommandSpec command;

    @Option(names = "--account", paramLabel = "ACCOUNT", description = "Only this one. Default: every account of the store.")
    String account;

    @Option(names = "--days", paramLabel = "N", defaultValue = "7", description = "So many UTC days, today included; 1 to 90. Default: 7.")
    int days;

    /** Accounts that one organisation pays for, as far as one can see: the same gateway told each of them the same. */
    private record Payer(String gateway, String unit, Usage usage) {
    }

    @Override
    int on(Desk desk) {
        if (days < 1 || days > MOST_DAYS) {
            throw new ParameterException(command.commandLine(), "--days is 1 to " + MOST_DAYS);
        }
        List<String> names = names(desk);
        LocalDate before = LocalDate.ofInstant(desk.clock().instant(), ZoneOffset.UTC).plusDays(1);
        LocalDate from = before.minusDays(days);
        Map<Payer, List<String>> payers = new LinkedHashMap<>();
        int code = 0;
        try (Inquiry inquiry = desk.inquiry()) {
            for (String name : names) {
                code = Math.max(code, ask(desk, inquiry, name, from, before, payers));
            }
        }
        for (Map.Entry<Payer, List<String>> payer : payers.entrySet()) {
            Bookings ours = Bookings.of(desk.store(), payer.getValue(), from, before);
            Comparison comparison = new Comparison(payer.getKey().usage().days(), ours, payer.getKey().unit());
            comparison.tell(desk.terminal(), String.join(", ", payer.getValue()), from, before.minusDays(1));
            code = Math.max(code, comparison.agrees() ? 0 : 1);
        }
        if (days > desk.settings().number("reeldrop.keep-days")) {
            desk.terminal().say("Jobs that ended more than " + desk.settings().number("reeldrop.keep-days")
                    + " days ago are not kept (reeldrop.keep-days), so that older days cannot agree.");
        }
        return code;
    }

    private List<String> names(Desk desk) {
        List<String> known = desk.ledger().accounts().stream().map(row -> (String) row.get("name")).toList();
        if (account != null && !known.contains(account)) {
            throw new Refusal("There is no account '" + Words.safe(account) + "' in the store. There "
                    + (known.size() == 1 ? "is " : "are ") + String.join(", ", known) + ".");
        }
        return account == null ? known : List.of(account);
    }

    /** @return the exit code */
    private int ask(Desk desk, Inquiry inquiry, String name, LocalDate from, LocalDate before, Map<Payer, List<String>> payers) {
        try {
            Account asked = desk.accounts().get(name);
            if (asked.usageUri() == null) {
                desk.terminal().say("Account " + name + ": " + asked.profile().title() + " has no call that tells what was used."
                        + " Compare by hand with: reeldrop spend --by day,model");
                return account == null ? 0 : 1;
            }
            Payer payer = new Payer(asked.profile().name() + " " + asked.baseUrl(), asked.profile().cost().unit(),
                    inquiry.usage(asked, from, before));
            payers.computeIfAbsent(payer, p -> new ArrayList<>()).add(name);
            return 0;
        } catch (IOException e) {
            desk.terminal().err().println("Account " + name + ": its gateway did not tell what was used ("
                    + e.getClass().getSimpleName() + ": " + Words.safe(e.getMessage()) + ").");
        } catch (Rejected e) {
            desk.terminal().err().println("Account " + name + ": its gateway cannot be asked: "
                    + Words.safe(e.problems().get(0).toString()));
        }
        return 1;
    }
}
