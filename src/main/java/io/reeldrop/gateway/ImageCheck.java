package io.reeldrop.gateway;

import io.reeldrop.gateway.Profile.ImageLimits;
import io.reeldrop.job.Image;
import java.math.BigDecimal;
import java.util.TreeSet;

/** Compares a drop's image with the gateway's limits. */
final class ImageCheck {

    private static final String FIELD = RequestFields.IMAGE;

    private final Profile profile;
    private final ImageLimits limits;
    private final Faults faults;

    ImageCheck(Profile profile, Faults faults) {
        this.profile = profile;
        this.limits = profile.image();
        this.faults = faults;
    }

    void check(Image image) {
        type(image);
        sides(image);
        long chars = DataUri.length(profile, image);
        if (chars > limits.maxDataUriChars()) {
            faults.add(FIELD, "the image of " + image.bytes() + " bytes is " + chars + " characters when it is sent",
                    "at most " + limits.maxDataUriChars() + " characters, about " + limits.maxDataUriChars() / 4 * 3 + " bytes",
                    "Save it smaller, or as JPEG");
        }
    }

    private void type(Image image) {
        if (!limits.types().containsKey(image.type())) {
            TreeSet<String> offered = new TreeSet<>(limits.types().keySet());
            faults.add(FIELD, "the image is a " + image.type() + ", which " + profile.name() + " does not take", Words.list(offered),
                    "Save it as one of these");
        }
    }

    private void sides(Image image) {
        String size = image.width() + " × " + image.height() + " pixels";
        if (image.width() > limits.maxSide() || image.height() > limits.maxSide()) {
            faults.add(FIELD, "the image has " + size, "at most " + limits.maxSide() + " a side", "Scale it down");
        }
        long pixels = (long) image.width() * image.height();
        if (limits.maxPixels() != null && pixels > limits.maxPixels()) {
            faults.add(FIELD, "the image has " + size + ", " + pixels + " in all", "at most " + limits.maxPixels(), "Scale it down");
        }
        // Compared by multiplying, so that a ratio of exactly the limit is not lost to rounding.
        BigDecimal width = BigDecimal.valueOf(image.width());
        BigDecimal height = BigDecimal.valueOf(image.height());
        if (width.compareTo(limits.minSideRatio().multiply(height)) < 0 || width.compareTo(limits.maxSideRatio().multiply(height)) > 0) {
            faults.add(FIELD, "the image of " + size + " is too narrow or too wide",
                    "width / height from " + limits.minSideRatio() + " to " + limits.maxSideRatio(), "Crop it");
        }
    }
}
