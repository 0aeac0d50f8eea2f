package io.reeldrop.gateway;

import io.reeldrop.job.Image;

/** The form in which a drop's own image is sent. */
final class DataUri {

    private DataUri() {
    }

    static String head(Profile profile, String type) {
        return "data:" + profile.image().types().getOrDefault(type, "image/" + type) + ";base64,";
    }

    /** For people: the characters behind the head replaced by their number; any other address as it is. */
    static String shortened(String uri) {
        int comma = uri.indexOf(',');
        return uri.startsWith("data:") && comma >= 0 && comma < 100 ? shortened(uri.substring(0, comma + 1), uri.length() - comma - 1)
                : Words.plain(uri);
    }

    static String shortened(String head, long chars) {
        return head + "<" + chars + " chars>";
    }

    static long base64Length(Image image) {
        return (image.bytes() + 2) / 3 * 4;
    }
}
