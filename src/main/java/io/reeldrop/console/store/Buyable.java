package io.reeldrop.console.store;

import io.reeldrop.console.terminal.Refusal;
import io.reeldrop.console.terminal.Words;
import io.reeldrop.job.DropFile;
import io.reeldrop.job.Job;
import io.reeldrop.job.State;
import io.reeldrop.storage.Storages;
import java.io.IOException;

/** Whether what a job needs for its POST is still here; found out before anything is changed. */
final class Buyable {

    private Buyable() {
    }

    /** Why the job cannot be submitted again as it is, or null. */
    static String hindrance(Job job, Storages storages) {
        if (job.state() == State.REJECTED && !job.problems().isEmpty()) {
            return "the drop itself is at fault (reeldrop show " + job.id() + "); correct it and move it back into in/";
        }
        DropFile image = job.file("image");
        String place = job.places().of(job.place());
        try {
            if (image != null && !storages.at(place).has(job.nameOf(image))) {
                return "its image is gone: " + Words.safe(Storages.shown(place, job.nameOf(image)))
                        + "; put it back there, or drop it anew";
            }
        } catch (IOException e) {
            return "its image cannot be looked for: " + e.getMessage();
        }
        return job.request() == null ? "it has no request that could be sent; drop it anew" : null;
    }

    /**
     * The job may have been bought unknown to the store: its answer came while that was away, or it was restored from a backup.
     *
     * @throws Refusal if its receipts say so, or cannot be read
     */
    static void current(Desk desk, Job job) {
        try {
            if (desk.receipts().last(job.id()).filter(purchase -> purchase.unknownTo(job)).isPresent()) {
                throw new Refusal("it has a receipt that the store does not know of: the store is older (restored from a backup?)."
                        + " Do first: reeldrop restore");
            }
        } catch (IOException e) {
            throw new Refusal("its receipts cannot be read: " + e.getMessage());
        }
    }

    static void check(Job job, Storages storages) {
        String hindrance = hindrance(job, storages);
        if (hindrance != null) {
            throw new Refusal(hindrance);
        }
    }
}
