package io.reeldrop.drop;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The watches that are looked after in this process. */
public final class Watches {

    private final List<Look> looks = new CopyOnWriteArrayList<>();

    void add(Look look) {
        looks.add(look);
    }

    /** By name. */
    public List<Look> all() {
        return looks.stream().sorted(Comparator.comparing(look -> look.watch().name())).toList();
    }
}
