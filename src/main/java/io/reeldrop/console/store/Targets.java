package io.reeldrop.console.store;

import io.reeldrop.job.Job;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The jobs that an order is for: named one by one, or selected. */
final class Targets {

    private static final int MOST = 100_000;

    @Spec(Spec.Target.MIXEE)
    CommandSpec command;

    @Parameters(arity = "0..*", paramLabel = "JOB", description = "A job's id, the beginning of its id, or its name.")
    List<String> words = new ArrayList<>();

    @Mixin
    Selection selection = new Selection();

    @Option(names = {"-y", "--yes"}, description = "Do not ask.")
    boolean yes;

    boolean named() {
        return !words.isEmpty();
    }

    /** @param states whether a selection has to say which states it means */
    List<Job> jobs(Desk desk, boolean states) {
        if (named() != selection.isEmpty()) {
            throw new ParameterException(command.commandLine(), named() ? "Name jobs or select them, not both"
                    : "Name a job, or select some with --state");
        }
        if (!named()) {
            if (states && selection.states.isEmpty()) {
                throw new ParameterException(command.commandLine(), "Say which jobs with --state");
            }
            return desk.search().jobs(selection.filter(desk.clock()), MOST);
        }
        Map<String, Job> jobs = new LinkedHashMap<>();
        words.stream().map(desk::one).forEach(job -> jobs.put(job.id(), job));
        return List.copyOf(jobs.values());
    }
}
