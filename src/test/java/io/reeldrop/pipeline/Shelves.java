package io.reeldrop.pipeline;

import io.reeldrop.storage.S3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The places of one watch, as the people around Reeldrop see them. */
record Shelves(Shelf in, Shelf inProgress, Shelf out, Shelf done, Shelf dead) {

    static final String DROPS = "drops";
    static final String VIDEOS = "videos";

    /**
     * Adds a watch {@code press} to the bench, which is not started yet.
     *
     * @param s3     has both buckets
     * @param prefix of the watch in its bucket, and of the videos in theirs
     */
    static Shelves press(Bench bench, S3Server s3, String prefix, boolean fromBucket, boolean toBucket) throws IOException {
        Path root = bench.home.resolve("press");
        Shelf out = toBucket ? Shelf.bucket(s3, VIDEOS, prefix) : Shelf.folder(bench.home.resolve("videos"));
        List<Shelf> own = List.of("in", "in-progress", "done", "dead-letter").stream()
                .map(place -> fromBucket ? Shelf.bucket(s3, DROPS, prefix + "/" + place) : Shelf.folder(root.resolve(place))).toList();
        if (fromBucket) {
            bench.bucketWatch("press", "sandbox", DROPS, prefix, "out", out.place());
        } else {
            bench.watch("press", "sandbox", "out", out.place());
        }
        return new Shelves(own.get(0), own.get(1), out, own.get(2), own.get(3));
    }

    void drop(String name, String sidecar) throws IOException {
        in.put(name + ".png", Bench.png(name.hashCode()));
        in.put(name + ".json", sidecar);
    }

    /** A dead letter back into {@code in/}: image and sidecar, not the report. */
    void moveBack(String name) {
        moveBack(name, dead.text(name + ".json"));
    }

    /** The same, its sidecar corrected. */
    void moveBack(String name, String sidecar) {
        byte[] image = dead.read(name + ".png");
        dead.remove(name + ".png");
        dead.remove(name + ".json");
        in.put(name + ".png", image);
        in.put(name + ".json", sidecar);
    }
}
