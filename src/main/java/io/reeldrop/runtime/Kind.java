package io.reeldrop.runtime;

import java.math.BigDecimal;
import java.net.URI;
import java.time.ZoneId;
import java.util.function.Predicate;

/**
 * What a setting's value may be.
 *
 * @param message what to say of a value that is none, such as {@code is no whole number}
 * @param allowed the limit in words
 * @param shown   whether a wrong value may be repeated in a message: not where it could be, or hold, a secret
 * @param ok      the test
 */
record Kind(String message, String allowed, boolean shown, Predicate<String> ok) {

    static final Kind NAME = new Kind("is no name", "letters, digits, - and _", true, v -> v.matches("[A-Za-z0-9_-]{1,64}"));
    static final Kind PATH = new Kind("is no path", "a file or folder, relative to the home folder or absolute", true,
            v -> !v.isEmpty() && v.indexOf('\0') < 0);
    static final Kind PLACE = new Kind("is no place", "a folder, relative to the home folder or absolute, or s3://BUCKET/PREFIX", true,
            v -> v.matches("s3://[^/]+(/.*)?") || !v.isEmpty() && v.indexOf('\0') < 0 && !v.startsWith("s3:"));
    static final Kind STORE = new Kind("is no store", "jdbc:sqlite:FILE or jdbc:postgresql://HOST:PORT/DATABASE", false,
            v -> v.matches("jdbc:(sqlite:[^:?].*|postgresql:.+)"));
    static final Kind TEXT_OR_EMPTY = new Kind("is no name", "a name, or empty", true, v -> v.length() <= 200);
    static final Kind ZONE = new Kind("is no time zone", "such as UTC or Europe/Berlin", true, Kind::isZone);
    static final Kind URL = new Kind("is no URL", "http://… or https://…", false, Kind::isUrl);
    static final Kind URL_OR_EMPTY = new Kind("is no URL", "http://… or https://…, or empty", false, v -> v.isEmpty() || isUrl(v));
    static final Kind BOOLEAN = new Kind("is neither true nor false", "true, false", true, v -> v.matches("true|false"));
    static final Kind AMOUNT = new Kind("is no amount", "a number from 0, such as 500 or 12.50", true, Kind::isAmount);
    static final Kind SECRET = new Kind("holds blanks or unprintable characters", "the key as its owner shows it", false,
            v -> v.matches("[\\x21-\\x7e]{1,4096}"));

    static final Kind HOST = new Kind("is no address", "an address of this machine, such as 127.0.0.1 or 0.0.0.0", true,
            v -> v.matches("[A-Za-z0-9.:-]{1,253}"));
    static final Kind PORT_OR_EMPTY = whole(1, 65_535).orEmpty();
    static final Kind SECRET_OR_EMPTY = SECRET.orEmpty();
    static final Kind PATH_OR_EMPTY = PATH.orEmpty();

    private Kind orEmpty() {
        return new Kind(message, allowed + ", or empty", shown, ok.or(String::isEmpty));
    }

    static Kind whole(long least, long most) {
        return new Kind("is no whole number in range", least + " to " + most, true, v -> isWhole(v, least, most));
    }

    private static boolean isWhole(String value, long least, long most) {
        return value.matches("\\d{1,18}") && Long.parseLong(value) >= least && Long.parseLong(value) <= most;
    }

    private static boolean isAmount(String value) {
        return value.matches("\\d{1,12}(\\.\\d{1,6})?") && new BigDecimal(value).signum() >= 0;
    }

    private static boolean isZone(String value) {
        try {
            return ZoneId.of(value) != null;
        } catch (java.time.DateTimeException e) {
            return false;
        }
    }

    private static boolean isUrl(String value) {
        try {
            URI uri = new URI(value);
            return uri.getHost() != null && ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()));
        } catch (java.net.URISyntaxException e) {
            return false;
        }
    }
}
