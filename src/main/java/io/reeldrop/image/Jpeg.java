package io.reeldrop.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A picture as a JPEG file that says nothing but the picture.
 *
 * @param bytes of the file
 * @param file  null where it would have been longer than was asked for
 */
record Jpeg(Size size, long bytes, byte[] file) {

    /** Such that nobody sees a difference; what does not fit is made smaller, not worse. */
    private static final float QUALITY = 0.9f;
    /** Where the search for the largest size ends: above this share of the bytes, or within this factor of a size that does not fit. */
    private static final double CLOSE = 0.93;
    private static final double NARROW = 1.02;
    /** What the search aims at. */
    private static final double AIM = 0.965;

    /** The largest that has no more than so many bytes, to a few hundredths of its sides: each step costs as much as all the rest. */
    static Jpeg largest(Bitmap picture, long maxBytes) throws IOException {
        Size whole = new Size(picture.width(), picture.height());
        Jpeg last = of(picture, whole, maxBytes);
        if (last.file() != null) {
            return last;
        }
        Jpeg fits = null;
        int tooLarge = whole.longSide();
        while (fits == null || fits.bytes() < CLOSE * maxBytes && tooLarge > fits.size().longSide() * NARROW) {
            int least = fits == null ? 1 : fits.size().longSide();
            double guess = last.size().longSide() * Math.sqrt(AIM * maxBytes / last.bytes());
            int side = (int) Math.max(least * (1 + (NARROW - 1) / 2), Math.min(tooLarge / (1 + (NARROW - 1) / 2), guess));
            if (side <= least && fits != null || side < 1 || side >= tooLarge) {
                break;
            }
            Size size = whole.withLongSide(side);
            last = of(picture.scaled(size.width(), size.height()), size, maxBytes);
            if (last.file() == null) {
                tooLarge = side;
            } else {
                fits = last;
            }
        }
        return fits;
    }

    private static Jpeg of(Bitmap picture, Size size, long maxBytes) throws IOException {
        Bounded out = new Bounded(maxBytes);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(QUALITY);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(picture.image(), null, null), param);
        } finally {
            writer.dispose();
        }
        return new Jpeg(size, out.count, out.count > maxBytes ? null : out.toByteArray());
    }

    /** Keeps no more than so many bytes, and counts on. */
    private static final class Bounded extends ByteArrayOutputStream {

        private final long most;
        private long count;

        Bounded(long most) {
            this.most = most;
        }

        @Override
        public synchronized void write(int b) {
            count++;
            if (count <= most) {
                super.write(b);
            }
        }

        @Override
        public synchronized void write(byte[] bytes, int from, int length) {
            count += length;
            if (count <= most) {
                super.write(bytes, from, length);
            }
        }
    }
}
