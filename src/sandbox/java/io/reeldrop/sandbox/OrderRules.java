package io.reeldrop.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.reeldrop.sandbox.dialect.ApiError.Reason;
import io.reeldrop.sandbox.dialect.ApiError;
import io.reeldrop.sandbox.dialect.Dialect.Offer;
import io.reeldrop.sandbox.dialect.Dialect;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Judges the body of a submit by what the gateway called sells, naming everything wrong at once as the official API does. */
record OrderRules(Dialect dialect, JsonNode body, ArrayNode issues) {

    private static final Set<String> COMMON = Set.of("model", "promptImage", "promptText", "ratio", "duration");
    private static final List<String> OUTPUT_FORMATS = List.of("mp4", "prores", "png_sequence");
    /** What one second costs more that is to come in another format than MP4, in credits. */
    private static final long OTHER_FORMAT = 5;
    private static final String USUAL_RATIO = "1280:768";
    private static final int LONGEST_DATA_URI = 5_242_880;
    private static final Pattern IP_ADDRESS = Pattern.compile("\\[.*|[0-9.]+");

    /** A submit that was found good: duration in seconds, estimate in credits, no image where it was named by its URL. */
    record Order(Dialect dialect, String model, String promptText, String ratio, int duration, Path image, long estimate) {
    }

    static Order read(Dialect dialect, JsonNode body, PromptImages images) throws ApiError, IOException {
        if (!body.isObject()) {
            throw new ApiError(400, "The request body is not a JSON object").documented();
        }
        return new OrderRules(dialect, body, JsonNodeFactory.instance.arrayNode()).order(images);
    }

    private Order order(PromptImages images) throws ApiError, IOException {
        Offer offer = offer();
        body.fieldNames().forEachRemaining(name -> check(!dialect.strict() || COMMON.contains(name) || offer.more().contains(name)
                || name.equals("seed") && offer.greatestSeed() != null, "unrecognized_keys", "Unrecognized key in object: '" + name + "'"));
        offer.required().forEach(field -> check(body.has(field), "invalid_type", "Required", field));
        String text = text("promptText");
        check(text == null || !text.isEmpty(), "too_small", "String must contain at least 1 character", "promptText");
        check(text == null || text.length() <= offer.longestPrompt(), "too_big",
                "String must contain at most " + offer.longestPrompt() + " characters", "promptText");
        String ratio = text("ratio");
        check(ratio == null || (offer.ratios() == null ? ratio.matches("[1-9]\\d{0,3}:[1-9]\\d{0,3}") : offer.ratios().contains(ratio)),
                "invalid_enum_value", "Expected one of " + offer.ratios() + "; received '" + ratio + "'", "ratio");
        Long seconds = whole("duration", offer.durations().get(0), offer.longest());
        check(seconds == null || offer.durations().contains(seconds), "invalid_enum_value", "Expected one of " + offer.durations(),
                "duration");
        whole("seed", 0, offer.greatestSeed() == null ? Long.MAX_VALUE : offer.greatestSeed());
        List.of("watermark", "audio").forEach(field -> check(!body.has(field) || body.path(field).isBoolean(), "invalid_type",
                "Expected boolean", field));
        check(List.of("auto", "low").contains(body.path("contentModeration").path("publicFigureThreshold").asText("auto")),
                "invalid_enum_value", "Expected one of auto, low", "contentModeration", "publicFigureThreshold");
        String format = text("outputFormat");
        check(format == null || OUTPUT_FORMATS.contains(format), "invalid_enum_value", "Expected one of " + OUTPUT_FORMATS, "outputFormat");
        String uri = image(offer.frames());
        refuseIfWrong();
        // Without a duration it becomes the longest, and so the dearest.
        int length = (int) (seconds == null ? offer.longest() : seconds);
        long price = offer.creditsPerSecond() + (format == null || format.equals("mp4") ? 0 : OTHER_FORMAT);
        return new Order(dialect, body.path("model").asText(), text, ratio == null ? USUAL_RATIO : ratio, length, images.kept(uri),
                length * price);
    }

