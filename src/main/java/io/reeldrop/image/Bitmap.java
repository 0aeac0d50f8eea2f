package io.reeldrop.image;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;

/** A picture as it is to be seen: three bytes a pixel, red first. */
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

    /** Converts the colours from what they mean; null for sRGB already. */
    void toSrgb(ICC_Profile profile) {
        if (profile == null) {
            return;
        }
        ColorConvertOp op = new ColorConvertOp(new ICC_Profile[] {profile, ICC_Profile.getInstance(ColorSpace.CS_sRGB)}, null);
        WritableRaster from = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, width, 1, BANDS, null);
        WritableRaster to = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, width, 1, BANDS, null);
        int stride = width * BANDS;
        for (int at = 0; at < pixels.length; at += stride) {
            System.arraycopy(pixels, at, bytes(from), 0, stride);
            op.filter(from, to);
            System.arraycopy(bytes(to), 0, pixels, at, stride);
        }
    }

    private static byte[] bytes(WritableRaster raster) {
        return ((DataBufferByte) raster.getDataBuffer()).getData();
    }

    /** The same bytes as Java's own image. */
    BufferedImage image() {
        WritableRaster raster = Raster.createInterleavedRaster(new DataBufferByte(pixels, pixels.length), width, height,
                width * BANDS, BANDS, new int[] {0, 1, 2}, null);
        return new BufferedImage(SRGB, raster, false, null);
    }
}
