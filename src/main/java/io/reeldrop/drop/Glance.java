package io.reeldrop.drop;

import io.reeldrop.drop.Pairing.Patience;
import io.reeldrop.job.Places;
import io.reeldrop.job.Problem;
import io.reeldrop.job.Rejected;
import io.reeldrop.storage.Storage;
import io.reeldrop.storage.Storages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What one image would be found as, were it dropped now: with the sidecar and the defaults that belong to it, by the rules of a look and
 * without its waiting times. An image outside of the watch's {@code in/} counts as if its folder lay in there.
 */
public final class Glance {

    /** Where a file really lies. */
    private record Spot(Storage storage, String name) {
    }

    private final Storages storages;
    private final Watch watch;
    private final Map<String, Spot> files = new HashMap<>();

    private Glance(Storages storages, Watch watch) {
        this.storages = storages;
        this.watch = watch;
    }

    /**
     * @param image   absolute
     * @param sidecar absolute; null for the one that lies beside the image
     * @throws Rejected    where no drop could come of it
     * @throws IOException if a folder cannot be listed
     */
    public static Found at(Storages storages, Watch watch, Path image, Path sidecar) throws IOException {
        return new Glance(storages, watch).found(image, sidecar);
    }

    private Found found(Path image, Path sidecar) throws IOException {
        String in = watch.places().in();
        boolean inside = !Storages.bucket(in) && image.startsWith(in);
        Path folder = image.getParent();
        Path top = inside || folder.getParent() == null ? inside ? Path.of(in) : folder : folder.getParent();
        // All names are relative to one folder, so it has to hold a sidecar from elsewhere, too.
        Path base = sidecar == null ? top : common(top, sidecar);
        List<Entry> defaults = new ArrayList<>();
        for (Path at = folder; at.startsWith(top) && (inside || !at.equals(top)); at = at.getParent()) {
            add(base.relativize(at).resolve(Names.DEFAULTS).toString(), at.resolve(Names.DEFAULTS), defaults);
        }
        if (!inside && storages.at(in).has(Names.DEFAULTS)) {
            files.put(Names.DEFAULTS, new Spot(storages.at(in), Names.DEFAULTS));
            defaults.add(new Entry(Names.DEFAULTS, storages.at(in).size(Names.DEFAULTS), 0));
        }
        Defaults contents = new Defaults(entry -> Sidecar.bytes(files.get(entry.name()).storage(), files.get(entry.name()).name()));
        Places places = watch.places();
        Watch virtual = new Watch(watch.name(), new Places(places.root(), base.toString(), places.inProgress(), places.out(),
                places.done(), places.deadLetter()),
                watch.rights(), new Pairing(new Patience(0, 0, 0), contents, contents::needsNoImage), contents);
        String name = base.relativize(image).toString();
        if (sidecar != null) {
            defaults.sort((a, b) -> Integer.compare(a.name().length(), b.name().length()));
            return new Found(virtual, new Candidate.Whole(Names.stem(name), entry(name, image),
                    entry(base.relativize(sidecar).toString(), sidecar), defaults));
        }
        List<Entry> listing = new ArrayList<>(defaults);
        try (Stream<Path> list = Files.list(folder)) {
            for (Path file : list.filter(f -> Files.isRegularFile(f) && !f.endsWith(Names.DEFAULTS)).toList()) {
                add(base.relativize(file).toString(), file, listing);
            }
        }
        return new Found(virtual, candidate(virtual, listing, name));
    }

    private static Candidate candidate(Watch virtual, List<Entry> listing, String name) {
        // A file counts as settled when a second look finds it as it was.
        virtual.pairing().look(listing, Set.of(), 0);
        virtual.pairing().look(listing, Set.of(), 1);
        return virtual.pairing().look(listing, Set.of(), 2).stream()
                .filter(candidate -> candidate.entries().stream().anyMatch(entry -> entry.name().equals(name))).findFirst()
                .orElseThrow(() -> new Rejected(virtual.defaults().problems().isEmpty() ? List.of(new Problem(name, null,
                        "would be left alone: its name is hidden, or one of a file that is still being written", null, "Rename it"))
                        : virtual.defaults().problems()));
    }

    private static Path common(Path folder, Path file) {
        Path at = folder;
        while (!file.startsWith(at)) {
            at = at.getParent();
        }
        return at;
    }

    private void add(String name, Path file, List<Entry> entries) throws IOException {
        if (Files.isRegularFile(file)) {
            entries.add(entry(name, file));
        }
    }

    private Entry entry(String name, Path file) throws IOException {
        files.put(name, new Spot(storages.at(file.getParent().toString()), file.getFileName().toString()));
        return new Entry(name, Files.size(file), Files.getLastModifiedTime(file).toMillis());
    }
}
