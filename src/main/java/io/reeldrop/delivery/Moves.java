package io.reeldrop.delivery;

import io.reeldrop.job.DropFile;
import io.reeldrop.job.Job;
import io.reeldrop.job.Place;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * Moves a drop's files from place to place, as the job's row says. Every move may be repeated: what was moved before a crash stays
 * moved, what was not is moved now, and nothing is ever overwritten.
 */
public final class Moves {

    /** Moves all files of the drop from where the row says they are. A file that is in neither place was taken away by somebody. */
    public void to(Place place, Job job) throws IOException {
        Path from = Path.of(job.places().of(job.place()));
        Path to = Path.of(job.places().of(place));
        for (DropFile file : job.files()) {
            Path source = source(job, file);
            Path target = to.resolve(file.as(job.name(), job.stem()));
            if (!there(source) || source.equals(target)) {
                continue;
            }
            if (copied(source, target)) {
                Files.delete(source);
            } else {
                move(source, free(target));
            }
        }
        if (job.place() == Place.IN_PROGRESS && place != Place.IN_PROGRESS) {
            removeEmpty(from.resolve(job.stem()).getParent(), from);
        }
    }

    /**
     * Where a file lies: in the place that the row names, or, where a crash or a person came between a move and the row, in another one.
     * Only a row that names {@code in/} speaks of the files there: another drop of that name may lie there by now.
     */
    private static Path source(Job job, DropFile file) {
        Path named = job.path(file);
        return there(named) ? named : Stream.of(Place.IN_PROGRESS, Place.DEAD_LETTER, Place.DONE)
                .map(place -> Path.of(job.places().of(place)).resolve(file.as(job.name(), job.stem()))).filter(Moves::there).findFirst().orElse(named);
    }

    static void move(Path source, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        try {
            Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            // Another file system: the copy becomes visible only when it is whole and on disk.
            Path part = target.resolveSibling("." + target.getFileName() + ".part");
            Files.copy(source, part, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
            sync(part);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            Files.delete(source);
        }
    }

    /** Makes sure that a file's bytes, or a folder's entries, survive a power cut. */
    static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** The name itself, or the next free one beside it: somebody else's file of that name stays. */
    static Path free(Path wanted) {
        Path path = wanted;
        String name = wanted.getFileName().toString();
        int dot = name.indexOf('.', 1);
        for (int i = 2; there(path); i++) {
            path = wanted.resolveSibling(dot < 0 ? name + "-" + i : name.substring(0, dot) + "-" + i + name.substring(dot));
        }
        return path;
    }

    /** Whether a move between two file systems was interrupted when only the removal was left to do. */
    private static boolean copied(Path source, Path target) throws IOException {
        return Files.isRegularFile(source, LinkOption.NOFOLLOW_LINKS) && Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)
                && Files.mismatch(source, target) < 0;
    }

    static boolean there(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static void removeEmpty(Path folder, Path root) throws IOException {
        Path at = folder;
        while (at != null && !at.equals(root) && at.startsWith(root)) {
            try {
                Files.deleteIfExists(at);
            } catch (DirectoryNotEmptyException e) {
                return;
            }
            at = at.getParent();
        }
    }
}
