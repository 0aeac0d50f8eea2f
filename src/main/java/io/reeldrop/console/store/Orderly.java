package io.reeldrop.console.store;

import io.reeldrop.console.terminal.Refusal;
import io.reeldrop.console.terminal.Words;
import io.reeldrop.job.Job;
import io.reeldrop.job.Jobs;
import io.reeldrop.job.Stale;
import java.util.List;
import java.util.function.Function;

/** Carries an order out on one job after the other, and says of each what became of it. */
final class Orderly {

    private static final int TRIES = 3;

    private final Desk desk;

    Orderly(Desk desk) {
        this.desk = desk;
    }

    /**
     * @param order does it and returns what to say; throws {@link Refusal} or {@link Stale} if it cannot be done
     * @return the exit code: 1 if one of them could not be done
     */
    int each(List<Job> jobs, Function<Job, String> order) {
        int undone = 0;
        for (Job job : jobs) {
            try {
                desk.terminal().say(label(job) + ": " + carryOut(job, order));
            } catch (Refusal | Stale e) {
                undone++;
                desk.terminal().err().println(label(job) + ": not done: " + e.getMessage() + ".");
            }
        }
        if (jobs.size() > 1 && undone > 0) {
            desk.terminal().err().println(undone + " of " + jobs.size() + " not done.");
        }
        return undone == 0 ? 0 : 1;
    }

    /** A worker may claim the job between the look and the write; then look once more. */
    private String carryOut(Job job, Function<Job, String> order) {
        Job seen = job;
        for (int i = 1;; i++) {
            try {
                return order.apply(seen);
            } catch (Stale e) {
                Job now = new Jobs(desk.store(), desk.node()).find(job.id()).orElseThrow(() -> new Stale("it is gone"));
                if (i == TRIES || now.token() == seen.token() && now.state() == seen.state()) {
                    throw e;
                }
                seen = now;
            }
        }
    }

    static String label(Job job) {
        return job.id() + " " + Words.safe(job.watch() + "/" + job.stem());
    }

    /**
     * Asks before something that costs, or that cannot be taken back.
     *
     * @return false, and says so, if nothing may be done
     */
    boolean may(String what, boolean yes) {
        if (yes) {
            return true;
        }
        if (!desk.terminal().asks()) {
            desk.terminal().err().println(what + " Nothing was changed: there is nobody to ask. Add --yes to do it.");
            return false;
        }
        if (!desk.terminal().agrees(what + " Go on?")) {
            desk.terminal().err().println("Nothing was changed.");
            return false;
        }
        return true;
    }
}
