package io.reeldrop.image;

import java.util.Arrays;

/**
 * Scales a picture down while its rows pass by, each pixel of the result being the mean of the area that it stands for. Holds one row,
 * whatever the picture's size.
 */
final class Shrink {

    /** Gets the rows of the result from top to bottom; the array is used again. */
    interface Rows {
        void row(int y, byte[] rgb);
    }

    private static final int BANDS = 3;

    private final int width;
    private final int height;
    private final int toWidth;
    private final int toHeight;
    private final Rows rows;
    private final float[] across;
    private final double[] sum;
    private final byte[] out;
    private int seen;
    private int done;

    /** The result is no larger in either direction. */
    Shrink(int width, int height, int toWidth, int toHeight, Rows rows) {
        this.width = width;
        this.height = height;
        this.toWidth = toWidth;
        this.toHeight = toHeight;
        this.rows = rows;
        this.across = new float[toWidth * BANDS];
        this.sum = new double[toWidth * BANDS];
        this.out = new byte[toWidth * BANDS];
    }

    /** The next row of the picture, its pixels from {@code offset} on: red, green, blue. */
    void row(byte[] rgb, int offset) {
        if (width == toWidth && height == toHeight) {
            System.arraycopy(rgb, offset, out, 0, out.length);
            rows.row(done++, out);
            return;
        }
        narrow(rgb, offset);
        // A row is toHeight high and a row of the result height, so that both end on whole numbers.
        long top = (long) seen * toHeight;
        long bottom = top + toHeight;
        long end = (long) (done + 1) * height;
        add(Math.min(bottom, end) - top);
        if (bottom >= end) {
            emit();
            if (bottom > end) {
                add(bottom - end);
            }
        }
        seen++;
    }

    private void narrow(byte[] rgb, int offset) {
        Arrays.fill(across, 0);
        int cell = 0;
        long left = 0;
        for (int x = 0; x < width; x++) {
            long right = left + toWidth;
            long end = (long) (cell + 1) * width;
            int at = offset + x * BANDS;
            collect(rgb, at, cell, Math.min(right, end) - left);
            if (right >= end) {
                cell++;
                if (right > end) {
                    collect(rgb, at, cell, right - end);
                }
            }
            left = right;
        }
    }

    private void collect(byte[] rgb, int at, int cell, float weight) {
        int to = cell * BANDS;
        across[to] += (rgb[at] & 0xFF) * weight;
        across[to + 1] += (rgb[at + 1] & 0xFF) * weight;
        across[to + 2] += (rgb[at + 2] & 0xFF) * weight;
    }

    private void add(long weight) {
        for (int i = 0; i < across.length; i++) {
            sum[i] += across[i] * weight;
        }
    }

    private void emit() {
        double area = (double) width * height;
        for (int i = 0; i < sum.length; i++) {
            out[i] = (byte) (sum[i] / area + 0.5);
            sum[i] = 0;
        }
        rows.row(done++, out);
    }
}
