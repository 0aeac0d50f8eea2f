package io.reeldrop.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** Compares the values in a completed request with what its model offers. */
final class ValueCheck {

    private final ObjectNode request;
    private final Model model;
    private final String by;
    private final Faults faults;

    /** @param by model and gateway, for the messages */
    ValueCheck(ObjectNode request, Model model, String by, Faults faults) {
        this.request = request;
        this.model = model;
        this.by = by;
        this.faults = faults;
    }

    void check() {
        ratio();
        duration();
        promptText();
        seed();
        fields();
    }

    private void ratio() {
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

    private void duration() {
        JsonNode duration = request.path(RequestFields.DURATION);
        if (!duration.isIntegralNumber()) {
            faults.wrongType(RequestFields.DURATION, duration, "a whole number of seconds");
        } else if (!duration.canConvertToLong() || !model.duration().offers(duration.longValue())) {
            faults.add(RequestFields.DURATION, Words.plain(duration.asText()) + " s is not offered by " + by, model.duration().offered(),
                    "Choose one of these");
        }
    }

    private void promptText() {
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

    private void seed() {
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

    private void fields() {
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
}
