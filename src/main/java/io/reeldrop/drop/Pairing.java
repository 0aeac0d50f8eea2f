package io.reeldrop.drop;

import io.reeldrop.drop.Candidate.Bad;
import io.reeldrop.drop.Candidate.Whole;
import io.reeldrop.drop.DefaultsView.Standing;
import io.reeldrop.drop.Folders.Folder;
import io.reeldrop.drop.Groups.Group;
import io.reeldrop.job.Problem;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Finds drops in successive listings of one watch's {@code in/}. Remembers what the previous looks saw, so there is one for each
 * watch; it has no thread and no clock, reads no file, and is not safe for two threads at once.
 */
public final class Pairing {

    /** A candidate with what it is ordered by, worked out once: a look may find tens of thousands. */
    private record Ranked(long modified, String first, Candidate candidate) {

        private static final Comparator<Ranked> OLDEST_FIRST = Comparator.comparingLong(Ranked::modified)
                .thenComparing(r -> r.candidate().name()).thenComparing(Ranked::first);

        static Ranked of(Candidate candidate) {
            List<Entry> entries = candidate.entries();
            long modified = entries.stream().mapToLong(Entry::modified).max().orElseThrow();
            return new Ranked(modified, entries.get(0).name(), candidate);
        }
    }

    /**
     * How patient a watch is, in milliseconds.
     *
     * @param settleMs       size and time must stay the same for so long
     * @param pairWaitMs     an unpaired or empty file may lie for so long
     * @param sidecarGraceMs where the sidecar is optional, an image waits for one for so long
     */
    public record Patience(long settleMs, long pairWaitMs, long sidecarGraceMs) {
    }

    /** Of lone sidecars in one look: a place may be far away, and whole drops are not to wait while thousands are read. */
    private static final int MOST_READS = 100;

    private final Patience patience;
    private final Folders folders;
    private final BiPredicate<Entry, List<Entry>> needsNoImage;
    private Map<String, Sighting> seen = new HashMap<>();
    private int reads;

    /**
     * @param needsNoImage whether a settled sidecar, over the defaults that apply to it (root first), names its image by URL;
     *                     asked again only when one of them changes; throws {@link UncheckedIOException} where it cannot be told now
     */
    public Pairing(Patience patience, DefaultsView defaults, BiPredicate<Entry, List<Entry>> needsNoImage) {
        this.patience = patience;
        this.folders = new Folders(defaults, patience.settleMs());
        this.needsNoImage = needsNoImage;
    }

    /**
     * What is ready in this listing, oldest first. A candidate is offered at every look until it leaves the listing or is taken.
     *
     * @param listing every file below {@code in/}, in any order
     * @param taken   names already accepted, whose files are on their way out
     * @param now     epoch milliseconds
     */
    public List<Candidate> look(Collection<Entry> listing, Set<String> taken, long now) {
        reads = 0;
        Map<String, Sighting> still = new HashMap<>(listing.size() * 2);
        List<Sighting> defaults = new ArrayList<>();
        Groups groups = new Groups();
        for (Entry entry : listing) {
            boolean isDefaults = Names.defaults(entry.name());
            if (Names.ignored(entry) || !isDefaults && taken.contains(entry.name())) {
                continue;
            }
            Sighting sighting = seen.get(entry.name());
            if (sighting == null) {
                sighting = new Sighting(entry, now);
            } else {
                sighting.again(entry, now);
            }
            if (still.put(entry.name(), sighting) == null) {
                if (isDefaults) {
                    defaults.add(sighting);
                } else {
                    groups.add(sighting);
                }
            }
        }
        seen = still;
        folders.look(defaults, now);
        List<Candidate> found = new ArrayList<>();
        groups.others().forEach(other -> judgeOther(other, now, found));
        groups.all().forEach(group -> judge(group, now, found));
        return found.stream().map(Ranked::of).sorted(Ranked.OLDEST_FIRST).map(Ranked::candidate).toList();
    }

    private void judgeOther(Sighting other, long now, List<Candidate> found) {
        String name = other.entry().name();
        if (!folders.of(Names.folder(name)).held() && other.waited(now) >= patience.pairWaitMs() && settled(other, now)) {
            found.add(bad(name, List.of(other), other.empty() ? Reasons.empty(name) : Reasons.neither(name)));
        }
    }

