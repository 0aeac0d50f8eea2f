package io.reeldrop.sandbox;

import java.nio.file.Path;

/**
 * The picture a video is made of.
 *
 * @param sha256 of the image, or of the URL it was named by
 * @param file   the image; null: one is generated, for want of something that can be decoded
 */
record Picture(String sha256, Path file) {
}
