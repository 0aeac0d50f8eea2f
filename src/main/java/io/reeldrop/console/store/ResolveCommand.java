package io.reeldrop.console.store;

import io.reeldrop.console.terminal.Refusal;
import io.reeldrop.console.terminal.Words;
import io.reeldrop.job.Job;
import io.reeldrop.job.Orders;
import io.reeldrop.job.State;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "resolve", mixinStandardHelpOptions = true, sortOptions = false, header = "Decides what became of a job in doubt.",
        description = "The POST of a job in doubt got no clear answer, so that a task may exist and be charged."
                + " How to find out: reeldrop show JOB. A task is taken only if its gateway knows it, it was made from 2 minutes before to"
                + " 10 minutes after the POST, and no other job has it.",
        footer = {"", "Examples:", "  reeldrop resolve cat --task-id 17f20503-6c24-4c16-946b-35dbbce2af2f",
                "  reeldrop resolve cat dog --not-charged --yes"})
public final class ResolveCommand extends StoreCommand {

    @Spec
    CommandSpec command;

    @Parameters(arity = "1..*", paramLabel = "JOB", description = "A job's id, the beginning of its id, or its name; several but with"
            + " --task-id.")
    List<String> words;

    @ArgGroup(exclusive = true, multiplicity = "1")
    Finding finding;

    @Option(names = "--unverified", description = "With --task-id: your word counts where the gateway cannot be asked, or does not say when"
            + " the task was made. Not against what it says, and never for another job's task.")
    boolean unverified;

    @Option(names = {"-y", "--yes"}, description = "Do not ask before several jobs are submitted again.")
    boolean yes;

    static final class Finding {

        @Option(names = "--task-id", paramLabel = "ID", description = "The task is there: poll it and fetch its video; nothing is bought.")
        String taskId;

        @Option(names = "--not-charged", description = "There is no task: give the reservation back and submit again.")
        boolean notCharged;

        @Option(names = "--buy-again", description = "Nobody can tell: count it as paid and submit again all the same.")
        boolean buyAgain;
    }

    @Override
    int on(Desk desk) {
        if (finding.taskId != null && words.size() > 1) {
            throw new ParameterException(command.commandLine(), "--task-id is for one job: a task is one job's");
        }
        if (unverified && finding.taskId == null) {
            throw new ParameterException(command.commandLine(), "--unverified goes with --task-id");
        }
        // Task ids become part of a URL's path.
        if (finding.taskId != null && !finding.taskId.matches("[A-Za-z0-9._:=~-]{1,200}")) {
            throw new Refusal("'" + Words.safe(finding.taskId) + "' is no task id: letters, digits and . _ - : = ~ only. Nothing was"
                    + " changed.");
        }
        List<Job> jobs = words.stream().map(desk::one).distinct().toList();
        Map<String, String> units = desk.units();
        Orderly orderly = new Orderly(desk);
        if (jobs.size() > 1 && !orderly.may(Words.count(jobs.size(), "video") + " would be bought for " + Cost.estimate(jobs, units) + ".",
                yes)) {
            return 1;
        }
        Orders orders = new Orders(desk.store(), desk.node());
        return orderly.each(jobs, job -> resolve(desk, orders, job, units.getOrDefault(job.account(), "")));
    }

    private String resolve(Desk desk, Orders orders, Job job, String unit) {
        if (job.state() != State.IN_DOUBT) {
            throw new Refusal("it is not in doubt, it is " + job.state());
        }
        String cost = Words.amount(job.number("estimate_micros"), unit);
        if (finding.taskId != null) {
            orders.ownerOf(finding.taskId, job).ifPresent(other -> {
                throw new Refusal("task " + finding.taskId + " belongs to job " + other);
            });
            String proof = new TaskProof(desk, unverified).of(job, finding.taskId);
            orders.adopt(job, finding.taskId);
            desk.receipts().bought(job, finding.taskId);
            return "has task " + finding.taskId + " now (" + proof + "); it is polled and its video fetched, nothing is bought";
        }
        Buyable.current(desk, job);
        Buyable.check(job, desk.storages());
        if (finding.notCharged) {
            orders.notCharged(job);
            return "the reservation of " + cost + " was given back; it waits to be submitted again, for " + cost;
        }
        orders.buyAgain(job);
        return cost + " stay counted as paid; it waits to be submitted again, for another " + cost;
    }
}
