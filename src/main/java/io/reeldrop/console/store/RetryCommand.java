package io.reeldrop.console.store;

import io.reeldrop.console.terminal.Refusal;
import io.reeldrop.console.terminal.Words;
import io.reeldrop.job.Job;
import io.reeldrop.job.Orders;
import io.reeldrop.job.State;
import io.reeldrop.storage.Storages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "retry", mixinStandardHelpOptions = true, sortOptions = false, header = "Lets jobs that ended without a video go on.",
        description = "An UNDELIVERED one goes on with its paid task, free of charge;"
                + " a FAILED, CANCELLED or REJECTED one is bought again, after a look at the price.",
        footer = {"", "Examples:", "  reeldrop retry cat", "  reeldrop retry --state UNDELIVERED",
                "  reeldrop retry --state FAILED --watch press --since 1d"})
public final class RetryCommand extends StoreCommand {

    @Mixin
    Targets targets = new Targets();

    @Override
    int on(Desk desk) {
        List<Job> jobs = targets.jobs(desk, true);
        List<Job> doable = new ArrayList<>();
        List<Job> bought = new ArrayList<>();
        for (Job job : jobs) {
            String hindrance = hindrance(job, desk.storages());
            if (hindrance != null) {
                desk.terminal().err().println(Orderly.label(job) + ": not done: " + hindrance + ".");
            } else {
                doable.add(job);
                if (job.state() != State.UNDELIVERED) {
                    bought.add(job);
                }
            }
        }
        if (doable.isEmpty()) {
            desk.terminal().say(jobs.isEmpty() ? "No job is like that." : "Nothing to retry.");
            return jobs.isEmpty() ? 0 : 1;
        }
        Map<String, String> units = desk.units();
        long free = doable.size() - bought.size();
        Orderly orderly = new Orderly(desk);
        if (!bought.isEmpty() && !orderly.may((free == 0 ? "" : Words.count(free, "job") + " would go on with paid tasks, free. ")
                + Words.count(bought.size(), "video") + " would be bought for " + Cost.estimate(bought, units) + ".", targets.yes)) {
            return 1;
        }
        Orders orders = new Orders(desk.store(), desk.node());
        int code = orderly.each(doable, job -> retry(desk, orders, job, units.getOrDefault(job.account(), "")));
        return doable.size() < jobs.size() ? 1 : code;
    }

    private static String hindrance(Job job, Storages storages) {
        return switch (job.state()) {
            case UNDELIVERED -> null;
            case FAILED, CANCELLED, REJECTED -> Buyable.hindrance(job, storages);
            case IN_DOUBT -> "it is IN_DOUBT and may be paid already; see: reeldrop show " + job.id();
            default -> "it is " + job.state() + (job.state() == State.DELIVERED ? ", its video is there" : ", which goes on by itself");
        };
    }

    private static String retry(Desk desk, Orders orders, Job job, String unit) {
        String hindrance = hindrance(job, desk.storages());
        if (hindrance != null) {
            throw new Refusal(hindrance);
        }
        if (job.state() == State.UNDELIVERED) {
            // Should the node that has it be gone, the video is fetched again.
            boolean spooled = job.text("output_sha256") != null;
            orders.goOn(job, spooled);
            return spooled ? "its video is here already and is published again, nothing is bought"
                    : "goes on with its paid task " + Words.safe(job.taskId()) + ", nothing is bought";
        }
        orders.buy(job);
        return "waits to be bought again, for " + Words.amount(job.number("estimate_micros"), unit);
    }
}
