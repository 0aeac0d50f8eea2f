package io.reeldrop.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Opens places by the way they are written: {@code /srv/press/out}, or {@code s3://bucket/press/out}. */
public final class Storages {

    private static final String S3 = "s3://";

    private final S3 s3;
    private final Map<String, Storage> buckets = new ConcurrentHashMap<>();

    /** @param s3 the one server that all buckets lie on; asked only once a bucket is named */
    public Storages(S3 s3) {
        this.s3 = s3;
    }

    /** @param place absolute, see {@link #absolute} */
    public Storage at(String place) {
        return bucket(place) ? buckets.computeIfAbsent(place, p -> new Bucket(s3.client(), p)) : new Folder(Path.of(place));
    }

    /**
     * What lies in a place in a bucket under names that begin alike; one LIST call, which nothing of what lies in sub-folders enters.
     *
     * @param beginning of the names: {@code sub/cat.}
     * @throws IOException where the bucket cannot be asked
     */
    public Alike alike(String place, String beginning) throws IOException {
        return S3Fault.guard(place, "", () -> Alike.list(s3.client(), place, beginning));
    }

    public static boolean bucket(String place) {
        return place.startsWith(S3);
    }

    /** Whether a place is another one, or lies in it. Both absolute. */
    public static boolean within(String place, String other) {
        return bucket(place) || bucket(other) ? (place + "/").startsWith(other + "/") : Path.of(place).startsWith(Path.of(other));
    }

    /** The bucket of a place in one. */
    public static String bucketName(String place) {
        String rest = place.substring(S3.length());
        return rest.contains("/") ? rest.substring(0, rest.indexOf('/')) : rest;
    }

    /** What all keys of a place in a bucket begin with: empty, or ending in a slash. */
    public static String prefix(String place) {
        String rest = place.substring(S3.length());
        return rest.contains("/") ? rest.substring(rest.indexOf('/') + 1) + "/" : "";
    }

    /** A place as a person wrote it, made absolute; in a bucket, without slashes at its end. */
    public static String absolute(String place) {
        String written = place.strip();
        return bucket(written) ? written.replaceAll("/+$", "") : Path.of(written).toAbsolutePath().normalize().toString();
    }

    /** A file as people would look for it. */
    public static String shown(String place, String name) {
        return place + "/" + name;
    }
}
