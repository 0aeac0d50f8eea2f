package io.reeldrop.job;

import java.util.Objects;

/**
 * One fault in what a person gave us, in words that let them mend it without tools.
 *
 * @param file    the file (or setting) at fault, as its owner knows it, such as {@code cat.json}
 * @param field   the field inside it, such as {@code duration}; null where the whole file is at fault
 * @param message what is wrong, without a full stop, such as {@code 7 s is not offered by gen4.5 at runway}
 * @param limit   what is allowed, such as {@code 2 to 10}; null where there is no such thing as a limit
 * @param remedy  what to do, as an imperative sentence without a full stop
 */
public record Problem(String file, String field, String message, String limit, String remedy) {

    public Problem {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(remedy, "remedy");
    }

    /** The same problem, reported of another file (a name that only the caller knows). */
    public Problem in(String otherFile) {
        return new Problem(otherFile, field, message, limit, remedy);
    }

    /** One line for logs and status pages: {@code cat.json, duration: 7 s is not offered (allowed: 5, 10). Choose one of these.} */
    @Override
    public String toString() {
        String line = file + (field == null ? "" : ", " + field) + ": " + message
                + (limit == null ? "" : " (allowed: " + limit + ")") + ". " + remedy + (remedy.startsWith("Did you mean") ? "?" : ".");
        // A file's name may hold a line break.
        return line.replaceAll("\\p{Cntrl}", "?");
    }
}
