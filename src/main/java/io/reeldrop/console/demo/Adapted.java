package io.reeldrop.console.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.gateway.Model;
import io.reeldrop.gateway.Profile;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** What a drop of the demo asks for, as near to it as a gateway comes. */
final class Adapted {

    private Adapted() {
    }

    /** The same fields with a model, a ratio and a duration that are sold there. */
    static ObjectNode to(Profile profile, ObjectNode wanted) {
        ObjectNode fields = withModel(profile, wanted);
        Model model = profile.model(fields.path("model").asText());
        List<String> ratios = model.ratios() == null ? List.of() : model.ratios();
        String ratio = wanted.path("ratio").asText();
        if (!ratios.contains(ratio)) {
            ratios.stream().min(Comparator.comparingDouble(sold -> Math.abs(Math.log(shape(sold) / shape(ratio)))))
                    .ifPresent(nearest -> fields.put("ratio", nearest));
        }
        int seconds = wanted.path("duration").asInt();
        Model.Durations sold = model.duration();
        IntStream lengths = sold.values() == null ? IntStream.rangeClosed(sold.min(), sold.max())
                : sold.values().stream().mapToInt(Integer::intValue);
        lengths.boxed().min(Comparator.comparingInt(length -> Math.abs(length - seconds)))
                .ifPresent(length -> fields.put("duration", length));
        return fields;
    }

    /** The same fields with a model that is sold there, whatever else is not. */
    static ObjectNode withModel(Profile profile, ObjectNode wanted) {
        String model = wanted.path("model").asText();
        return wanted.deepCopy().put("model", profile.model(model) != null ? model : profile.models().keySet().iterator().next());
    }

    private static double shape(String ratio) {
        String[] sides = ratio.split(":");
        return Double.parseDouble(sides[0]) / Double.parseDouble(sides[1]);
    }
}
