package io.reeldrop.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.gateway.Profile.Watermark;
import io.reeldrop.job.Image;
import io.reeldrop.job.Problem;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Compares a completed request with what the gateway and the model offer; the image is {@link PromptImageCheck}'s. */
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
            ratio(model, by);
            duration(model, by);
            promptText(model, by);
            seed(model, by);
            fields(model);
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

    private void ratio(Model model, String by) {
        JsonNode ratio = request.path(RequestFields.RATIO);
        if (ratio.isMissingNode()) {
            return;
        }
        if (!ratio.isTextual()) {
            faults.wrongType(RequestFields.RATIO, ratio, "a text such as \"1280:720\"");
        } else if (model.ratios() != null && !model.ratios().contains(ratio.textValue())) {
            faults.add(RequestFields.RATIO, Words.plain(ratio.textValue()) + " is not offered by " + by, Words.list(model.ratios()),
                    "Choose one of these");
        }
    }

    private void duration(Model model, String by) {
        JsonNode duration = request.path(RequestFields.DURATION);
        if (!duration.isIntegralNumber()) {
            faults.wrongType(RequestFields.DURATION, duration, "a whole number of seconds");
        } else if (!duration.canConvertToLong() || !model.duration().offers(duration.longValue())) {
            faults.add(RequestFields.DURATION, Words.plain(duration.asText()) + " s is not offered by " + by, model.duration().offered(),
                    "Choose one of these");
        }
    }

    private void promptText(Model model, String by) {
        JsonNode text = request.path(RequestFields.TEXT);
        if (text.isMissingNode()) {
            return;
        }
        int most = model.promptText().maxUtf16();
        if (!text.isTextual()) {
            faults.wrongType(RequestFields.TEXT, text, "a text");
        } else if (text.textValue().length() > most) {
            faults.add(RequestFields.TEXT, "has " + text.textValue().length() + " characters, too many for " + by,
                    "1 to " + most + " (UTF-16 units; most emoji count as 2)", "Shorten it by " + (text.textValue().length() - most));
        }
    }

    private void seed(Model model, String by) {
        JsonNode seed = request.path(RequestFields.SEED);
        if (seed.isMissingNode()) {
            return;
        }
        if (model.seed() == null) {
            faults.add(RequestFields.SEED, "is not taken by " + by, null, "Remove it");
        } else if (!seed.isIntegralNumber()) {
            faults.wrongType(RequestFields.SEED, seed, "a whole number");
        } else if (!seed.canConvertToLong() || seed.longValue() < model.seed().min() || seed.longValue() > model.seed().max()) {
            faults.add(RequestFields.SEED, Words.plain(seed.asText()) + " is not taken by " + by,
                    model.seed().min() + " to " + model.seed().max(), "Choose a number in this range");
        }
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

    private void fields(Model model) {
        for (Map.Entry<String, Model.Field> field : model.fields().entrySet()) {
            JsonNode value = request.path(field.getKey());
            List<String> values = field.getValue().values();
            if (value.isMissingNode()) {
                continue;
            }
            if (!Faults.isOf(field.getValue().type(), value)) {
                faults.wrongType(field.getKey(), value, Faults.named(field.getValue().type()));
            } else if (values != null && !values.contains(value.asText())) {
                faults.add(field.getKey(), Words.plain(value.asText()) + " is not offered", Words.list(values),
                        Words.didYouMean(value.asText(), values, "Choose one of these"));
            }
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
