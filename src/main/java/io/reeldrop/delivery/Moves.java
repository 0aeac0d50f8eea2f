package io.reeldrop.delivery;

import io.reeldrop.job.DropFile;
import io.reeldrop.job.Job;
import io.reeldrop.job.Place;
import io.reeldrop.job.Variation;
import io.reeldrop.storage.Names;
import io.reeldrop.storage.Sha256;
import io.reeldrop.storage.Storage;
import io.reeldrop.storage.Storages;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;

/**
 * Moves a drop's files from place to place, as the job's row says. Every move may be repeated: what was moved before a crash stays
 * moved, what was not is moved now, and nothing is ever overwritten.
 */
public final class Moves {

    private static final int BUFFER = 64 << 10;

    private final Storages storages;

    public Moves(Storages storages) {
        this.storages = storages;
    }

    /** Where a file is, or is to be. */
    private record Spot(Storage storage, String name) {

        boolean taken() throws IOException {
            return storage.has(name);
        }
    }

    /** Moves all files of the drop from where the row says they are. A file that is in neither place was taken away by somebody. */
    public void to(Place place, Job job) throws IOException {
        Storage to = storages.at(job.places().of(place));
        Variation variation = job.place() == Place.IN ? job.variation() : null;
        for (DropFile file : job.files()) {
            if (variation != null && file.role().equals("sidecar")) {
                sidecar(job, variation, file, new Spot(to, file.as(job.name(), job.stem())));
                continue;
            }
            Spot source = source(job, file);
            Spot target = new Spot(to, file.as(job.name(), job.stem()));
            if (source == null || source.equals(target)) {
                continue;
            }
            if (!target.taken()) {
                if (job.lead() || job.place() != Place.IN) {
                    to.move(source.storage(), source.name(), target.name());
                } else {
                    to.copy(source.storage(), source.name(), target.name());
                }
            } else if (same(source, target)) {
                // A move in two steps was interrupted when only the second was left to do.
                if (job.lead() || job.place() != Place.IN) {
                    source.storage().delete(source.name());
                }
            } else if (job.place() != Place.IN) {
                to.move(source.storage(), source.name(), Names.free(to, target.name()));
            }
            // Else the job's own file is here already, and what lies in in/ under its name is the next drop.
        }
        if (job.place() == Place.IN_PROGRESS && place != Place.IN_PROGRESS) {
            storages.at(job.places().inProgress()).prune(job.stem());
        }
    }

    /** Writes a variation's own sidecar; the first of the siblings takes the dropped one away, unless another lies there by now. */
    private void sidecar(Job job, Variation variation, DropFile file, Spot target) throws IOException {
        if (!target.taken()) {
            target.storage().write(target.name(), variation.sidecar());
        }
        Storage in = storages.at(job.places().in());
        if (job.lead() && variation.original() != null && in.has(file.name())) {
            try (InputStream dropped = in.open(file.name())) {
                if (Sha256.of(dropped).equals(variation.original())) {
                    in.delete(file.name());
                }
            }
        }
    }

    /**
     * Where a file lies: in the place that the row names, or, where a crash or a person came between a move and the row, in another one.
     * Only a row that names {@code in/} speaks of the files there: another drop of that name may lie there by now.
     */
    private Spot source(Job job, DropFile file) throws IOException {
        Spot named = new Spot(storages.at(job.places().of(job.place())), job.nameOf(file));
        if (named.taken()) {
            return named;
        }
        for (Place place : List.of(Place.IN_PROGRESS, Place.DEAD_LETTER, Place.DONE)) {
            Spot other = new Spot(storages.at(job.places().of(place)), file.as(job.name(), job.stem()));
            if (!other.equals(named) && other.taken()) {
                return other;
            }
        }
        return null;
    }

    private static boolean same(Spot one, Spot other) throws IOException {
        if (one.storage().size(one.name()) != other.storage().size(other.name())) {
            return false;
        }
        try (InputStream first = one.storage().open(one.name()); InputStream second = other.storage().open(other.name())) {
            byte[] left = first.readNBytes(BUFFER);
            while (Arrays.equals(left, second.readNBytes(BUFFER))) {
                if (left.length == 0) {
                    return true;
                }
                left = first.readNBytes(BUFFER);
            }
            return false;
        }
    }
}
