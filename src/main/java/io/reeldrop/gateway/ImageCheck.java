package io.reeldrop.gateway;

import io.reeldrop.gateway.Profile.ImageLimits;
import io.reeldrop.image.Fitting;
import io.reeldrop.image.Limits;
import io.reeldrop.image.Unfit;
import io.reeldrop.job.Image;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Compares a drop's image with the gateway's limits. One that is only too large, or of a type that the gateway does not take, is made fit
 * when it is sent; what cannot be mended so is a fault.
 */
final class ImageCheck {

    private static final String FIELD = RequestFields.IMAGE;
    /** What an image that is made fit becomes. */
    private static final String FITTED = "jpeg";

    private final Profile profile;
    private final ImageLimits offered;
    private final Limits limits;

    ImageCheck(Profile profile) {
        this.profile = profile;
        this.offered = profile.image();
        this.limits = limits(profile, FITTED);
    }

    /** For an image of that type, when it is sent as a data URI. */
    private static Limits limits(Profile profile, String type) {
        ImageLimits image = profile.image();
        long base64 = image.maxDataUriChars() - DataUri.head(profile, type).length();
        return new Limits(base64 / 4 * 3, image.maxSide(), image.maxPixels() == null ? Long.MAX_VALUE : image.maxPixels(),
                image.minSideRatio(), image.maxSideRatio());
    }

    /** What an image that does not fit must be made to keep to. */
    Limits limits() {
        return limits;
    }

    /** Whether the image can be sent as it is. */
    boolean fits(Image image) {
        return offered.types().containsKey(image.type()) && limits(profile, image.type()).holds(image);
    }

    void check(Image image, Faults faults) {
        if (image.width() > 0 && !limits.holdsRatio(image.width(), image.height())) {
            faults.add(FIELD, "the image of " + image.width() + " × " + image.height() + " pixels is too narrow or too wide",
                    "width / height from " + offered.minSideRatio() + " to " + offered.maxSideRatio(), "Crop it");
        }
        if (fits(image)) {
            return;
        }
        Optional<Unfit> obstacle = Fitting.obstacle(image);
        if (image.width() == 0 || !offered.types().containsKey(FITTED)) {
            faults.add(FIELD,
                    "the image is a " + image.type() + " of " + image.bytes() + " bytes, which " + profile.name() + " does not take",
                    Words.list(new TreeSet<>(offered.types().keySet())), "Save it as one of these, and smaller");
        } else if (obstacle.isPresent()) {
            faults.add(FIELD, obstacle.get().getMessage(), obstacle.get().limit(), obstacle.get().remedy());
        }
    }
}
