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
    /** Where a column's colour goes, and with what weight: the rest of its weight goes to the next cell. */
    private final int[] cells;
    private final float[] weights;
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
        this.cells = new int[width];
        this.weights = new float[width];
        this.across = new float[toWidth * BANDS];
        this.sum = new double[toWidth * BANDS];
        this.out = new byte[toWidth * BANDS];
        // A column is toWidth wide and a column of the result width, so that both end on whole numbers; rows likewise.
        for (int x = 0; x < width; x++) {
            long left = (long) x * toWidth;
            cells[x] = (int) (left / width) * BANDS;
            weights[x] = Math.min(toWidth, (left / width + 1) * width - left);
        }
    }

    /** The next row of the picture, its pixels from {@code offset} on: red, green, blue. */
    void row(byte[] rgb, int offset) {
        if (width == toWidth && height == toHeight) {
            System.arraycopy(rgb, offset, out, 0, out.length);
            rows.row(done++, out);
            return;
        }
        narrow(rgb, offset);
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
        int at = offset;
        for (int x = 0; x < width; x++) {
            int to = cells[x];
            float weight = weights[x];
            int red = rgb[at] & 0xFF;
            int green = rgb[at + 1] & 0xFF;
            int blue = rgb[at + 2] & 0xFF;
            across[to] += red * weight;
            across[to + 1] += green * weight;
            across[to + 2] += blue * weight;
            float rest = toWidth - weight;
            if (rest > 0) {
                across[to + 3] += red * rest;
                across[to + 4] += green * rest;
                across[to + 5] += blue * rest;
            }
            at += BANDS;
        }
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
