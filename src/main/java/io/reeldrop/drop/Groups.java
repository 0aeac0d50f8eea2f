package io.reeldrop.drop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts together the files of one look that belong together by their names. */
final class Groups {

    /** Files that are, or could become, one drop. */
    record Group(String name, List<Sighting> images, List<Sighting> sidecars) {

        Group(String name) {
            this(name, new ArrayList<>(), new ArrayList<>());
        }

        List<Sighting> all() {
            List<Sighting> all = new ArrayList<>(images);
            all.addAll(sidecars);
            return all;
        }
    }

    private final List<Sighting> images = new ArrayList<>();
    private final List<Sighting> sidecars = new ArrayList<>();
    private final List<Sighting> others = new ArrayList<>();

    void add(Sighting sighting) {
        String name = sighting.entry().name();
        (Names.sidecar(name) ? sidecars : Names.image(name) ? images : others).add(sighting);
    }

    /** Files that are neither image nor sidecar. */
    List<Sighting> others() {
        return others;
    }

    /** {@code cat.png.json} belongs to {@code cat.png} alone where that exists, every other sidecar to the images of its stem. */
    List<Group> all() {
        Set<String> imageNames = new HashSet<>();
        images.forEach(i -> imageNames.add(i.entry().name()));
        Map<String, Group> byImage = new HashMap<>();
        Map<String, Group> byStem = new HashMap<>();
        for (Sighting sidecar : sidecars) {
            String of = Names.stem(sidecar.entry().name());
            (imageNames.contains(of) ? byImage : byStem).computeIfAbsent(of, Group::new).sidecars().add(sidecar);
        }
        for (Sighting image : images) {
            String name = image.entry().name();
            Group own = byImage.get(name);
            (own != null ? own : byStem.computeIfAbsent(Names.stem(name), Group::new)).images().add(image);
        }
        joinSecondSidecars(byImage, byStem);
        List<Group> all = new ArrayList<>(byImage.values());
        all.addAll(byStem.values());
        return all;
    }

    /** {@code cat.png} with both {@code cat.png.json} and {@code cat.json}: nobody can tell which one to buy. */
    private static void joinSecondSidecars(Map<String, Group> byImage, Map<String, Group> byStem) {
        Map<String, List<Group>> namesakes = new HashMap<>();
        byImage.forEach((image, group) -> namesakes.computeIfAbsent(Names.stem(image), s -> new ArrayList<>()).add(group));
        namesakes.forEach((stem, groups) -> {
            Group loose = byStem.get(stem);
            if (groups.size() == 1 && loose != null && loose.images().isEmpty()) {
                groups.get(0).sidecars().addAll(loose.sidecars());
                byStem.remove(stem);
            }
        });
    }
}
