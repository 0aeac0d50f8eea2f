package io.reeldrop.console.store;

import io.reeldrop.job.Search.Filter;
import io.reeldrop.job.State;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that select jobs. */
final class Selection {

    @Option(names = "--state", split = ",", paramLabel = "STATE", description = "Jobs in this state; several with commas:"
            + " ${COMPLETION-CANDIDATES}.")
    List<State> states = new ArrayList<>();

    @Option(names = "--watch", split = ",", paramLabel = "WATCH", description = "Jobs of this watch.")
    List<String> watches = new ArrayList<>();

    @Option(names = "--account", split = ",", paramLabel = "ACCOUNT", description = "Jobs on this account.")
    List<String> accounts = new ArrayList<>();

    @Option(names = "--waits-for", paramLabel = "WHY", description = "Waiting jobs whose reason begins so: slot, budget, pause, retry,"
            + " gateway, output place.")
    String waitsFor;

    @Option(names = "--name", paramLabel = "GLOB",
            description = "Jobs of this name, such as 'spring/*'. Upper and lower case are the same.")
    String name;

    @Option(names = "--since", paramLabel = "AGO", description = "Jobs that changed their state in the last 30s, 15m, 2h, 7d.",
            converter = Ago.class)
    Long since;

    boolean isEmpty() {
        return states.isEmpty() && watches.isEmpty() && accounts.isEmpty() && waitsFor == null && name == null && since == null;
    }

    Filter filter(Clock clock) {
        return new Filter(states, watches, accounts, waitsFor, name, since == null ? null : clock.millis() - since);
    }
}
