package io.reeldrop.gateway;

import io.reeldrop.job.Image;

/** The form in which a drop's own image is sent. */
final class DataUri {

    private DataUri() {
    }

    static String head(Profile profile, Image image) {
        return "data:" + profile.image().types().getOrDefault(image.type(), "image/" + image.type()) + ";base64,";
    }

    static long base64Length(Image image) {
        return (image.bytes() + 2) / 3 * 4;
    }

    static long length(Profile profile, Image image) {
        return head(profile, image).length() + base64Length(image);
    }
}
