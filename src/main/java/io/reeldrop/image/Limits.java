package io.reeldrop.image;

import io.reeldrop.job.Image;
import java.math.BigDecimal;

/**
 * What an image must keep to.
 *
 * @param maxBytes     of the file
 * @param maxSide      longest side in pixels
 * @param maxPixels    most pixels
 * @param minSideRatio least width / height
 * @param maxSideRatio greatest width / height
 */
public record Limits(long maxBytes, int maxSide, long maxPixels, BigDecimal minSideRatio, BigDecimal maxSideRatio) {

    /** Whether an image of that many pixels need not be made smaller. */
    public boolean holds(int width, int height) {
        return width <= maxSide && height <= maxSide && (long) width * height <= maxPixels;
    }

    public boolean holds(Image image) {
        return image.bytes() <= maxBytes && holds(image.width(), image.height());
    }

    /** Compared by multiplying, so that a ratio of exactly the limit is not lost to rounding. */
    public boolean holdsRatio(int width, int height) {
        BigDecimal across = BigDecimal.valueOf(width);
        BigDecimal down = BigDecimal.valueOf(height);
        return across.compareTo(minSideRatio.multiply(down)) >= 0 && across.compareTo(maxSideRatio.multiply(down)) <= 0;
    }
}
