package io.reeldrop.drop;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.reeldrop.job.Problem;

/** Says in plain words what a JSON parser found wrong, and where. */
final class JsonFault {

    private static final String CURLY_QUOTES = "\u201C\u201D\u201E\u201F\u00AB\u00BB\u2018\u2019\u201A\uFF02";

    private JsonFault() {
    }

    static Problem in(String text, JsonProcessingException fault, String file) {
        if (fault instanceof StreamConstraintsException) {
            return new Problem(file, null, "is nested too deeply, or holds a number or a name that is too long", null,
                    "Keep to the fields that a sidecar knows");
        }
        int offset = offset(text, fault.getLocation());
        long line = 1 + text.substring(0, offset).chars().filter(c -> c == '\n').count();
        int column = offset - text.lastIndexOf('\n', offset - 1);
        return new Problem(file, null, "is not valid JSON (line " + line + ", column " + column + ")", null, remedy(text, offset, fault));
    }

    /** The parser often stands one past the character that it refused, or past the blanks after it. */
    private static int offset(String text, JsonLocation location) {
        int offset = location == null ? 0 : (int) Math.max(0, Math.min(location.getCharOffset(), text.length()));
        while (offset > 0 && (offset == text.length() || Character.isWhitespace(text.charAt(offset)))) {
            offset--;
        }
        return offset;
    }

    private static String remedy(String text, int offset, JsonProcessingException fault) {
        if (fault instanceof JsonEOFException) {
            return "Copy it again if it was cut off, else add the closing quote or bracket that is missing";
        }
        String near = text.substring(Math.max(0, offset - 1), Math.min(text.length(), offset + 1));
        if (near.chars().anyMatch(c -> CURLY_QUOTES.indexOf(c) >= 0)) {
            return "Replace the curly quotes by straight ones (\")";
        }
        if (near.indexOf('\'') >= 0) {
            return "Replace the single quotes (') by double ones (\")";
        }
        if (text.substring(0, offset + 1).matches("(?s).*,\\s*[}\\]]")) {
            return "Remove the comma before the closing bracket";
        }
        if (near.indexOf('/') >= 0 || near.indexOf('#') >= 0) {
            return "Remove the comment: JSON has none";
        }
        if (near.indexOf('\\') >= 0) {
            return "Write a backslash twice (\\\\)";
        }
        if (fault.getOriginalMessage().contains("CTRL-CHAR")) {
            return "Write a line break inside a text as \\n, and close every quote";
        }
        return "Look there for a missing comma, colon or quote; names and texts stand in double quotes";
    }
}
