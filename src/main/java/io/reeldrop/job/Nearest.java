package io.reeldrop.job;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** "Did you mean": the known word nearest to a mistyped one. */
public final class Nearest {

    private Nearest() {
    }

    /** The known word at most a third of its letters (and at least two) away from {@code word}, or empty. */
    public static Optional<String> to(String word, Collection<String> known) {
        String wanted = word.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(k -> distance(wanted, k) <= Math.max(2, k.length() / 3))
                .min(Comparator.comparingInt(k -> distance(wanted, k)));
    }

    private static int distance(String wanted, String known) {
        return LevenshteinDistance.getDefaultInstance().apply(wanted, known.toLowerCase(Locale.ROOT));
    }
}
