package io.reeldrop.pipeline;

import io.reeldrop.job.State;
import io.reeldrop.sandbox.Report;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What became of every row of the fault matrix, for people. */
final class FaultTable {

    private FaultTable() {
    }

    static String markdown(List<FaultStage> stages) {
        StringBuilder text = new StringBuilder("""
                # What a gateway's faults cost

                Every row is a gateway that misbehaves in one way and speaks as the named profile says.
                In doubt at most: how many jobs needed somebody to look at the gateway. Tasks are what is paid for.

                | fault | gateway | jobs | tasks | delivered | in doubt at most | POSTs | other ends | before anybody did anything |
                |---|---|---|---|---|---|---|---|---|
                """);
        for (FaultStage stage : stages) {
            Map<State, Long> states = stage.states();
            Report report = stage.sandbox.report();
            text.append(Stream.of(stage.row.fault, stage.row.gateway, stage.jobs().size(), report.tasksCreated(),
                    states.getOrDefault(State.DELIVERED, 0L), stage.mostInDoubt, report.posts(), words(states, State.DELIVERED),
                    words(stage.first, null)).map(String::valueOf).collect(Collectors.joining(" | ", "| ", " |\n")));
        }
        return text.toString();
    }

    private static String words(Map<State, Long> states, State but) {
        return states.entrySet().stream().filter(e -> e.getKey() != but).map(e -> e.getValue() + " " + e.getKey())
                .collect(Collectors.joining(", "));
    }
}
