package io.reeldrop.gateway;

import java.util.List;
import java.util.Locale;

/** What a failure code means for another attempt. Codes are dotted and grow at their end, so they are matched by prefix. */
final class FailureCode {

    private FailureCode() {
    }

    static Retry retry(ReplyRules.Failures rules, String code) {
        if (code == null || code.isBlank()) {
            return rules.whenAbsent();
        }
        String upper = code.strip().toUpperCase(Locale.ROOT);
        int never = longest(rules.never(), upper);
        int once = longest(rules.once(), upper);
        int later = longest(rules.later(), upper);
        int best = Math.max(never, Math.max(once, later));
        if (best < 0) {
            return rules.whenUnknown();
        }
        return best == never ? Retry.NEVER : best == once ? Retry.ONCE : Retry.LATER;
    }

    private static int longest(List<String> prefixes, String code) {
        return prefixes.stream().map(p -> p.toUpperCase(Locale.ROOT))
                .filter(p -> code.equals(p) || code.startsWith(p + ".")).mapToInt(String::length).max().orElse(-1);
    }
}
