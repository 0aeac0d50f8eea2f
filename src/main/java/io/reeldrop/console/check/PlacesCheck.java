package io.reeldrop.console.check;

import io.reeldrop.drop.Watch;
import io.reeldrop.job.Places;
import io.reeldrop.job.Problem;
import io.reeldrop.job.Store;
import io.reeldrop.runtime.Settings;
import io.reeldrop.storage.BucketTrial;
import io.reeldrop.storage.Storages;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Whether every place is there or can be made, and can be written to; for a folder, on which disk it lies. */
final class PlacesCheck {

    private final Checkup checkup;
    private final TreeMap<String, TreeSet<String>> disks = new TreeMap<>();
    private final TreeMap<String, Long> free = new TreeMap<>();
    /** The in/ of the watch that is looked at, or null, and the watch; places on the same disk are not told one by one. */
    private Path home;
    private String whole;

    PlacesCheck(Checkup checkup) {
        this.checkup = checkup;
    }

    void check(List<Watch> watches, Settings settings) {
        try (BucketsCheck buckets = new BucketsCheck(checkup, settings.s3())) {
            watches(watches, buckets);
            usable("receipts", settings.get("reeldrop.receipts"), BucketsCheck.RECEIPTS, buckets);
        }
        overlap(watches);
        long least = settings.number("reeldrop.min-free-bytes");
        String url = settings.get("reeldrop.store.url");
        if (!Store.shared(url)) {
            room("store", Store.file(url).toAbsolutePath().getParent(), least);
        } else if (watches.stream().map(Watch::places).anyMatch(PlacesCheck::local)) {
            checkup.note("places", "some lie in folders: every node must find the same files there");
        }
        room("spool", settings.path("reeldrop.spool"), least);
        disks.forEach((disk, names) -> checkup.ok("disk", disk + ", " + size(free.get(disk)) + " free: " + String.join(", ", names)));
    }

    private void watches(List<Watch> watches, BucketsCheck buckets) {
        for (Watch watch : watches) {
            Places places = watch.places();
            String about = "watch " + watch.name();
            home = Storages.bucket(places.in()) ? null : Path.of(places.in());
            whole = about;
            boolean good = usable(about + " in", places.in(), BucketsCheck.IN, buckets)
                    & usable(about + " in-progress", places.inProgress(), BucketsCheck.IN_PROGRESS, buckets)
                    & usable(about + " out", places.out(), BucketsCheck.OUT, buckets)
                    & usable(about + " done", places.done(), BucketsCheck.DONE, buckets)
                    & usable(about + " dead-letter", places.deadLetter(), BucketsCheck.DEAD_LETTER, buckets)
                    & (home == null ? buckets.page(about + " root", places.root()) : writable(about + " root", Path.of(places.root())));
            if (good) {
                checkup.ok("watch", watch.name() + ": drops in " + places.in() + ", videos in " + places.out());
            }
            apart(watch, "out", places.out());
            apart(watch, "done", places.done());
            apart(watch, "dead-letter", places.deadLetter());
        }
        home = null;
    }

    private static boolean local(Places places) {
        return Stream.of(places.in(), places.out(), places.done(), places.deadLetter()).anyMatch(place -> !Storages.bucket(place));
    }

    private boolean usable(String name, String place, List<BucketTrial.Action> actions, BucketsCheck buckets) {
        return Storages.bucket(place) ? buckets.usable(name, place, actions) : writable(name, Path.of(place));
    }

    private boolean writable(String name, Path folder) {
        Path there = existing(folder);
        try {
            FileStore disk = Files.getFileStore(there);
            disks.computeIfAbsent(disk.toString(), d -> new TreeSet<>())
                    .add(home != null && disk.equals(Files.getFileStore(existing(home))) ? whole : name);
            free.put(disk.toString(), disk.getUsableSpace());
        } catch (IOException e) {
            // Said below, if it matters.
        }
        if (!Files.isDirectory(there)) {
            fault(name, folder, there + " is a file, where a folder has to be", "Move it away, or set another folder");
        } else if (!Files.isReadable(there) || !Files.isExecutable(there) || !takes(there)) {
            fault(name, folder, (there.equals(folder) ? "cannot be written to" : "cannot be made: " + there + " cannot be written to"),
                    "Give the user that runs Reeldrop the right to read and write there, or set another folder");
        } else {
            return true;
        }
        return false;
    }

    /**
     * Asking for the right alone would not find a disk that was mounted read-only, or that takes no files at all. The name is that of no
     * drop.
     */
    private static boolean takes(Path folder) {
        try {
            Files.delete(Files.createTempFile(folder, ".reeldrop-check", null));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void fault(String name, Path folder, String what, String remedy) {
        checkup.fault("place", new Problem(name, folder.toString(), what, null, remedy));
    }

    private void apart(Watch watch, String name, String place) {
        if (home == null || Storages.bucket(place)) {
            return;
        }
        try {
            if (!Files.getFileStore(existing(Path.of(watch.places().in()))).equals(Files.getFileStore(existing(Path.of(place))))) {
                checkup.note("watch", watch.name() + ": " + name
                        + " lies on another disk than in/; files are copied there, not just moved");
            }
        } catch (IOException e) {
            // The place itself was looked at before.
        }
    }

    /** Two watches that see the same drop would both buy it. */
    private void overlap(List<Watch> watches) {
        for (Watch one : watches) {
            for (Watch other : watches) {
                boolean twice = one != other && Storages.within(other.places().in(), one.places().in());
                if (twice && (one.name().compareTo(other.name()) < 0 || !one.places().in().equals(other.places().in()))) {
                    checkup.fault("watch", new Problem("watch " + other.name(), "root", other.places().in() + " lies in what watch "
                            + one.name()
                            + " looks into; both would buy the same drops", null, "Give each watch a folder or prefix of its own"));
                }
            }
            for (String place : List.of(one.places().out(), one.places().done(), one.places().deadLetter())) {
                if (Storages.within(place, one.places().in())) {
                    checkup.fault("watch", new Problem("watch " + one.name(), null, place
                            + " lies in its own in/; what it puts there would be a drop again", null,
                            "Name a place outside of in/"));
                }
            }
        }
    }

    private void room(String name, Path folder, long least) {
        if (!writable(name, folder)) {
            return;
        }
        long usable = existing(folder).toFile().getUsableSpace();
        if (usable < least) {
            checkup.note("disk", folder + ": " + size(usable) + " free, less than reeldrop.min-free-bytes (" + size(least)
                    + "): nothing would be bought");
        }
    }

    /** The folder itself, or the nearest one above it that is there. */
    private static Path existing(Path folder) {
        Path at = folder.toAbsolutePath();
        while (!Files.exists(at) && at.getParent() != null) {
            at = at.getParent();
        }
        return at;
    }

    private static String size(long bytes) {
        return bytes < 1_000_000_000 ? String.format(Locale.ROOT, "%.0f MB", bytes / 1e6)
                : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
