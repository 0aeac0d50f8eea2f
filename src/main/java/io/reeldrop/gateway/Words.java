package io.reeldrop.gateway;

import io.reeldrop.job.Nearest;
import java.util.Collection;
import java.util.stream.Collectors;

/** Phrases for people that more than one rule uses. */
final class Words {

    /** Longest text of a gateway's that is kept: a gateway may send a whole request back. */
    private static final int MOST = 500;

    private Words() {
    }

    static String list(Collection<?> words) {
        return words.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /** {@code Did you mean promptText}, or else {@code otherwise}. */
    static String didYouMean(String word, Collection<String> known, String otherwise) {
        return Nearest.to(word, known).map(near -> "Did you mean " + near).orElse(otherwise);
    }

    /** A gateway's text on one line: no control characters, no line breaks, at most 500 characters. */
    static String plain(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\s\\u2028\\u2029]+", " ").strip();
        if (line.length() <= MOST) {
            return line;
        }
        // Half a character at the end could not be stored as UTF-8.
        return line.substring(0, Character.isHighSurrogate(line.charAt(MOST - 1)) ? MOST - 1 : MOST) + "…";
    }

    /** Whether the text is a web address rather than a sentence. */
    static boolean isUrl(String text) {
        return text.regionMatches(true, 0, "http://", 0, 7) || text.regionMatches(true, 0, "https://", 0, 8);
    }
}
