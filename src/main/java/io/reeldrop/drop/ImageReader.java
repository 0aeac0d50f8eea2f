package io.reeldrop.drop;

import io.reeldrop.drop.ImageHeader.Damaged;
import io.reeldrop.job.Image;
import io.reeldrop.job.Problem;
import io.reeldrop.job.Rejected;
import io.reeldrop.storage.Storage;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Gets to know a dropped image in one pass over its file, in the memory of one buffer; nothing is decoded. */
public final class ImageReader {

    private static final String REMEDY = "Export it again as a PNG, JPEG or WebP image";

    private ImageReader() {
    }

    /**
     * Type, size, bytes and SHA-256 of an image. Types that no gateway takes (gif, bmp, tiff, heic, avif) are reported as such, with
     * 0 x 0 pixels.
     *
     * @param name the file's in that place, by which its owner knows it
     * @throws Rejected                     for a file that is empty, cut off, damaged, no image, or may not be read
     * @throws java.io.UncheckedIOException where the storage failed, or the file is gone: nothing is known of it
     */
    public static Image read(Storage in, String name) {
        return Unreadable.guard(name, () -> {
            try (InputStream file = in.open(name)) {
                return read(file, name);
            }
        });
    }

    private static Image read(InputStream stream, String displayName) throws IOException {
        ImageInput in = new ImageInput(stream);
        byte[] head = in.head();
        if (head.length == 0) {
            throw new Rejected(Reasons.empty(displayName));
        }
        String type = ImageType.of(head).orElseThrow(() -> new Rejected(notAnImage(head, displayName)));
        try {
            ImageHeader header = ImageHeader.read(type, in);
            return new Image(header.type(), header.width(), header.height(), in.drain(), in.sha256());
        } catch (EOFException e) {
            String message = "is cut off: it ends after " + in.drain() + " bytes, in the middle of the picture";
            throw new Rejected(new Problem(displayName, null, message, null,
                    "Copy the file again and wait until the copy is complete, or export it again"));
        } catch (Damaged e) {
            throw new Rejected(new Problem(displayName, null, e.getMessage(), null, REMEDY));
        }
    }

    private static Problem notAnImage(byte[] head, String displayName) {
        String message = ImageType.text(head) ? "is a text file, not an image" : "is not an image of a known kind";
        return new Problem(displayName, null, message, "PNG, JPEG or WebP images", REMEDY);
    }
}
