package io.reeldrop.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeldrop.sandbox.dialect.Dialect;
import io.reeldrop.sandbox.dialect.Offer;
import io.reeldrop.sandbox.dialect.Refused.Kind;
import io.reeldrop.sandbox.dialect.Terms;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Judges the body of a submit by the terms of the gateway called, naming everything wrong at once as the official API does. */
final class SubmitRules {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> COMMON = Set.of("model", "promptImage", "promptText", "ratio", "duration");
    private static final Pattern RATIO = Pattern.compile("[1-9]\\d{0,3}:[1-9]\\d{0,3}");
    private static final List<String> OUTPUT_FORMATS = List.of("mp4", "prores", "png_sequence");
    /** What one second costs more that is to come in another format than MP4, in credits. */
    private static final long OTHER_FORMAT = 5;

    private final PromptImages images;

    SubmitRules(PromptImages images) {
        this.images = images;
    }

    Submission read(Dialect dialect, byte[] bytes) throws Refusal, IOException {
        JsonNode body = object(bytes);
        Terms terms = dialect.terms();
        Issues issues = new Issues();
        Offer offer = offer(terms, body, issues);
        if (terms.strict()) {
            unknownKeys(body, offer, issues);
        }
        for (String field : offer.required().stream().sorted().toList()) {
            if (!body.has(field)) {
                issues.add("invalid_type", "Required", field).put("expected", "present").put("received", "undefined");
            }
        }
        String promptText = promptText(body, offer, issues);
        String ratio = ratio(body, offer, issues);
        Long duration = duration(body, offer, issues);
        if (offer.greatestSeed() != null) {
            issues.whole(body, "seed", 0, offer.greatestSeed());
        }
        for (String field : List.of("watermark", "audio")) {
            issues.flag(body, field);
        }
        moderation(body, issues);
        String format = issues.oneOf(body, "outputFormat", OUTPUT_FORMATS);
        String uri = images.uri(body.path("promptImage"), offer.frames(), issues);
        issues.refuseIfAny();
        // Without a duration it becomes the longest, and so the dearest.
        int seconds = (duration == null ? offer.durations().get(offer.durations().size() - 1) : duration).intValue();
        long price = offer.creditsPerSecond() + (format == null || format.equals("mp4") ? 0 : OTHER_FORMAT);
        return new Submission(dialect, body.path("model").asText(), promptText, ratio == null ? terms.usualRatio() : ratio, seconds,
                images.picture(uri), seconds * price);
    }

    private static JsonNode object(byte[] bytes) throws Refusal, IOException {
        JsonNode body;
        try {
            body = JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw Refusal.documented(400, "The request body is not JSON");
        }
        if (body == null || !body.isObject()) {
            throw Refusal.documented(400, "The request body is not a JSON object");
        }
        return body;
    }

    private static Offer offer(Terms terms, JsonNode body, Issues issues) throws Refusal {
        String model = body.path("model").asText();
        Offer offer = terms.models().get(model);
        if (terms.byModelAndTime() && (offer == null || !body.path("duration").isNumber())) {
            throw Refusal.of(Kind.UNKNOWN_MODEL, 400, "no channel sells runwayml_" + model + '_' + body.path("duration").asLong());
        }
        if (offer == null) {
            List<String> known = List.copyOf(terms.models().keySet());
            issues.add("invalid_union_discriminator", "Expected one of " + String.join(", ", known), "model").putPOJO("options", known);
            issues.refuseIfAny();
        }
        return offer;
    }

    private static void unknownKeys(JsonNode body, Offer offer, Issues issues) {
        for (Iterator<String> names = body.fieldNames(); names.hasNext();) {
            String name = names.next();
            boolean known = COMMON.contains(name) || offer.more().contains(name) || name.equals("seed") && offer.greatestSeed() != null;
            if (!known) {
                issues.add("unrecognized_keys", "Unrecognized key in object: '" + name + "'").putArray("keys").add(name);
            }
        }
    }

    private static String promptText(JsonNode body, Offer offer, Issues issues) {
        String text = issues.text(body, "promptText");
        if (text != null && text.isEmpty()) {
            issues.add("too_small", "String must contain at least 1 character", "promptText").put("minimum", 1);
        } else if (text != null && text.length() > offer.longestPrompt()) {
            issues.add("too_big", "String must contain at most " + offer.longestPrompt() + " characters", "promptText")
                    .put("maximum", offer.longestPrompt());
        }
        return text;
    }

    private static String ratio(JsonNode body, Offer offer, Issues issues) {
        if (!offer.ratios().isEmpty()) {
            return issues.oneOf(body, "ratio", offer.ratios());
        }
        String ratio = issues.text(body, "ratio");
        if (ratio != null && !RATIO.matcher(ratio).matches()) {
            issues.add("invalid_string", "Expected width:height", "ratio");
            return null;
        }
        return ratio;
    }

    private static Long duration(JsonNode body, Offer offer, Issues issues) {
        List<Long> offered = offer.durations();
        Long duration = issues.whole(body, "duration", offered.get(0), offered.get(offered.size() - 1));
        if (duration != null && !offered.contains(duration)) {
            issues.add("invalid_enum_value", "Expected one of " + offered, "duration").putPOJO("options", offered);
            return null;
        }
        return duration;
    }

    private static void moderation(JsonNode body, Issues issues) {
        JsonNode moderation = body.path("contentModeration");
        if (moderation.isMissingNode()) {
            return;
        }
        if (!moderation.isObject()) {
            issues.add("invalid_type", "Expected object", "contentModeration");
            return;
        }
        String threshold = moderation.path("publicFigureThreshold").asText("auto");
        if (!threshold.equals("auto") && !threshold.equals("low")) {
            issues.add("invalid_enum_value", "Expected one of auto, low", "contentModeration", "publicFigureThreshold");
        }
    }
}
