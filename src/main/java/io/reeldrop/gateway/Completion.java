package io.reeldrop.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.gateway.Profile.Watermark;
import java.util.random.RandomGenerator;

/** Fills a request with what the gateway wants to be told although the drop does not say it. */
final class Completion {

    private Completion() {
    }

    static ObjectNode of(Profile profile, ObjectNode merged, RandomGenerator random) {
        ObjectNode request = merged.deepCopy();
        // The API refuses an empty text, and null, but takes a field that is not there.
        request.properties().removeIf(e -> e.getValue().isNull() || e.getValue().isTextual() && e.getValue().textValue().isEmpty());
        if (profile.watermark() == Watermark.NEVER && request.path(RequestFields.WATERMARK).equals(request.booleanNode(false))) {
            request.remove(RequestFields.WATERMARK);
        }
        JsonNode named = request.path(RequestFields.MODEL);
        if (named.isMissingNode() && profile.defaultModel() != null) {
            request.put(RequestFields.MODEL, profile.defaultModel());
        } else if (named.isTextual() && profile.aliases().containsKey(named.textValue())) {
            request.put(RequestFields.MODEL, profile.aliases().get(named.textValue()));
        }
        Model model = profile.model(request.path(RequestFields.MODEL).textValue());
        if (model != null) {
            fill(request, model, random);
        }
        return request;
    }

    private static void fill(ObjectNode request, Model model, RandomGenerator random) {
        if (!request.has(RequestFields.DURATION)) {
            request.put(RequestFields.DURATION, model.duration().fallback());
        }
        if (!request.has(RequestFields.RATIO) && model.defaultRatio() != null) {
            request.put(RequestFields.RATIO, model.defaultRatio());
        }
        if (!request.has(RequestFields.SEED) && model.seed() != null && model.required().contains(RequestFields.SEED)) {
            long span = model.seed().max() - model.seed().min() + 1;
            request.put(RequestFields.SEED, model.seed().min() + Math.floorMod(random.nextLong(), span));
        }
    }
}
