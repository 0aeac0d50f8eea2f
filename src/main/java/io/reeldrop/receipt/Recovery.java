package io.reeldrop.receipt;

import io.reeldrop.job.Job;
import io.reeldrop.job.Jobs;
import io.reeldrop.job.Node;
import io.reeldrop.job.Recall;
import io.reeldrop.job.Recall.Standing;
import io.reeldrop.job.Store;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out, before anything is bought, whether the store is older than the receipts, and brings it up to them. On a store that is not, it
 * reads names only, and the receipts of jobs in doubt. Other nodes may run jobs meanwhile: a receipt is never older than its job's row, and
 * the receipts are looked at first.
 */
public final class Recovery {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    /** Of nodes' clocks, and of transactions that end later than they began. */
    private static final long MARGIN_MS = 3_600_000;
    private static final int PAGE = 500;
    /** Of a row that another node moves at the same time. */
    private static final int TRIES = 5;

    private final Jobs jobs;
    private final Recall recall;
    private final Receipts receipts;
    private final long oldest;
    private int putBack;
    private int taken;
    private int doubtful;
    private int stuck;

    /** @param keepDays how long jobs are kept: what was bought earlier is forgotten on purpose */
    public Recovery(Store store, Node node, Receipts receipts, long keepDays) {
        this.jobs = new Jobs(store, node);
        this.recall = new Recall(store, node);
        this.receipts = receipts;
        this.oldest = node.now() - keepDays * 86_400_000L;
    }

    /**
     * What was found.
     *
     * @param putBack  jobs that the store had no row of
     * @param taken    jobs that had been bought, or bought again, unknown to the store
     * @param doubtful how many of both are in doubt, for their receipts name no task
     * @param stuck    jobs that could not be brought up to their receipts
     */
    public record Found(int putBack, int taken, int doubtful, int stuck) {

        public boolean nothing() {
            return putBack + taken + stuck == 0;
        }

        @Override
        public String toString() {
            if (nothing()) {
                return "The store knows of every purchase that has a receipt.";
            }
            return "The store is older than the receipts (it was restored from a backup, or lost something): " + putBack
                    + " jobs that it did not know were"
                    + " put back, " + taken + " were taken to a purchase that it did not know. Nothing is bought again for them: "
                    + (putBack + taken - doubtful) + " go on with the task that was paid for, " + doubtful
                    + " are in doubt, for their receipts name no task."
                    + (stuck == 0 ? "" : " " + stuck + " could not be brought up to their receipts; the log names them.");
        }
    }

    /**
     * @param thorough whether all receipts are compared even if nothing was found from the oldest unfinished job on: somebody may have had
     *                 jobs bought again that had ended, and a database that went back may have accepted new ones since
     * @throws IOException if the receipts cannot be read: nothing may be bought before they were
     */
    public Found run(boolean thorough) throws IOException {
        if (!thorough) {
            String horizon = recall.horizon(MARGIN_MS);
            receipts.each(horizon, this::compare);
            doubtful(horizon);
        }
        if (thorough || recall.begun()) {
            receipts.each("", this::compare);
            recall.finished();
        }
        Found found = new Found(putBack, taken, doubtful, stuck);
        if (!found.nothing()) {
            LOG.warn("{}", found);
        }
        return found;
    }

    /** The answer to a POST may have come to its receipt, but not to its row, without anything being restored. */
    private void doubtful(String before) throws IOException {
        List<String> ids = recall.doubtful("", before, PAGE);
        while (!ids.isEmpty()) {
            for (String id : ids) {
                mend(id);
            }
            ids = recall.doubtful(ids.get(ids.size() - 1), before, PAGE);
        }
    }

    private void compare(List<Receipt.Named> page) throws IOException {
        Map<String, Integer> latest = new LinkedHashMap<>();
        page.forEach(named -> latest.merge(named.id(), named.number(), Math::max));
        Map<String, Standing> standing = recall.standing(latest.keySet());
        for (Map.Entry<String, Integer> last : latest.entrySet()) {
            Standing known = standing.get(last.getKey());
            if (known == null || last.getValue() > known.bought() || last.getValue() == known.bought() && known.open()) {
                mend(last.getKey());
            }
        }
    }

    private void mend(String id) throws IOException {
        Optional<Purchase> last = receipts.last(id);
        if (last.isEmpty()) {
            // Taken back meanwhile.
            return;
        }
        Purchase before = last.get();
        for (int i = 0; i < TRIES; i++) {
            Optional<Job> row = jobs.find(id);
            if (row.isEmpty() ? before.then().number("submitted_at") <= oldest : !before.unknownTo(row.get())) {
                return;
            }
            recall.begin();
            if (row.isEmpty() ? recall.putBack(before.then(), before.taskId(), Purchase.DOUBT)
                    : recall.to(row.get(), before.then(), before.taskId(), Purchase.DOUBT)) {
                count(row.isEmpty(), before);
                return;
            }
        }
        stuck++;
        LOG.error("Job {} has a receipt that the store does not know of (task {}), and cannot be brought up to it: another job has its"
                + " place. Look at both: reeldrop show {}", before.then(), before.taskId(), before.then().stem());
    }

    private void count(boolean missing, Purchase before) {
        if (missing) {
            putBack++;
        } else {
            taken++;
        }
        if (before.taskId() == null) {
            doubtful++;
        }
        LOG.info("{}: bought unknown to the store: {}", before.then(), before.taskId() == null ? "in doubt" : "goes on with task "
                + before.taskId());
    }
}
