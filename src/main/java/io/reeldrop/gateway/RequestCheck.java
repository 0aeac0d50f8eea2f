package io.reeldrop.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.gateway.Profile.Watermark;
import io.reeldrop.job.Image;
import io.reeldrop.job.Problem;
import java.util.List;
import java.util.TreeSet;

/**
 * Compares a completed request with what the gateway and the model offer: which fields there are, and which not. Their values are
 * {@link ValueCheck}'s, the image is {@link PromptImageCheck}'s.
 */
final class RequestCheck {

    private final Profile profile;
    private final ObjectNode request;
    private final Image image;
    private final Faults faults;

    RequestCheck(Profile profile, ObjectNode request, Image image, String file) {
        this.profile = profile;
        this.request = request;
        this.image = image;
        this.faults = new Faults(file);
    }

    List<Problem> run() {
        Model model = profile.model(request.path(RequestFields.MODEL).textValue());
        if (model == null) {
            model();
        } else {
            String by = request.path(RequestFields.MODEL).textValue() + " at " + profile.name();
            required(model, by);
            new ValueCheck(request, model, by, faults).check();
        }
        watermark();
        unknown(model);
        new PromptImageCheck(profile, model, faults).check(request.path(RequestFields.IMAGE), image);
        return faults.found();
    }

    private void model() {
        JsonNode named = request.path(RequestFields.MODEL);
        TreeSet<String> offered = new TreeSet<>(profile.models().keySet());
        if (named.isMissingNode()) {
            faults.add(RequestFields.MODEL, "is missing", Words.list(offered), "Add it here or to the defaults");
        } else {
            String text = Words.plain(named.asText());
            faults.add(RequestFields.MODEL, (named.isTextual() ? text : named) + " is not offered by " + profile.name(),
                    Words.list(offered), Words.didYouMean(text, offered, "Choose one of these"));
        }
    }

    private void required(Model model, String by) {
        for (String field : model.required()) {
            boolean filled = field.equals(RequestFields.IMAGE) && image != null;
            if (!request.has(field) && !filled) {
                faults.add(field, "is missing, but " + by + " needs it", limitOf(field, model), field.equals(RequestFields.IMAGE)
                        ? "Drop an image beside the sidecar, or give a URL" : "Add it here or to the defaults");
            }
        }
    }

    private static String limitOf(String field, Model model) {
        return field.equals(RequestFields.RATIO) && model.ratios() != null ? Words.list(model.ratios()) : null;
    }

    private void watermark() {
        JsonNode watermark = request.path(RequestFields.WATERMARK);
        if (watermark.isMissingNode()) {
            return;
        }
        if (!watermark.isBoolean()) {
            faults.wrongType(RequestFields.WATERMARK, watermark, "true or false");
        } else if (profile.watermark() == Watermark.NEVER) {
            faults.add(RequestFields.WATERMARK, "is not offered by " + profile.name(), "false", "Remove it");
        }
    }

    private void unknown(Model model) {
        TreeSet<String> known = new TreeSet<>(RequestFields.of(model));
        if (model == null) {
            profile.models().values().forEach(m -> known.addAll(m.fields().keySet()));
        }
        JsonNode extra = request.path(RequestFields.EXTRA);
        if (extra.isObject()) {
            extra.fieldNames().forEachRemaining(name -> {
                if (known.contains(name)) {
                    faults.add(RequestFields.EXTRA + "." + name, "would hide the field " + name, null, "Move it out of extra");
                }
            });
        } else if (!extra.isMissingNode()) {
            faults.wrongType(RequestFields.EXTRA, extra, "an object");
        }
        known.add(RequestFields.EXTRA);
        request.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                faults.add(Words.plain(name), "is not a field of this request", Words.list(known),
                        Words.didYouMean(name, known, "Remove it, or move it into extra if the gateway knows it"));
            }
        });
    }
}