    private void check(boolean holds, String code, String message, String... path) {
        if (!holds) {
            ArrayNode steps = issues.addObject().put("code", code).put("message", message).putArray("path");
            List.of(path).forEach(steps::add);
        }
    }

    private void refuseIfWrong() throws ApiError {
        if (!issues.isEmpty()) {
            throw ApiError.invalid(issues);
        }
    }

    private Offer offer() throws ApiError {
        String model = body.path("model").asText();
        Offer offer = dialect.models().get(model);
        if (!dialect.official() && (offer == null || !body.path("duration").isNumber())) {
            // A relay finds what is sold by model and duration together.
            throw new ApiError(Reason.UNKNOWN_MODEL, 400, "no channel sells runwayml_" + model + '_' + body.path("duration").asLong());
        }
        check(offer != null, "invalid_union_discriminator", "Expected one of " + dialect.models().keySet(), "model");
        refuseIfWrong();
        return offer;
    }

    /** Null for a field that is missing or no text. */
    private String text(String field) {
        JsonNode value = body.path(field);
        check(value.isMissingNode() || value.isTextual(), "invalid_type", "Expected string", field);
        return value.textValue();
    }

    /** Null for a field that is missing or no such number. */
    private Long whole(String field, long least, long most) {
        JsonNode value = body.path(field);
        double number = value.doubleValue();
        boolean whole = value.isNumber() && number == Math.rint(number);
        check(value.isMissingNode() || whole, "invalid_type", "Expected integer", field);
        check(!whole || number >= least, "too_small", "Number must be at least " + least, field);
        check(!whole || number <= most, "too_big", "Number must be at most " + most, field);
        return whole && number >= least && number <= most ? (long) number : null;
    }

    /** The first image's URI. */
    private String image(List<List<String>> frames) {
        JsonNode image = body.path("promptImage");
        if (image.isTextual()) {
            return checked(image.textValue(), "promptImage");
        }
        int most = frames.stream().mapToInt(List::size).max().orElse(1);
        check(image.isMissingNode() || image.isArray(), "invalid_union", "Expected a string or an array", "promptImage");
        boolean fits = image.size() >= 1 && image.size() <= most;
        check(!image.isArray() || fits, image.isEmpty() ? "too_small" : "too_big", "Array must contain 1 to " + most + " elements",
                "promptImage");
        if (!image.isArray() || !fits) {
            return null;
        }
        check(frames.contains(image.findValuesAsText("position").stream().sorted().toList()), "invalid_enum_value",
                "Expected positions " + frames, "promptImage", "0", "position");
        for (int i = 0; i < image.size(); i++) {
            String at = Integer.toString(i);
            check(image.get(i).path("uri").isTextual(), "invalid_type", "Expected string", "promptImage", at, "uri");
            checked(image.get(i).path("uri").asText("https://none.example"), "promptImage", at, "uri");
        }
        return image.get(0).path("uri").textValue();
    }

    private String checked(String uri, String... path) {
        boolean data = uri.startsWith("data:");
        check(!data || uri.length() <= LONGEST_DATA_URI, "too_big", "Data URI must contain at most " + LONGEST_DATA_URI + " characters",
                path);
        check(!data || PromptImages.DATA_URI.matcher(uri).lookingAt(), "invalid_string",
                "Data URI must be a base64 image of type jpeg, png or webp", path);
        check(data || uri.length() >= 13 && uri.length() <= 2048 && domain(uri), "invalid_string",
                "Expected an https URL with a domain name, 13 to 2048 characters long, or a data URI", path);
        return uri;
    }

    private static boolean domain(String uri) {
        try {
            URI parsed = URI.create(uri);
            return "https".equals(parsed.getScheme()) && parsed.getHost() != null && !IP_ADDRESS.matcher(parsed.getHost()).matches();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
