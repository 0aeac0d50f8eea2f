package io.reeldrop.drop;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The watches that are looked after in this process. */
public final class Watches {

    private final List<Look> looks = new CopyOnWriteArrayList<>();
    private final List<String> queues = new CopyOnWriteArrayList<>();

    void add(Look look) {
        looks.add(look);
    }

    void add(String queue) {
        queues.add(queue);
    }

    /** By name. */
    public List<Look> all() {
        return looks.stream().sorted(Comparator.comparing(look -> look.watch().name())).toList();
    }

    /** The watches that look into buckets. */
    List<BucketLook> buckets() {
        return looks.stream().filter(BucketLook.class::isInstance).map(BucketLook.class::cast).toList();
    }

    /** URLs of the queues that tell of new objects. */
    public List<String> queues() {
        return List.copyOf(queues);
    }
}
