package io.reeldrop.image;

import java.io.EOFException;
import java.io.IOException;

/**
 * What the bytes of an image file say of it.
 *
 * @param width  pixels as stored; 0 for types that no gateway takes
 * @param height likewise
 */
record ImageHeader(String type, int width, int height) {

    /** The file is of a known type but cannot be right; the message is in words for its owner. */
    static final class Damaged extends IOException {

        private static final long serialVersionUID = 1L;

        Damaged(String message) {
            super(message);
        }
    }

    /**
     * Reads the whole file.
     *
     * @throws EOFException where it is cut off
     * @throws Damaged      where it contradicts itself
     */
    static ImageHeader read(String type, ImageInput in) throws IOException {
        ImageHeader header = switch (type) {
            case "png" -> PngHeader.read(in);
            case "jpeg" -> JpegHeader.read(in);
            case "webp" -> WebpHeader.read(in);
            default -> new ImageHeader(type, 0, 0);
        };
        in.drain();
        return header;
    }

    static ImageHeader of(String type, long width, long height) throws Damaged {
        if (width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
            throw new Damaged("says that it is " + width + " x " + height + " pixels large");
        }
        return new ImageHeader(type, (int) width, (int) height);
    }
}
