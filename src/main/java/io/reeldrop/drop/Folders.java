package io.reeldrop.drop;

import io.reeldrop.drop.DefaultsView.Standing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which defaults apply to each folder of a watch, and which folders are held by one that is broken or changing. */
final class Folders {

    /** What holds for one folder; {@code defaults} from the root down. */
    record Folder(Standing standing, List<Entry> defaults) {

        boolean held() {
            return standing == Standing.HELD;
        }
    }

    private final DefaultsView view;
    private final long settleMs;
    private Set<String> known = new HashSet<>();
    private final Map<String, Long> vanished = new HashMap<>();
    private final Map<String, List<Entry>> settled = new HashMap<>();
    private final Set<String> changing = new HashSet<>();
    private final Map<String, Folder> answers = new HashMap<>();

    Folders(DefaultsView view, long settleMs) {
        this.view = view;
        this.settleMs = settleMs;
    }

    /** Begins a look. */
    void look(Collection<Sighting> sightings, long now) {
        settled.clear();
        changing.clear();
        answers.clear();
        Map<String, Sighting> byName = new TreeMap<>();
        sightings.forEach(s -> byName.put(s.entry().name(), s));
        remember(byName.keySet(), now);
        List<Entry> all = new ArrayList<>();
        byName.forEach((name, sighting) -> {
            if (sighting.unchangedFor(settleMs, now)) {
                all.add(sighting.entry());
                settled.computeIfAbsent(Names.folder(name), f -> new ArrayList<>()).add(sighting.entry());
            } else {
                changing.add(Names.folder(name));
            }
        });
        view.listed(all);
    }

    /** Many programs save by removing the old file first; a drop taken in that instant would be bought without its defaults. */
    private void remember(Set<String> present, long now) {
        known.stream().filter(name -> !present.contains(name)).forEach(name -> vanished.putIfAbsent(name, now));
        known = new HashSet<>(present);
        vanished.entrySet().removeIf(gone ->
                present.contains(gone.getKey()) || now - gone.getValue() >= settleMs && now != gone.getValue() || now < gone.getValue());
        vanished.keySet().forEach(name -> changing.add(Names.folder(name)));
    }

    Folder of(String folder) {
        Folder answer = answers.get(folder);
        if (answer == null) {
            answer = answer(folder);
            answers.put(folder, answer);
        }
        return answer;
    }

    private Folder answer(String folder) {
        Folder parent = folder.isEmpty() ? new Folder(Standing.SIDECAR_REQUIRED, List.of()) : of(Names.folder(folder));
        if (parent.held() || changing.contains(folder)) {
            return new Folder(Standing.HELD, List.of());
        }
        List<Entry> own = settled.get(folder);
        if (own == null) {
            return parent;
        }
        List<Entry> all = new ArrayList<>(parent.defaults());
        all.addAll(own);
        return new Folder(view.standing(all), List.copyOf(all));
    }
}
