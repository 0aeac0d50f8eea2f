package io.reeldrop.storage;

/**
 * What a video is known by where a place can keep such things beside it; in a bucket, as the object's metadata.
 *
 * @param job    its id
 * @param taskId what was paid for
 * @param sha256 of the bytes, lower-case hex
 */
public record Label(String job, String taskId, String sha256) {
}
