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
                return "its image is gone: " + Words.safe(Storages.shown(place, job.nameOf(image))) + "; put it back there, or drop it anew";
            }
        } catch (IOException e) {
            return "its image cannot be looked for: " + e.getMessage();
        }
        return job.request() == null ? "it has no request that could be sent; drop it anew" : null;
    }

    static void check(Job job, Storages storages) {
        String hindrance = hindrance(job, storages);
        if (hindrance != null) {
            throw new Refusal(hindrance);
        }
    }
}
