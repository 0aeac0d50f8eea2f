package io.reeldrop.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.job.Draft;
import io.reeldrop.job.Ledger;
import io.reeldrop.job.Problem;
import io.reeldrop.job.Rejected;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Checks everything that the gateway's profile lets us check before anything is paid, and prices the request. */
public final class Admission {

    private final Accounts accounts;
    private final Ledger ledger;
    private final long pollIntervalMs;
    private final RandomGenerator random = new SecureRandom();
    private final Set<String> entered = new HashSet<>();

    /** @param pollIntervalMs wanted between two polls of one task; the gateway's own least interval counts where it is longer */
    public Admission(Accounts accounts, Ledger ledger, long pollIntervalMs) {
        this.accounts = accounts;
        this.ledger = ledger;
        this.pollIntervalMs = pollIntervalMs;
        accounts.all().values().forEach(this::enter);
    }

    /**
     * @param drafts of one drop
     * @throws Rejected with everything that the gateway would refuse, or that the profile does not offer; told once where it concerns
     *                  several of them
     */
    public List<Draft> check(List<Draft> drafts) {
        Map<String, Problem> problems = new LinkedHashMap<>();
        List<Draft> checked = new ArrayList<>();
        for (Draft draft : drafts) {
            try {
                checked.add(check(draft));
            } catch (Rejected e) {
                e.problems().forEach(problem -> problems.putIfAbsent(problem.field() + problem.message(), problem));
            }
        }
        if (!problems.isEmpty()) {
            throw new Rejected(List.copyOf(problems.values()));
        }
        return checked;
    }

    private Draft check(Draft draft) {
        Account account = accounts.get(draft.account());
        enter(account);
        List<Problem> problems = Requests.check(account.profile(), draft.request(), draft.image(), draft.sidecar());
        if (!problems.isEmpty()) {
            throw new Rejected(problems);
        }
        ObjectNode complete = Requests.complete(account.profile(), draft.request(), random);
        OptionalLong estimate = Requests.estimateMicros(account.profile(), complete);
        if (estimate.isEmpty() && account.maxCostPerDayMicros() != null && account.maxTasksPerDay() == null) {
            throw new Rejected(new Problem(draft.sidecar(), "model", "the price of this model at " + account.profile().name()
                    + " is not known, so that account " + account.name() + "'s cap on cost a day could not hold", null,
                    "Whoever runs Reeldrop can give config/gateways/" + account.profile().name()
                            + ".yaml a price, or the account a max-tasks-per-day"));
        }
        return draft.priced(complete, estimate.isPresent() ? estimate.getAsLong() : null);
    }

    private synchronized void enter(Account account) {
        if (entered.add(account.name())) {
            ledger.account(account.name(), account.profile().name(), account.profile().cost().unit(), account.maxInFlight(),
                    account.maxCostPerDayMicros(), account.maxTasksPerDay(), (int) Math.max(pollIntervalMs, account.pollIntervalMs()));
        }
    }
}
