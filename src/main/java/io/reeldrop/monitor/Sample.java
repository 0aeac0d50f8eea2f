package io.reeldrop.monitor;

import io.micrometer.core.instrument.Tags;
import java.util.List;

/**
 * One figure.
 *
 * @param labels values of the metric's labels, in their order
 */
record Sample(Metric metric, double value, List<String> labels) {

    Sample(Metric metric, double value, String... labels) {
        this(metric, value, List.of(labels));
    }

    Tags tags() {
        Tags tags = Tags.empty();
        for (int i = 0; i < labels.size(); i++) {
            tags = tags.and(metric.labels().get(i), labels.get(i));
        }
        return tags;
    }
}
