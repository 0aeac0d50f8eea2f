package io.reeldrop.drop;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The watches that are looked after in this process. */
public final class Watches {

    private final List<FolderLook> looks = new CopyOnWriteArrayList<>();

    void add(FolderLook look) {
        looks.add(look);
    }

    /** By name. */
    public List<FolderLook> all() {
        return looks.stream().sorted(Comparator.comparing(look -> look.watch().name())).toList();
    }
}
