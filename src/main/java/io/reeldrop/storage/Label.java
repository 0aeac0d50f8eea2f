package io.reeldrop.storage;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a file is known by where a place can keep such things beside it; in a bucket, as the object's metadata.
 *
 * @param sha256 of the bytes, lower-case hex
 * @param more   further keys and values, such as the job that a video was made for
 */
public record Label(String sha256, Map<String, String> more) {

    static final String SHA256 = "sha256";

    /** A video's. */
    public static Label of(String sha256, String job, String taskId) {
        return new Label(sha256, Map.of("job", job, "task-id", taskId));
    }

    /** Of a file that is known by its bytes alone. */
    public static Label of(String sha256) {
        return new Label(sha256, Map.of());
    }

    Map<String, String> metadata() {
        Map<String, String> metadata = new TreeMap<>(more);
        metadata.put(SHA256, sha256);
        return metadata;
    }
}
