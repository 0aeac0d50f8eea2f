package io.reeldrop.delivery;

import io.reeldrop.job.Backoff;
import io.reeldrop.job.Job;
import io.reeldrop.job.Ledger;
import io.reeldrop.job.Place;
import io.reeldrop.job.Sha256;
import io.reeldrop.job.State;
import io.reeldrop.job.Steps;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

    private final Spool spool;
    private final Moves moves;
    private final Notes notes;
    private final Steps steps;
    private final Ledger ledger;

    public Publisher(Spool spool, Moves moves, Notes notes, Steps steps, Ledger ledger) {
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
        Path target = place(spooled, Path.of(job.places().out()).resolve(job.stem() + Container.of(spooled).suffix()), job.text("output_sha256"));
        String name = Path.of(job.places().out()).relativize(target).toString();
        write(target.resolveSibling(bare(target) + ".result.json"), notes.result(job, name));
        moves.to(Place.DONE, job);
        if (job.place() == Place.DEAD_LETTER) {
            Files.deleteIfExists(errorFile(job));
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
        write(errorFile(job), notes.error(job));
        if (job.state() != State.UNDELIVERED) {
            spool.discard(job);
        }
        steps.filed(job);
    }

    /** Moves an accepted drop out of {@code in/}. What an earlier try under the same name left behind no longer holds. */
    public void take(Job job) throws IOException {
        moves.to(Place.IN_PROGRESS, job);
        Files.deleteIfExists(errorFile(job));
    }

    private void publishLater(Job job, IOException fault) {
        String reason = "the video cannot be published to " + job.places().out() + ": " + said(fault);
        ledger.hold(job.watch(), reason, HOLD_MS);
        steps.again(job, reason, Backoff.ms(job.tries(), RETRY_MS, HOLD_MS / 2));
        LOG.error("{}: {}. It lies in the spool; its watch buys nothing until this is mended.", job, reason);
    }

    private void deadLetterLater(Job job, IOException fault) {
        String reason = job.text("reason");
        steps.again(job, reason, Backoff.ms(job.tries(), RETRY_MS, 10 * HOLD_MS));
        LOG.error("{}: cannot be filed in {}: {}; it is tried again.", job, job.places().deadLetter(), said(fault));
    }

    private static String said(IOException fault) {
        return fault.getClass().getSimpleName() + " " + fault.getMessage();
    }

    private static Path errorFile(Job job) {
        return Path.of(job.places().deadLetter()).resolve(job.stem() + ".error.json");
    }

    private static Path place(Path spooled, Path wanted, String sha256) throws IOException {
        Files.createDirectories(wanted.getParent());
        Path target = wanted;
        while (true) {
            if (Moves.there(target)) {
                if (Files.isRegularFile(target) && Files.size(target) == Files.size(spooled) && Sha256.of(target).equals(sha256)) {
                    return target;
                }
                target = Moves.free(wanted);
            }
            try {
                link(spooled, target);
                Moves.sync(target.getParent());
                return target;
            } catch (FileAlreadyExistsException e) {
                // Somebody was quicker with that name: look again.
            }
        }
    }

    /** A hard link appears at once, whole, and never replaces; where there are none, the copy is made under a hidden name first. */
    private static void link(Path spooled, Path target) throws IOException {
        try {
            Files.createLink(target, spooled);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            Path part = target.resolveSibling("." + target.getFileName() + ".part");
            Files.copy(spooled, part, StandardCopyOption.REPLACE_EXISTING);
            Moves.sync(part);
            if (Moves.there(target)) {
                Files.delete(part);
                throw new FileAlreadyExistsException(target.toString());
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        Files.writeString(part, text, StandardCharsets.UTF_8);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String bare(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.lastIndexOf('.'));
    }
}
