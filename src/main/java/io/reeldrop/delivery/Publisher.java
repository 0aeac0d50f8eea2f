package io.reeldrop.delivery;

import io.reeldrop.job.Backoff;
import io.reeldrop.job.Job;
import io.reeldrop.job.Ledger;
import io.reeldrop.job.Place;
import io.reeldrop.job.State;
import io.reeldrop.job.Steps;
import io.reeldrop.storage.Label;
import io.reeldrop.storage.Storage;
import io.reeldrop.storage.Storages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what is finished where people look for it: the video and its result into {@code out/}, the drop into {@code done/} or, with the
 * reason beside it, into {@code dead-letter/}. Each call may be repeated after a crash: the same name, the same bytes.
 */
public final class Publisher {

    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
    private static final long RETRY_MS = 2_000;
    private static final long HOLD_MS = 60_000;

    private static final String ERROR = ".error.json";

    private final Storages storages;
    private final Spool spool;
    private final Moves moves;
    private final Notes notes;
    private final Steps steps;
    private final Ledger ledger;

    public Publisher(Storages storages, Spool spool, Moves moves, Notes notes, Steps steps, Ledger ledger) {
        this.storages = storages;
        this.spool = spool;
        this.moves = moves;
        this.notes = notes;
        this.steps = steps;
        this.ledger = ledger;
    }

    /**
     * Publishes a spooled, verified video. A name in {@code out/} appears only with the whole video behind it, and is never replaced.
     * While the place fails, the video stays spooled and its watch buys nothing.
     */
    public void publish(Job job) {
        try {
            publishNow(job);
        } catch (IOException e) {
            publishLater(job, e);
        }
    }

    private void publishNow(Job job) throws IOException {
        Path spooled = spool.file(job);
        if (!Files.exists(spooled)) {
            steps.needsUrl(job, "the fetched video is gone from the spool", 0);
            LOG.warn("{}: its video is gone from the spool and is fetched again; nothing is bought", job);
            return;
        }
        Storage out = storages.at(job.places().out());
        Label label = Label.of(job.text("output_sha256"), job.id(), job.taskId());
        String name = out.put(job.stem() + Container.of(spooled).suffix(), spooled, label, () -> steps.renew(job));
        out.write(name.substring(0, name.lastIndexOf('.')) + ".result.json", notes.result(job, name));
        moves.to(Place.DONE, job);
        if (job.place() == Place.DEAD_LETTER) {
            removeError(job);
        }
        steps.delivered(job, name);
        spool.discard(job);
    }

    /** Puts a job that ended without a video into the dead letter; while that fails, the files stay where they are. */
    public void deadLetter(Job job) {
        try {
            deadLetterNow(job);
        } catch (IOException e) {
            deadLetterLater(job, e);
        }
    }

    private void deadLetterNow(Job job) throws IOException {
        moves.to(Place.DEAD_LETTER, job);
        storages.at(job.places().deadLetter()).write(job.stem() + ERROR, notes.error(job));
        if (job.state() != State.UNDELIVERED) {
            spool.discard(job);
        }
        steps.filed(job);
    }

    /** Moves an accepted drop out of {@code in/}; while that fails, the route ends here and the job is claimed again. */
    public void take(Exchange exchange, @Body Job job) {
        try {
            moves.to(Place.IN_PROGRESS, job);
            // What an earlier try under the same name left behind no longer holds.
            removeError(job);
        } catch (IOException e) {
            takeLater(job, e);
            exchange.setRouteStop(true);
        }
    }

    private void removeError(Job job) throws IOException {
        storages.at(job.places().deadLetter()).delete(job.stem() + ERROR);
    }

    private void publishLater(Job job, IOException fault) {
        String reason = "the video cannot be published to " + job.places().out() + ": " + said(fault);
        boolean begins = ledger.hold(job.watch(), reason, HOLD_MS);
        steps.again(job, reason, Backoff.ms(job.tries(), RETRY_MS, HOLD_MS / 2));
        if (begins || job.tries() == 0) {
            LOG.error("{}: {}. It lies in the spool; its watch buys nothing until this is mended.", job, reason);
        }
    }

    private void takeLater(Job job, IOException fault) {
        String reason = "the drop cannot be moved to " + job.places().inProgress() + ": " + said(fault);
        steps.again(job, reason, Backoff.ms(job.tries(), RETRY_MS, HOLD_MS / 2));
        if (job.tries() == 0) {
            LOG.error("{}: {}; it is tried again.", job, reason);
        }
    }

    private void deadLetterLater(Job job, IOException fault) {
        String reason = job.text("reason");
        steps.again(job, reason, Backoff.ms(job.tries(), RETRY_MS, 10 * HOLD_MS));
        LOG.error("{}: cannot be filed in {}: {}; it is tried again.", job, job.places().deadLetter(), said(fault));
    }

    private static String said(IOException fault) {
        return fault.getClass().getSimpleName() + " " + fault.getMessage();
    }
}
