package io.reeldrop.console;

import io.reeldrop.job.DropFile;
import io.reeldrop.job.Job;
import io.reeldrop.job.State;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether what a job needs for its POST is still here; found out before anything is changed. */
final class Buyable {

    private Buyable() {
    }

    /** Why the job cannot be submitted again as it is, or null. */
    static String hindrance(Job job) {
        if (job.state() == State.REJECTED && !job.problems().isEmpty()) {
            return "the drop itself is at fault (reeldrop show " + job.id() + "); correct it and move it back into in/";
        }
        DropFile image = job.file("image");
        if (image != null && !Files.isRegularFile(job.path(image))) {
            Path missing = job.path(image);
            return "its image is gone: " + Words.safe(missing.toString()) + "; put it back there, or drop it anew";
        }
        return job.request() == null ? "it has no request that could be sent; drop it anew" : null;
    }

    static void check(Job job) {
        String hindrance = hindrance(job);
        if (hindrance != null) {
            throw new Refusal(hindrance);
        }
    }
}
