package io.reeldrop.drop;

import io.reeldrop.drop.Candidate.Whole;
import io.reeldrop.drop.DefaultsView.Standing;
import io.reeldrop.drop.Groups.Group;
import io.reeldrop.job.Jobs;
import io.reeldrop.storage.Alike;
import io.reeldrop.storage.Storages;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A look at one object in a bucket's {@code in/} and at those that may belong to it. It remembers nothing of earlier ones: an object is
 * whole once it can be seen, and its age is known from its time. Takes only what is beyond doubt; whatever is odd, waits for its other half
 * or is held is left to the watch's own look, which has patience and reasons.
 *
 * <p>Costs a LIST call for the neighbours and, where there is something to take, one for each folder from {@code in/} down to theirs.
 */
final class Glimpse {

    /**
     * What was seen.
     *
     * @param drop    to be taken now; or null
     * @param againMs when another look will know more; 0 for never
     */
    record Seen(Found drop, long againMs) {

        static final Seen NOTHING = new Seen(null, 0);
    }

    /** What holds for a folder; where it is {@code HELD} and {@code unsettledMs} is not 0, for so long yet. */
    private record Rule(Standing standing, List<Entry> defaults, long unsettledMs) { }

    private final BucketLook look;
    private final Storages storages;
    private final Jobs jobs;
    private Instant now;

    Glimpse(BucketLook look, Storages storages, Jobs jobs) {
        this.look = look;
        this.storages = storages;
        this.jobs = jobs;
    }

    /** @throws IOException where the bucket cannot be asked */
    Seen at(String name) throws IOException {
        String stem = stem(name);
        if (stem.equals(name) || Names.defaults(name)) {
            return Seen.NOTHING;
        }
        Alike alike = storages.alike(in(), stem + ".");
        now = alike.at();
        Groups groups = new Groups();
        alike.objects().stream().map(Glimpse::entry).filter(e -> !Names.ignored(e)).forEach(e -> groups.add(new Sighting(e, 0)));
        Group group = groups.all().stream().filter(g -> entries(g.all()).stream().anyMatch(e -> e.name().equals(name))).findFirst()
                .orElse(null);
        boolean clear = alike.all() && group != null && group.images().size() < 2 && group.sidecars().size() < 2
                && group.all().stream().noneMatch(Sighting::empty);
        if (!clear || jobs.beingTaken(look.watch().name(), group.name()).contains(name)) {
            return Seen.NOTHING;
        }
        Rule rule = rule(Names.folder(name));
        if (rule.unsettledMs() > 0) {
            return new Seen(null, rule.unsettledMs());
        }
        return rule.standing() == Standing.HELD ? Seen.NOTHING : judge(group, rule);
    }

    private Seen judge(Group group, Rule rule) {
        Entry image = group.images().isEmpty() ? null : group.images().get(0).entry();
        Entry sidecar = group.sidecars().isEmpty() ? null : group.sidecars().get(0).entry();
        if (sidecar == null) {
            long left = look.patience().sidecarGraceMs() - (now.toEpochMilli() - image.modified());
            boolean optional = rule.standing() == Standing.SIDECAR_OPTIONAL;
            return !optional ? Seen.NOTHING : left > 0 ? new Seen(null, left) : whole(group, image, null, rule);
        }
        boolean complete = image != null
                || !Names.report(sidecar.name()) && look.watch().defaults().needsNoImage(sidecar, rule.defaults());
        return complete ? whole(group, image, sidecar, rule) : Seen.NOTHING;
    }

    private Seen whole(Group group, Entry image, Entry sidecar, Rule rule) {
        return new Seen(look.found(new Whole(group.name(), image, sidecar, rule.defaults())), 0);
    }

    /** What the {@code _defaults.json} in the folder and above it say, however their names are spelt. */
    private Rule rule(String folder) throws IOException {
        List<Entry> defaults = new ArrayList<>();
        for (String at : path(folder)) {
            Rule unknown = add(at, defaults);
            if (unknown != null) {
                return unknown;
            }
        }
        return new Rule(defaults.isEmpty() ? Standing.SIDECAR_REQUIRED : look.watch().defaults().standing(defaults), defaults, 0);
    }

    /** From {@code in/} itself down to the folder. */
    private static List<String> path(String folder) {
        List<String> path = folder.isEmpty() ? new ArrayList<>() : path(Names.folder(folder));
        path.add(folder);
        return path;
    }

    /** Adds those of one folder; a rule that nothing can be taken by now, or null. */
    private Rule add(String folder, List<Entry> defaults) throws IOException {
        Alike alike = storages.alike(in(), folder.isEmpty() ? "_" : folder + "/_");
        List<Entry> found = alike.objects().stream().map(Glimpse::entry).filter(e -> Names.defaults(e.name())).toList();
        long youngest = found.stream().mapToLong(Entry::modified).max().orElse(0);
        long left = look.patience().settleMs() - (alike.at().toEpochMilli() - youngest);
        defaults.addAll(found);
        return !alike.all() ? new Rule(Standing.HELD, List.of(), 0)
                : !found.isEmpty() && left > 0 ? new Rule(Standing.HELD, List.of(), left) : null;
    }

    /** What all names begin with, before a full stop, that may belong to this one: {@code cat} for {@code cat.png.json}. */
    private static String stem(String name) {
        String stem = name;
        while (Names.image(stem) || Names.sidecar(stem)) {
            stem = Names.stem(stem);
        }
        return stem;
    }

    private static Entry entry(Alike.Item item) {
        return new Entry(item.name(), item.size(), item.modified().toEpochMilli());
    }

    private static List<Entry> entries(List<Sighting> sightings) {
        return sightings.stream().map(Sighting::entry).toList();
    }

    private String in() {
        return look.watch().places().in();
    }
}
