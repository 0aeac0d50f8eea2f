package io.reeldrop.receipt;

import io.reeldrop.job.Bought;
import io.reeldrop.job.Job;
import io.reeldrop.job.Problem;
import io.reeldrop.job.Store;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Whether the place of the receipts is this store's. An empty one tells of no purchase, and so does one that is not mounted, or whose name
 * is mistyped: a store that was restored would buy everything again.
 */
public final class OwnPlace {

    /** So many purchases at least would have to have lost their receipts before a place is taken for another's. */
    private static final int NEWEST = 10;
    private static final int PAGE = 500;

    private final Bought bought;
    private final Receipts receipts;

    public OwnPlace(Store store, Receipts receipts) {
        this.bought = new Bought(store);
        this.receipts = receipts;
    }

    /**
     * @param setting what the place is set by
     * @return what is wrong, if none of the newest purchases that the store knows has its receipt there; empty if it knows of none
     * @throws IOException if that cannot be found out
     */
    public Optional<Problem> fault(String setting) throws IOException {
        List<Job> newest = bought.newest(NEWEST);
        for (Job job : newest) {
            if (receipts.has(job)) {
                return Optional.empty();
            }
        }
        return newest.isEmpty() ? Optional.empty() : Optional.of(new Problem(setting, receipts.toString(), "holds no receipt of what the"
                + " store knows was bought last: it is not this store's place of receipts, or it is not mounted; what else was bought"
                + " would be bought again", null, "Mount it, or correct the setting. Only if the receipts are lost for good:"
                + " reeldrop restore --new-receipts"));
    }

    /**
     * Writes what receipts are missing of all that the store knows was bought. What it does not know stays unknown.
     *
     * @return how many
     * @throws IOException if one cannot be written; those before it are
     */
    public long writeAnew() throws IOException {
        long written = 0;
        String after = "";
        List<Job> page;
        do {
            page = bought.after(after, PAGE);
            for (Job job : page) {
                written += receipts.anew(job) ? 1 : 0;
                after = job.id();
            }
        } while (page.size() == PAGE);
        return written;
    }
}
