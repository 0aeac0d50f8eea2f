package io.reeldrop.storage;

import java.util.Locale;
import java.util.Map;

/** What a browser is told that an object is. The JDK's own table knows neither WebP nor MP4 everywhere. */
final class ContentTypes {

    private static final Map<String, String> BY_SUFFIX = Map.of("mp4", "video/mp4", "webm", "video/webm", "mov", "video/quicktime",
            "json", "application/json", "txt", "text/plain; charset=utf-8", "png", "image/png", "jpg", "image/jpeg", "jpeg", "image/jpeg",
            "webp", "image/webp");

    private ContentTypes() {
    }

    static String of(String name) {
        String suffix = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return BY_SUFFIX.getOrDefault(suffix, "application/octet-stream");
    }
}
