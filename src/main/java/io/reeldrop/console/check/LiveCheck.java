package io.reeldrop.console.check;

import io.reeldrop.console.terminal.Words;
import io.reeldrop.gateway.Account;
import io.reeldrop.gateway.Accounts;
import io.reeldrop.gateway.Inquiry;
import io.reeldrop.gateway.Standing;
import io.reeldrop.job.Problem;
import io.reeldrop.runtime.Settings;
import java.util.stream.Collectors;

/** Asks the gateway of an account something free, and says what that tells of key, address, balance and limits. */
final class LiveCheck implements AutoCloseable {

    private final Inquiry inquiry;
    private final Checkup checkup;

    LiveCheck(Settings settings, Checkup checkup) {
        this.inquiry = new Inquiry(settings.number("reeldrop.submit.connect-timeout-ms"), settings.number("reeldrop.poll.timeout-ms"));
        this.checkup = checkup;
    }

    void look(Account account) {
        Standing standing = inquiry.standing(account);
        String prefix = Accounts.PREFIX + account.name() + ".";
        switch (standing.verdict()) {
            case FINE -> fine(account, standing);
            case NOT_REACHABLE -> fault(prefix + "base-url", account.baseUrl() + " cannot be reached (" + standing.text() + ")",
                    "Mend the address or the network; if a proxy is between, it has to let Reeldrop through");
            case WRONG_ADDRESS -> fault(prefix + "base-url", account.baseUrl() + " is not where the API of "
                    + account.profile().title() + " answers (" + standing.text() + ")",
                    "Correct it, or leave it out for " + account.profile().baseUrl());
            case BAD_KEY -> fault(prefix + "api-key", account.baseUrl() + " does not accept the key (" + standing.text() + ")",
                    "Give the key as its owner's page shows it now, and see there whether the key or its account is suspended");
            case UNCLEAR -> checkup.note("gateway", account.name() + ": " + account.baseUrl() + " answers, but does not say whether the"
                    + " key is good (" + standing.text() + ")");
        }
    }

    private void fine(Account account, Standing standing) {
        String unit = account.profile().cost().unit();
        checkup.ok("gateway", account.name() + ": " + account.baseUrl() + " accepts the key"
                + (standing.balanceMicros() == null ? "" : "; " + Words.amount(standing.balanceMicros(), unit) + " are left")
                + limits(standing));
        if (standing.balanceMicros() != null && standing.balanceMicros() <= 0) {
            checkup.note("gateway", account.name() + " has nothing left to buy with: jobs wait until its balance is filled up");
        }
        standing.limits().forEach((model, limit) -> {
            if (limit.concurrent() != null && account.maxInFlight() > limit.concurrent()) {
                checkup.note("gateway", account.name() + ": max-in-flight is " + account.maxInFlight() + ", but only " + limit.concurrent()
                        + " of " + model + " are rendered at once; the surplus waits at the gateway (THROTTLED)");
            }
            if (limit.daily() != null && account.maxTasksPerDay() != null && account.maxTasksPerDay() > limit.daily()) {
                checkup.note("gateway", account.name() + ": max-tasks-per-day is " + account.maxTasksPerDay()
                        + ", but only " + limit.daily() + " of " + model + " are taken in 24 hours; then the account pauses");
            }
        });
    }

    private static String limits(Standing standing) {
        return standing.limits().entrySet().stream().filter(e -> e.getValue().concurrent() != null)
                .map(e -> "; " + e.getKey() + ": " + e.getValue().concurrent() + " at once" + (e.getValue().daily() == null ? ""
                        : ", " + e.getValue().daily() + " in 24 hours"))
                .collect(Collectors.joining());
    }

    private void fault(String setting, String message, String remedy) {
        checkup.fault("gateway", new Problem(setting, null, message, null, remedy));
    }

    @Override
    public void close() {
        inquiry.close();
    }
}
