package io.reeldrop.console.store;

import io.reeldrop.console.terminal.Refusal;
import io.reeldrop.console.terminal.Words;
import io.reeldrop.job.Job;
import io.reeldrop.job.Orders;
import io.reeldrop.job.State;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "cancel", mixinStandardHelpOptions = true, sortOptions = false, header = "Ends jobs.",
        description = "One that waits, or is in doubt, ends at once. One that renders is ended at the gateway after a look:"
                + " a video that is finished by then is fetched, not thrown away.",
        footer = {"", "Examples:", "  reeldrop cancel cat", "  reeldrop cancel --state WAITING --watch press"})
public final class CancelCommand extends StoreCommand {

    private static final Set<State> OPEN = EnumSet.of(State.TAKING, State.WAITING, State.RENDERING, State.IN_DOUBT);

    @Mixin
    Targets targets = new Targets();

    @Override
    int on(Desk desk) {
        List<Job> found = targets.jobs(desk, false);
        // A selection without states means what can be cancelled.
        boolean all = targets.named() || !targets.selection.states.isEmpty();
        List<Job> jobs = all ? found : found.stream().filter(j -> OPEN.contains(j.state())).toList();
        if (jobs.isEmpty()) {
            desk.terminal().say("No job is like that.");
            return 0;
        }
        Orderly orderly = new Orderly(desk);
        if (!targets.named() && !orderly.may(Words.count(jobs.size(), "job") + " would be cancelled"
                + (jobs.stream().anyMatch(j -> j.state() == State.IN_DOUBT)
                        ? ", some of them in doubt: what they may have cost stays counted." : "."),
                targets.yes)) {
            return 1;
        }
        Orders orders = new Orders(desk.store(), desk.node());
        return orderly.each(jobs, job -> cancel(desk, orders, job, desk.unit(job)));
    }

    private static String cancel(Desk desk, Orders orders, Job job, String unit) {
        return switch (job.state()) {
            case TAKING, WAITING, RENDERING, IN_DOUBT -> job.taskId() == null ? end(desk, orders, job, unit) : ask(orders, job);
            case SUBMITTING -> throw new Refusal("its POST is under way; try again when that has been answered");
            case DELIVERING -> throw new Refusal("its video is finished and paid, and is being fetched");
            case DELIVERED -> throw new Refusal("its video is delivered");
            case UNDELIVERED -> throw new Refusal("its video is paid; reeldrop retry " + job.id() + " fetches it, free of charge");
            case REJECTED, FAILED, CANCELLED -> throw new Refusal("it has ended already, as " + job.state());
        };
    }

    private static String end(Desk desk, Orders orders, Job job, String unit) {
        boolean doubt = job.state() == State.IN_DOUBT;
        if (doubt) {
            // What is cancelled here is never asked for again.
            Buyable.current(desk, job);
        }
        orders.end(job, doubt ? "Cancelled by a person while in doubt: a task may exist and be charged"
                : "Cancelled by a person before it was bought");
        return doubt ? "cancelled; " + Words.amount(job.number("estimate_micros"), unit) + " stay counted, since a task may exist"
                : "cancelled; its files go to the dead letter, nothing was bought";
    }

    private static String ask(Orders orders, Job job) {
        orders.askToEnd(job);
        return "will be cancelled at the gateway on the next poll, unless its video is finished by then";
    }
}
