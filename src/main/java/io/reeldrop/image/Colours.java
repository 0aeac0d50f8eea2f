package io.reeldrop.image;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/** Turns rows of whatever a decoder yields (palette, grey, 16 bits, transparent) into red, green and blue bytes on white. */
final class Colours {

    private final int width;
    private final int colours;
    private final boolean alpha;
    private final int most;
    private final boolean plain;
    private final int[] palette;
    private final ICC_Profile profile;
    private final byte[] flat;
    private final byte[] rgb;
    private int[] samples;

    /** @param said the profile that the file names beside the pixels, or null */
    Colours(ColorModel model, ICC_Profile said, int width) {
        this.width = width;
        this.palette = model instanceof IndexColorModel index ? palette(index) : null;
        this.colours = palette == null ? model.getNumColorComponents() : Bitmap.BANDS;
        this.alpha = palette == null && model.hasAlpha();
        this.most = (1 << model.getComponentSize(0)) - 1;
        this.plain = palette == null && !alpha && most == 255 && model instanceof ComponentColorModel;
        this.profile = said != null && said.getNumComponents() == colours ? said : meant(model.getColorSpace());
        this.flat = new byte[width * colours];
        this.rgb = colours == Bitmap.BANDS ? flat : new byte[width * Bitmap.BANDS];
    }

    private static int[] palette(IndexColorModel index) {
        int[] colours = new int[index.getMapSize()];
        index.getRGBs(colours);
        return colours;
    }

    /** Null where the samples are to be taken as they are: Java's own grey says that it is linear, but files do not mean it. */
    private static ICC_Profile meant(ColorSpace space) {
        boolean usual = space.isCS_sRGB() || space.equals(ColorSpace.getInstance(ColorSpace.CS_GRAY));
        return !usual && space instanceof ICC_ColorSpace icc ? icc.getProfile() : null;
    }

    /** What the rows' colours mean, where that is not sRGB; else null. Grey is taken for sRGB's, from which no grey profile is far. */
    ICC_Profile profile() {
        return colours == Bitmap.BANDS ? profile : null;
    }

    /** Three bytes a pixel, in an array that is used again. */
    byte[] row(Raster strip, int y) {
        if (plain) {
            strip.getDataElements(strip.getMinX(), strip.getMinY() + y, width, 1, flat);
        } else {
            samples = strip.getPixels(strip.getMinX(), strip.getMinY() + y, width, 1, samples);
            if (palette == null) {
                flatten();
            } else {
                unfold();
            }
        }
        if (colours == 1) {
            for (int x = 0, to = 0; x < width; x++, to += Bitmap.BANDS) {
                rgb[to] = flat[x];
                rgb[to + 1] = flat[x];
                rgb[to + 2] = flat[x];
            }
        }
        return rgb;
    }

    private void unfold() {
        for (int x = 0, to = 0; x < width; x++) {
            int argb = palette[Math.min(samples[x], palette.length - 1)];
            int opaque = argb >>> 24;
            flat[to++] = over(argb >> 16 & 0xFF, opaque, 0xFF);
            flat[to++] = over(argb >> 8 & 0xFF, opaque, 0xFF);
            flat[to++] = over(argb & 0xFF, opaque, 0xFF);
        }
    }

    private void flatten() {
        int from = 0;
        int to = 0;
        int bands = alpha ? colours + 1 : colours;
        for (int x = 0; x < width; x++) {
            int opaque = alpha ? samples[from + colours] : most;
            for (int i = 0; i < colours; i++) {
                flat[to++] = over(samples[from + i], opaque, most);
            }
            from += bands;
        }
    }

    /** On white, as a byte. */
    private static byte over(int sample, int opaque, int most) {
        long whole = (long) sample * opaque + (long) most * (most - opaque);
        long area = (long) most * most;
        return (byte) ((whole * 255 + area / 2) / area);
    }
}
