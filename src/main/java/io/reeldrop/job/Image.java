package io.reeldrop.job;

/**
 * What is known of a drop's image without decoding it.
 *
 * @param type   the real type, read from its first bytes: {@code jpeg}, {@code png}, {@code webp}, {@code gif}, …
 * @param width  pixels as stored (before EXIF orientation)
 * @param height pixels as stored (before EXIF orientation)
 * @param bytes  size of the file
 * @param sha256 lower-case hex digest of the file
 */
public record Image(String type, int width, int height, long bytes, String sha256) {
}
