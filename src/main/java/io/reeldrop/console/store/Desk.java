package io.reeldrop.console.store;

import io.reeldrop.console.terminal.Refusal;
import io.reeldrop.console.terminal.Terminal;
import io.reeldrop.console.terminal.Words;
import io.reeldrop.gateway.Accounts;
import io.reeldrop.gateway.Inquiry;
import io.reeldrop.gateway.Profiles;
import io.reeldrop.job.Job;
import io.reeldrop.job.Ledger;
import io.reeldrop.job.Node;
import io.reeldrop.job.Search;
import io.reeldrop.job.Store;
import io.reeldrop.receipt.Receipts;
import io.reeldrop.runtime.Settings;
import io.reeldrop.storage.Storages;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a command on the store has at hand while it runs. */
record Desk(Settings settings, Store store, Node node, Clock clock, Terminal terminal) {

    Desk(Settings settings, Store store, Clock clock, Terminal terminal) {
        this(settings, store, new Node("command", store.clock(clock), ZoneId.of(settings.get("reeldrop.day-zone"))), clock, terminal);
    }

    Search search() {
        return new Search(store);
    }

    Ledger ledger() {
        return new Ledger(store, node, (int) settings.number("reeldrop.submit.doubts"));
    }

    /** The places of jobs. */
    Storages storages() {
        return new Storages(settings.s3());
    }

    Receipts receipts() {
        return new Receipts(storages(), settings.get("reeldrop.receipts"), node);
    }

    /** The accounts as they are set up now. */
    Accounts accounts() {
        return Accounts.from(settings.all(), Profiles.load(Settings.gateways(settings.home())));
    }

    /** To be closed by whoever asks. */
    Inquiry inquiry() {
        return new Inquiry(settings.number("reeldrop.submit.connect-timeout-ms"), settings.number("reeldrop.poll.timeout-ms"));
    }

    /** Of the person at the terminal. */
    ZoneId zone() {
        return clock.getZone();
    }

    /** The unit of each account's amounts. */
    Map<String, String> units() {
        return ledger().accounts().stream().collect(Collectors.toMap(a -> (String) a.get("name"), a -> (String) a.get("unit")));
    }

    String unit(Job job) {
        return units().getOrDefault(job.account(), "");
    }

    /**
     * The one job a person means by an id, the beginning of one, or a name.
     *
     * @throws Refusal if there is none, or more than one
     */
    Job one(String word) {
        List<Job> jobs = search().meant(word);
        if (jobs.isEmpty()) {
            throw new Refusal("There is no job '" + Words.safe(word) + "'. Give its id, the beginning of its id, or its name as in:"
                    + " reeldrop jobs");
        }
        if (jobs.size() > 1) {
            throw new Refusal("'" + Words.safe(word) + "' may mean:\n" + jobs.stream()
                    .map(j -> "  " + j.id() + "  " + j.state() + "  " + j.watch() + "  " + Words.safe(j.stem()))
                            .collect(Collectors.joining("\n"))
                    + "\nGive the id of one.");
        }
        return jobs.get(0);
    }
}