    private void judge(Group group, long now, List<Candidate> found) {
        Folder folder = folders.of(Names.folder(group.name()));
        if (folder.held()) {
            return;
        }
        if (group.images().isEmpty()) {
            group.sidecars().forEach(sidecar -> judgeSidecarAlone(group.name(), sidecar, folder, now, found));
        } else if (group.sidecars().isEmpty()) {
            group.images().forEach(image -> judgeImageAlone(group.name(), image, folder, now, found));
        } else {
            judgeTogether(group, folder, now, found);
        }
    }

    private void judgeTogether(Group group, Folder folder, long now, List<Candidate> found) {
        List<Sighting> all = group.all();
        List<Sighting> empty = all.stream().filter(Sighting::empty).toList();
        List<Sighting> overdue = empty.stream().filter(e -> e.waited(now) >= patience.pairWaitMs()).toList();
        if (!all.stream().allMatch(s -> settled(s, now)) || !empty.isEmpty() && overdue.isEmpty()) {
            return;
        }
        Entry image = group.images().get(0).entry();
        Entry sidecar = group.sidecars().get(0).entry();
        if (!overdue.isEmpty()) {
            found.add(bad(group.name(), all, Reasons.empty(overdue.get(0).entry().name())));
        } else if (group.images().size() > 1) {
            found.add(bad(group.name(), all, Reasons.twoImages(sidecar.name(), names(group.images()))));
        } else if (group.sidecars().size() > 1) {
            found.add(bad(group.name(), all, Reasons.twoSidecars(image.name(), names(group.sidecars()))));
        } else {
            found.add(new Whole(group.name(), image, sidecar, folder.defaults()));
        }
    }

    private void judgeSidecarAlone(String drop, Sighting sidecar, Folder folder, long now, List<Candidate> found) {
        String name = sidecar.entry().name();
        if (Names.report(name)) {
            return;
        }
        boolean overdue = sidecar.waited(now) >= patience.pairWaitMs();
        if (!settled(sidecar, now)) {
            return;
        }
        Optional<Boolean> needsNone = sidecar.empty() ? Optional.of(false) : ask(sidecar, folder);
        if (needsNone.isEmpty()) {
            return;
        }
        if (needsNone.get()) {
            found.add(new Whole(drop, null, sidecar.entry(), folder.defaults()));
        } else if (overdue) {
            found.add(bad(drop, List.of(sidecar), sidecar.empty() ? Reasons.empty(name) : Reasons.noImage(name)));
        }
    }

    /** Empty where this look cannot tell, and one of the next ones will. */
    private Optional<Boolean> ask(Sighting sidecar, Folder folder) {
        if (!sidecar.asked(folder.defaults()) && ++reads > MOST_READS) {
            return Optional.empty();
        }
        try {
            return Optional.of(sidecar.needsNoImage(needsNoImage, folder.defaults()));
        } catch (UncheckedIOException e) {
            // The others' turn would be as vain.
            reads = MOST_READS;
            return Optional.empty();
        }
    }

    private void judgeImageAlone(String drop, Sighting image, Folder folder, long now, List<Candidate> found) {
        String name = image.entry().name();
        long waited = image.waited(now);
        if (!settled(image, now)) {
            return;
        }
        if (folder.standing() == Standing.SIDECAR_OPTIONAL && !image.empty()) {
            if (waited >= patience.sidecarGraceMs()) {
                found.add(new Whole(drop, image.entry(), null, folder.defaults()));
            }
        } else if (waited >= patience.pairWaitMs()) {
            found.add(bad(drop, List.of(image), image.empty() ? Reasons.empty(name) : Reasons.noSidecar(name)));
        }
    }

    private boolean settled(Sighting sighting, long now) {
        return sighting.unchangedFor(patience.settleMs(), now);
    }

    private static Bad bad(String drop, List<Sighting> files, Problem problem) {
        return new Bad(drop, files.stream().map(Sighting::entry).toList(), problem);
    }

    private static List<String> names(List<Sighting> files) {
        return files.stream().map(f -> f.entry().name()).sorted().toList();
    }
}
