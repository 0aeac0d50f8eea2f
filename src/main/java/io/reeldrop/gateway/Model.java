package io.reeldrop.gateway;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * What one model offers at one gateway.
 *
 * @param required     fields that a request must have ({@code model} and {@code duration} are always sent)
 * @param ratios       offered ratios, or null where the gateway takes any text
 * @param defaultRatio the ratio of a request that names none, or null
 * @param duration     offered lengths
 * @param promptText   limit of the prompt
 * @param seed         range of the seed, or null where the model takes none
 * @param frames       combinations of positions that an array of frames may hold, such as {@code [first, last]}; empty where only
 *                     the plain form is offered
 * @param fields       fields beyond the common ones
 * @param price        what a task costs, or null where that is not known
 */
public record Model(
        List<String> required,
        @OrNull List<String> ratios,
        @OrNull String defaultRatio,
        Durations duration,
        Text promptText,
        @OrNull Range seed,
        List<List<String>> frames,
        Map<String, Field> fields,
        @OrNull Price price) {

    /**
     * Offered lengths in whole seconds: either {@code values}, or {@code min} and {@code max}.
     *
     * @param fallback the length of a request that names none; always sent, because some gateways look up their price by it
     */
    public record Durations(@OrNull List<Integer> values, @OrNull Integer min, @OrNull Integer max,
            @JsonProperty("default") int fallback) {

        boolean offers(long seconds) {
            return values == null ? seconds >= min && seconds <= max : values.stream().anyMatch(v -> v == seconds);
        }

        String offered() {
            return values == null ? min + " to " + max + " s" : Words.list(values) + " s";
        }
    }

    /** @param maxUtf16 most UTF-16 code units, which is what {@link String#length()} counts */
    public record Text(int maxUtf16) {
    }

    /** Whole numbers, both ends included. */
    public record Range(long min, long max) {
    }

    /**
     * A field that only some models have.
     *
     * @param type   what kind of JSON value it takes
     * @param values the texts offered, or null where any will do
     */
    public record Field(Kind type, @OrNull List<String> values) {
    }

    /** The kinds of JSON value. */
    public enum Kind {
        TEXT, INTEGER, NUMBER, BOOLEAN, OBJECT, ARRAY
    }

    /**
     * What a task costs, in the profile's unit: {@code perCall + perSecond × duration}, and the surcharges.
     *
     * @param perCall    for the call itself, or null
     * @param perSecond  for each second of video, or null
     * @param surcharges what is added for certain fields
     */
    public record Price(@OrNull BigDecimal perCall, @OrNull BigDecimal perSecond, @OrNull List<Surcharge> surcharges) {
    }

    /** Added for each second when {@code field} is given with a value other than {@code unless}. */
    public record Surcharge(String field, String unless, BigDecimal perSecond) {
    }
}
