package io.reeldrop.drop;

import io.reeldrop.storage.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The name under which everything about a job is written: {@code cat} in {@code cat.mp4} and {@code cat.result.json}. */
public final class Stem {

    /** UTF-8 bytes of the last part; file systems stop at 255, and suffixes follow. */
    static final int MAX_BYTES = 200;

    private static final int HASH_LENGTH = 8;
    /** {@code cat.error} would have its sidecar where the report on {@code cat} lies. */
    private static final List<String> OF_REPORTS = List.of(".error", ".result");

    private Stem() {
    }

    /**
     * The first free one of {@code cat}, {@code cat-2}, {@code cat-3}, … in the same sub-folder. A name that is too long is cut, and
     * a short hash of the whole one added.
     * What leads out of a folder, or to none, is left out.
     *
     * @param dropName relative, {@code /}-separated
     * @param free     whether nothing bears a name yet; must hold for some number
     */
    public static String choose(String dropName, Predicate<String> free) {
        String name = dropName.replaceAll("/+$", "").replace('\0', '_');
        String folder = folders(name);
        String last = part(Names.file(name));
        int number = OF_REPORTS.stream().anyMatch(last.toLowerCase(Locale.ROOT)::endsWith) ? 2 : 1;
        while (true) {
            String choice = folder + fitting(last, number == 1 ? "" : "-" + number);
            if (free.test(choice)) {
                return choice;
            }
            number++;
        }
    }

    /** The folders of a name: those of a bucket's key need not be what a folder can bear, such as the empty one in {@code a//b.png}. */
    private static String folders(String name) {
        int end = name.lastIndexOf('/');
        return end < 0 ? ""
                : Arrays.stream(name.substring(0, end).split("/")).filter(part -> !part.isEmpty()).map(part -> fitting(part(part), ""))
                .map(part -> part + "/").collect(Collectors.joining());
    }

    private static String part(String part) {
        return part.isEmpty() || part.equals(".") || part.equals("..") ? "_" : part;
    }

    private static String fitting(String last, String suffix) {
        if (bytes(last) + suffix.length() <= MAX_BYTES) {
            return last + suffix;
        }
        String end = "-" + Sha256.of(last.getBytes(StandardCharsets.UTF_8)).substring(0, HASH_LENGTH) + suffix;
        int room = MAX_BYTES - end.length();
        int cut = 0;
        int used = 0;
        while (cut < last.length()) {
            int codePoint = last.codePointAt(cut);
            used += bytes(Character.toString(codePoint));
            if (used > room) {
                break;
            }
            cut += Character.charCount(codePoint);
        }
        return last.substring(0, cut) + end;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
