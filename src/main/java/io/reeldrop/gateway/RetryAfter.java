package io.reeldrop.gateway;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** The {@code Retry-After} header (RFC 9110, 10.2.3). */
final class RetryAfter {

    /** No more than a day is believed: a wrong clock on their side must not hold an account for a year. */
    private static final long MOST = Duration.ofDays(1).toMillis();

    private RetryAfter() {
    }

    static Long millis(String header, Instant now) {
        if (header == null) {
            return null;
        }
        String text = header.strip();
        if (text.matches("\\d{1,9}(\\.\\d{1,9})?")) {
            return Math.min(MOST, (long) (Double.parseDouble(text) * 1000));
        }
        try {
            Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            return Math.max(0, Math.min(MOST, Duration.between(now, then).toMillis()));
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }
}
