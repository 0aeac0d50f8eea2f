package io.reeldrop.drop;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a file's name alone says of it. Names are relative and {@code /}-separated; suffixes count in any case of letters. */
final class Names {

    static final String DEFAULTS = "_defaults.json";

    private static final Set<String> IMAGE_SUFFIXES =
            Set.of("png", "jpg", "jpeg", "webp", "gif", "bmp", "tif", "tiff", "heic", "avif");
    private static final Set<String> TEMPORARY_SUFFIXES = Set.of("part", "tmp", "filepart", "crdownload", "partial");
    /** Our own page, and what a desktop leaves behind in every folder it shows. */
    private static final Set<String> NEVER_DROPS = Set.of("_status.txt", "thumbs.db", "desktop.ini");
    private static final List<String> REPORTS = List.of(".error.json", ".result.json");

    /** {@code .} and {@code ..}, which a bucket's key may hold, hide nothing. */
    private static final Pattern HIDDEN = Pattern.compile("(^|/)\\.(?!\\.?(/|$))");

    private Names() {
    }

    /** Still being written under a passing name, hidden, a bucket's folder marker, or nobody's drop. */
    static boolean ignored(Entry entry) {
        return entry.name().endsWith("/") && entry.size() == 0 || ignored(entry.name());
    }

    private static boolean ignored(String name) {
        return name.isEmpty() || name.endsWith("~") || HIDDEN.matcher(name).find()
                || TEMPORARY_SUFFIXES.contains(suffix(name)) || NEVER_DROPS.contains(lower(file(name)));
    }

    static boolean defaults(String name) {
        return lower(file(name)).equals(DEFAULTS);
    }

    static boolean sidecar(String name) {
        return suffix(name).equals("json");
    }

    /** One of our own reports, moved back into {@code in/} together with the drop it is about. */
    static boolean report(String name) {
        return REPORTS.stream().anyMatch(lower(name)::endsWith);
    }

    static boolean image(String name) {
        return IMAGE_SUFFIXES.contains(suffix(name));
    }

    /** The name without its last suffix; only for names that have one. */
    static String stem(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }

    /** The folder of a name: empty for the root, else without a trailing slash. */
    static String folder(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('/')));
    }

    static String file(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    private static String suffix(String name) {
        int dot = name.lastIndexOf('.');
        return dot <= name.lastIndexOf('/') ? "" : lower(name.substring(dot + 1));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
