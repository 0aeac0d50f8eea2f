package io.reeldrop.sandbox.dialect;

import java.util.List;
import java.util.Set;

/**
 * What one model takes.
 *
 * @param creditsPerSecond its price
 * @param required         fields without which it is refused
 * @param ratios           empty: any {@code width:height}
 * @param durations        seconds, in ascending order
 * @param longestPrompt    UTF-16 code units
 * @param greatestSeed     null: it takes none
 * @param frames           which positions an array of images may fill
 * @param more             fields beyond the common ones
 */
public record Offer(long creditsPerSecond, Set<String> required, List<String> ratios, List<Long> durations, int longestPrompt,
        Long greatestSeed, List<List<String>> frames, Set<String> more) {
}
