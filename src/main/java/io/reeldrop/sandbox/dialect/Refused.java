package io.reeldrop.sandbox.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What is wrong with a request, before it is put into a gateway's words.
 *
 * @param status   the official API's HTTP status for it
 * @param official the official API's body for it; a relay may pass it on as it got it
 * @param call     method and path, for those that quote it
 */
public record Refused(Kind kind, int status, ObjectNode official, String call) {

    /** One line: relays that keep nothing else of an answer keep what is wrong. */
    String text() {
        StringBuilder text = new StringBuilder(official.path("error").asText());
        official.path("issues").forEach(issue -> {
            text.append(": ");
            issue.path("path").forEach(step -> text.append(step.asText()).append(": "));
            text.append(issue.path("message").asText());
        });
        return text.toString();
    }

    /** What relays answer differently. */
    public enum Kind {
        KEY, CREDITS, RATE, UNKNOWN_TASK, UNKNOWN_PATH, UNKNOWN_MODEL, INVALID, TOO_LARGE, MOVED, SERVER;

        /** What an official status means where nothing closer is known. */
        public static Kind of(int status) {
            return switch (status) {
                case 401 -> KEY;
                case 402 -> CREDITS;
                case 404, 405 -> UNKNOWN_PATH;
                case 413 -> TOO_LARGE;
                case 429 -> RATE;
                default -> status == 408 || status >= 500 ? SERVER : status < 400 ? MOVED : INVALID;
            };
        }
    }
}
