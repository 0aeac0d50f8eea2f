package io.reeldrop.image;

import io.reeldrop.image.ImageHeader.Damaged;
import io.reeldrop.job.Image;
import io.reeldrop.job.Problem;
import io.reeldrop.job.Rejected;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Gets to know an image in one pass over its file, in the memory of one buffer; nothing is decoded. */
public final class ImageProbe {

    private static final String REMEDY = "Export it again as a PNG, JPEG or WebP image";
    private static final String COPY = "Copy the file again and wait until the copy is complete";

    private ImageProbe() {
    }

    /**
     * Type, size, bytes and SHA-256 of an image. Types that no gateway takes (gif, bmp, tiff, heic, avif) are reported as such, with
     * 0 x 0 pixels.
     *
     * @param displayName by which the file's owner knows it
     * @throws Rejected for a file that is empty, cut off, damaged, or no image
     */
    public static Image read(InputStream file, String displayName) throws IOException {
        ImageInput in = new ImageInput(file);
        byte[] head = in.head();
        if (head.length == 0) {
            throw new Rejected(new Problem(displayName, null, "is empty (0 bytes)", "at least 1 byte", COPY));
        }
        String type = ImageType.of(head).orElseThrow(() -> new Rejected(notAnImage(head, displayName)));
        try {
            ImageHeader header = ImageHeader.read(type, in);
            return new Image(header.type(), header.width(), header.height(), in.drain(), in.sha256());
        } catch (EOFException e) {
            String message = "is cut off: it ends after " + in.drain() + " bytes, in the middle of the picture";
            throw new Rejected(new Problem(displayName, null, message, null, COPY + ", or export it again"));
        } catch (Damaged e) {
            throw new Rejected(new Problem(displayName, null, e.getMessage(), null, REMEDY));
        }
    }

    private static Problem notAnImage(byte[] head, String displayName) {
        String message = ImageType.text(head) ? "is a text file, not an image" : "is not an image of a known kind";
        return new Problem(displayName, null, message, "PNG, JPEG or WebP images", REMEDY);
    }
}
