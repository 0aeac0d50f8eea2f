package io.reeldrop.gateway;

import java.util.Locale;

/** What an answer says of itself, before anything is known of a task. */
final class Envelope {

    private Envelope() {
    }

    /** Whether the body calls itself an error, whatever its HTTP status. */
    static boolean saysError(ReplyRules rules, ReplyBody body) {
        boolean success = body.words(rules.successCode())
                .allMatch(code -> rules.success().stream().anyMatch(s -> s.equals(code.toLowerCase(Locale.ROOT))));
        return !success || body.flagged(rules.error());
    }

    /** For people, where the answer has no words of its own. */
    static String describe(ReplyBody body, String contentType) {
        return body.isObject() ? "JSON without a word that the profile knows"
                : "not JSON but " + (contentType == null || contentType.isBlank() ? "something unnamed" : Words.plain(contentType));
    }
}
