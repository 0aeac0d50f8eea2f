package io.reeldrop.image;

/** Width and height in pixels. */
record Size(int width, int height) {

    int longSide() {
        return Math.max(width, height);
    }

    /** Of the same shape. The short side is rounded up, so that nothing becomes narrower or wider than it was. */
    Size withLongSide(int side) {
        int other = Math.max(1, Math.toIntExact(((long) Math.min(width, height) * side + longSide() - 1) / longSide()));
        return width >= height ? new Size(side, other) : new Size(other, side);
    }

    /** The largest of the same shape, and no larger than this one. */
    Size within(int maxSide, long maxPixels) {
        Size size = withLongSide(Math.min(longSide(), maxSide));
        if ((long) size.width * size.height > maxPixels) {
            size = withLongSide((int) Math.sqrt(maxPixels * ((double) longSide() / Math.min(width, height))) + 1);
        }
        while ((long) size.width * size.height > maxPixels && size.longSide() > 1) {
            size = withLongSide(size.longSide() - 1);
        }
        return size;
    }
}
