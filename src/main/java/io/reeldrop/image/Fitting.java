package io.reeldrop.image;

import io.reeldrop.job.Image;
import io.reeldrop.storage.Sha256;
import java.awt.color.ICC_Profile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * Makes an image fit: turned as EXIF says, in sRGB, on white where it is transparent, without metadata, as a JPEG, and scaled down as far
 * as the limits demand; never cropped. The same image gives the same bytes.
 *
 * <p>Large images take turns, so that any number of them needs no more than two fifths of the heap.
 */
public final class Fitting {

    /** More than any camera's, and no more than a minute's work. */
    static final long MOST_PIXELS = 200_000_000;
    /** Of a result: three times what a gateway makes of it, and all that a phone's usual photo has. */
    static final int ENOUGH_PIXELS = 12 << 20;

    private static final Set<String> TYPES = Set.of("jpeg", "png", "webp");
    /** Bytes that the decoders were seen to need for a pixel. */
    private static final int WEBP = 5;
    private static final int STRIP = 4;
    private static final long HEAP = Runtime.getRuntime().maxMemory() / 5 * 2;
    private static final int KIB = 1024;
    private static final Semaphore ROOM = new Semaphore((int) (HEAP / KIB), true);
    private static final int PIECE = 64 << 10;

    private Fitting() {
    }

    /**
     * What was made of an image.
     *
     * @param image what is known of {@code file}
     */
    public record Fitted(Image image, byte[] file) {
    }

    /** Why an image cannot be made fit, as far as that is known without decoding it. */
    public static Optional<Unfit> obstacle(Image image) {
        long pixels = (long) image.width() * image.height();
        if (!TYPES.contains(image.type())) {
            return Optional.of(new Unfit("the image is a " + image.type() + ", which Reeldrop cannot decode", "jpeg, png, webp",
                    "Save it as one of these"));
        }
        if (pixels > MOST_PIXELS) {
            return Optional.of(new Unfit("the image has " + image.width() + " × " + image.height() + " pixels, too many to decode",
                    "at most " + MOST_PIXELS / 1_000_000 + " million", "Scale it down"));
        }
        long most = HEAP / (WEBP + Bitmap.BANDS);
        if (image.type().equals("webp") && pixels > most) {
            return Optional.of(new Unfit("the image is a WebP of " + image.width() + " × " + image.height()
                    + " pixels, for which Reeldrop has not memory enough", "at most " + most / 100_000 / 10.0 + " million",
                    "Save it as JPEG or PNG, or give Reeldrop a larger heap (JAVA_OPTS=-Xmx1g)"));
        }
        return Optional.empty();
    }

    /**
     * @param file the bytes that {@code image} speaks of
     * @throws Unfit       if that is not possible, or they are other bytes
     * @throws IOException if they cannot be read, or the temporary folder has no room for them
     */
    public static Fitted fit(InputStream file, Image image, Limits limits) throws IOException {
        Optional<Unfit> obstacle = obstacle(image);
        if (obstacle.isPresent()) {
            throw obstacle.get();
        }
        Path copy = Files.createTempFile("reeldrop-image", null);
        try {
            copy(file, image, copy);
            return fit(copy, image, limits);
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private static void copy(InputStream file, Image image, Path copy) throws IOException {
        Sha256 sha256 = new Sha256();
        long left = image.bytes();
        try (OutputStream out = Files.newOutputStream(copy)) {
            byte[] piece = new byte[PIECE];
            for (int n = file.read(piece); n >= 0 && left >= 0; n = file.read(piece)) {
                left -= n;
                sha256.update(piece, n);
                out.write(piece, 0, n);
            }
        }
        if (left != 0 || !sha256.hex().equals(image.sha256())) {
            throw new Unfit("is not the image any more that was accepted", null, "Drop it again");
        }
    }

    private static Fitted fit(Path copy, Image image, Limits limits) throws IOException {
        Size to = new Size(image.width(), image.height()).within(limits.maxSide(), Math.min(limits.maxPixels(), ENOUGH_PIXELS));
        int room = room(image, to);
        ROOM.acquireUninterruptibly(room);
        try {
            Bitmap picture = decoded(copy, image, to);
            if (!limits.holdsRatio(picture.width(), picture.height())) {
                throw new Unfit("the image of " + picture.width() + " × " + picture.height() + " pixels is too narrow or too wide",
                        "width / height from " + limits.minSideRatio() + " to " + limits.maxSideRatio(), "Crop it");
            }
            Jpeg jpeg = Jpeg.largest(picture, limits.maxBytes());
            if (jpeg == null) {
                throw new Unfit("the image cannot be made small enough", "at most " + limits.maxBytes() + " bytes", "Use another image");
            }
            Sha256 sha256 = new Sha256();
            sha256.update(jpeg.file(), jpeg.file().length);
            return new Fitted(new Image("jpeg", jpeg.size().width(), jpeg.size().height(), jpeg.bytes(), sha256.hex()), jpeg.file());
        } finally {
            ROOM.release(room);
        }
    }

    /** KiB of heap; whoever would need all there is waits until nobody else is at work. */
    private static int room(Image image, Size to) {
        long pixels = (long) image.width() * image.height();
        long result = (long) to.width() * to.height() * Bitmap.BANDS;
        long decoding = image.type().equals("webp") ? pixels * WEBP : Math.min(pixels, Decoder.STRIP) * STRIP;
        return (int) Math.min(HEAP / KIB, (result + Math.max(result, decoding)) / KIB);
    }

    private static Bitmap decoded(Path copy, Image image, Size to) throws IOException {
        try (Decoder decoder = new Decoder(copy, image)) {
            Orientation orientation = decoder.orientation();
            Bitmap picture = orientation.bitmap(to.width(), to.height());
            ICC_Profile colours = decoder.rows(new Shrink(image.width(), image.height(), to.width(), to.height(),
                    (y, rgb) -> orientation.place(rgb, y, to.width(), to.height(), picture)));
            picture.toSrgb(colours);
            return picture;
        } catch (IOException | RuntimeException e) {
            // The file was found whole, and it is a copy of ours: whatever a decoder stumbles over is the image's fault.
            throw new Unfit("is an image that cannot be decoded: " + e.getMessage(), "Export it again as a PNG or JPEG image", e);
        }
    }
}
