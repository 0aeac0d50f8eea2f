package io.reeldrop.gateway;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;

/** A time in an answer: ISO-8601 with an offset, or seconds or milliseconds since 1970. A time without an offset may be any. */
final class Moment {

    /** The year 2001 in milliseconds, the year 33658 in seconds. */
    private static final long LEAST_MILLIS = 1_000_000_000_000L;
    private static final long LEAST_SECONDS = 1_000_000_000L;

    private Moment() {
    }

    /** The first that can be understood, or null. */
    static Instant in(ReplyBody body, List<JsonPointer> pointers) {
        return pointers.stream().map(body::at).map(Moment::of).filter(Objects::nonNull).findFirst().orElse(null);
    }

    static Instant of(JsonNode node) {
        if (node.isTextual() && !node.textValue().strip().matches("\\d{10,13}")) {
            try {
                return OffsetDateTime.parse(node.textValue().strip()).toInstant();
            } catch (DateTimeException e) {
                return null;
            }
        }
        long number = node.asLong(0);
        return number >= LEAST_MILLIS ? Instant.ofEpochMilli(Math.min(number, LEAST_MILLIS * 1000))
                : number >= LEAST_SECONDS ? Instant.ofEpochSecond(number) : null;
    }
}
