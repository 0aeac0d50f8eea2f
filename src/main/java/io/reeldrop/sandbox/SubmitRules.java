package io.reeldrop.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Judges the body of a submit as the official API does, naming everything wrong at once. */
final class SubmitRules {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> KNOWN =
            Set.of("model", "promptImage", "promptText", "ratio", "duration", "seed", "contentModeration", "outputFormat");
    private static final long GREATEST_SEED = 4_294_967_295L;
    private static final int LONGEST_PROMPT = 1000;
    /** What a submit without a duration gets, being the longest and so the dearest. */
    private static final int UNSAID_DURATION = Model.LONGEST;

    private final PromptImages images;

    SubmitRules(PromptImages images) {
        this.images = images;
    }

    Submission read(byte[] bytes) throws Refusal, IOException {
        JsonNode body = object(bytes);
        Issues issues = new Issues();
        Optional<Model> named = model(body, issues);
        if (named.isEmpty()) {
            issues.refuseIfAny();
        }
        Model model = named.orElseThrow();
        unknownKeys(body, model, issues);
        for (String field : model.required.stream().sorted().toList()) {
            if (!body.has(field)) {
                issues.add("invalid_type", "Required", field).put("expected", "present").put("received", "undefined");
            }
        }
        String promptText = promptText(body, issues);
        String ratio = issues.oneOf(body, "ratio", Model.RATIOS);
        Long duration = issues.whole(body, "duration", Model.SHORTEST, Model.LONGEST);
        issues.whole(body, "seed", 0, GREATEST_SEED);
        moderation(body, issues);
        issues.oneOf(body, "outputFormat", List.of("mp4"));
        String uri = images.uri(body.path("promptImage"), issues);
        issues.refuseIfAny();
        int seconds = duration == null ? UNSAID_DURATION : duration.intValue();
        return new Submission(model.label, promptText, ratio, seconds, images.picture(uri), (long) seconds * model.creditsPerSecond);
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

    private static Optional<Model> model(JsonNode body, Issues issues) {
        Optional<Model> model = Model.named(body.path("model").asText());
        if (model.isEmpty()) {
            issues.add("invalid_union_discriminator", "Expected one of " + String.join(", ", Model.labels()), "model")
                    .putPOJO("options", Model.labels());
        }
        return model;
    }

    private static void unknownKeys(JsonNode body, Model model, Issues issues) {
        for (Iterator<String> names = body.fieldNames(); names.hasNext();) {
            String name = names.next();
            boolean offered = KNOWN.contains(name) && (model == Model.GEN4_5 || !name.equals("outputFormat"));
            if (!offered) {
                issues.add("unrecognized_keys", "Unrecognized key in object: '" + name + "'").putArray("keys").add(name);
            }
        }
    }

    private static String promptText(JsonNode body, Issues issues) {
        String text = issues.text(body, "promptText");
        if (text != null && text.isEmpty()) {
            issues.add("too_small", "String must contain at least 1 character", "promptText").put("minimum", 1);
        } else if (text != null && text.length() > LONGEST_PROMPT) {
            issues.add("too_big", "String must contain at most " + LONGEST_PROMPT + " characters", "promptText")
                    .put("maximum", LONGEST_PROMPT);
        }
        return text;
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
