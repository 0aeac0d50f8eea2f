package io.reeldrop.receipt;

import io.reeldrop.job.Job;
import io.reeldrop.job.State;

/**
 * A purchase as its receipt tells of it.
 *
 * @param then   the job's row when it was about to be made
 * @param taskId what was bought; null if that is not known
 */
public record Purchase(Job then, String taskId) {

    /** For people, where no task is known. */
    public static final String DOUBT = "This purchase was made before, by its receipt, and the store is older than that"
            + " (restored from a backup?). Whether a task exists is not known; nothing was bought again";

    /** Whether the job's row, as the store has it, was written before the purchase, or before it was known what came of it. */
    public boolean unknownTo(Job job) {
        if (job.state() == State.DELIVERED || job.state() == State.DELIVERING) {
            // A task of it succeeded.
            return false;
        }
        boolean open = job.taskId() == null && (job.state() == State.SUBMITTING || job.state() == State.IN_DOUBT);
        long known = job.number("submitted_at") == null ? 0 : job.number("submitted_at");
        long posted = then.number("submitted_at");
        long more = then.number("bought") - job.number("bought");
        if (more > 0) {
            // The same POST, and fewer tasks: the row knows that it made none.
            return posted != known || taskId != null;
        }
        return more == 0 && open && (posted > known || posted == known && taskId != null);
    }
}
