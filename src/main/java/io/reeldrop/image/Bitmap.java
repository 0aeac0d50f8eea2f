package io.reeldrop.image;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;

/** A picture in sRGB, as it is to be seen: three bytes a pixel, red first. */
final class Bitmap {

    static final int BANDS = 3;

    private static final ComponentColorModel SRGB = new ComponentColorModel(ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false,
            Transparency.OPAQUE, DataBuffer.TYPE_BYTE);

    private final int width;
    private final int height;
    private final byte[] pixels;

    Bitmap(int width, int height) {
        this.width = width;
        this.height = height;
        this.pixels = new byte[Math.multiplyExact(width * BANDS, height)];
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    byte[] pixels() {
        return pixels;
    }

    /** Another one of that size, no larger than this one. */
    Bitmap scaled(int toWidth, int toHeight) {
        Bitmap to = new Bitmap(toWidth, toHeight);
        int stride = toWidth * BANDS;
        Shrink shrink = new Shrink(width, height, toWidth, toHeight, (y, rgb) -> System.arraycopy(rgb, 0, to.pixels, y * stride, stride));
        for (int y = 0; y < height; y++) {
            shrink.row(pixels, y * width * BANDS);
        }
        return to;
    }

    /** The same bytes as Java's own image. */
    BufferedImage image() {
        WritableRaster raster = Raster.createInterleavedRaster(new DataBufferByte(pixels, pixels.length), width, height, width * BANDS, BANDS,
                new int[] {0, 1, 2}, null);
        return new BufferedImage(SRGB, raster, false, null);
    }
}
