package io.reeldrop.image;

/**
 * How a stored picture is to be turned before it is seen, as EXIF numbers it: 1 as it is, 2 mirrored, 3 upside down, 4 both, 5 to 8 with
 * rows and columns exchanged (6, for a phone held upright, is a quarter turn clockwise).
 */
record Orientation(int number) {

    static final Orientation AS_STORED = new Orientation(1);

    /** What other programs make of a number that is none. */
    static Orientation of(Integer number) {
        return number == null || number < 1 || number > 8 ? AS_STORED : new Orientation(number);
    }

    private boolean exchanged() {
        return number >= 5;
    }

    private boolean fromRight() {
        return number == 2 || number == 3 || number == 7 || number == 8;
    }

    private boolean fromBottom() {
        return number == 3 || number == 4 || number == 6 || number == 7;
    }

    /** An empty bitmap for a stored picture of that size. */
    Bitmap bitmap(int width, int height) {
        return exchanged() ? new Bitmap(height, width) : new Bitmap(width, height);
    }

    /** Puts a stored row where it is to be seen. */
    void place(byte[] rgb, int y, int width, int height, Bitmap to) {
        int row = fromBottom() ? height - 1 - y : y;
        int column = fromRight() ? width - 1 : 0;
        int stride = to.width() * Bitmap.BANDS;
        int at = exchanged() ? column * stride + row * Bitmap.BANDS : row * stride + column * Bitmap.BANDS;
        int step = (exchanged() ? stride : Bitmap.BANDS) * (fromRight() ? -1 : 1);
        byte[] pixels = to.pixels();
        for (int i = 0; i < width * Bitmap.BANDS; i += Bitmap.BANDS) {
            pixels[at] = rgb[i];
            pixels[at + 1] = rgb[i + 1];
            pixels[at + 2] = rgb[i + 2];
            at += step;
        }
    }
}
