package io.reeldrop.monitor;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The figures as meters of a registry. A meter stays as long as readings name it and only its value changes: a scrape may come at any
 * instant, and fails if it meets a meter that is taken away and made again.
 */
final class Gauges {

    private record Series(Metric metric, List<String> labels) {
    }

    /** What a meter shows. */
    private static final class Shown {

        private volatile double value;
        private Meter meter;

        private double value() {
            return value;
        }
    }

    private final MeterRegistry registry;
    private final Map<Series, Shown> all = new HashMap<>();

    Gauges(MeterRegistry registry) {
        this.registry = registry;
    }

    /** A figure of this node, asked for whenever somebody looks. */
    void own(Metric metric, Supplier<Number> value, String... labels) {
        Gauge.builder(metric.meter(), value).description(metric.meaning()).baseUnit(metric.unit())
                .tags(new Sample(metric, 0, labels).tags()).strongReference(true).register(registry);
    }

    /** Shows a new reading in place of the last one. What it no longer names is gone, but for what is counted. */
    void show(List<Sample> samples) {
        Set<Series> gone = new HashSet<>(all.keySet());
        for (Sample sample : samples) {
            Series series = new Series(sample.metric(), sample.labels());
            Shown shown = all.get(series);
            if (shown == null) {
                shown = new Shown();
                shown.value = sample.value();
                shown.meter = meter(sample.metric(), sample.tags(), shown);
                all.put(series, shown);
            }
            shown.value = sample.value();
            gone.remove(series);
        }
        gone.stream().filter(series -> !series.metric().counter()).forEach(series -> registry.remove(all.remove(series).meter));
    }

    private Meter meter(Metric metric, Tags tags, Shown shown) {
        return metric.counter()
                ? FunctionCounter.builder(metric.meter(), shown, Shown::value).description(metric.meaning()).tags(tags).register(registry)
                : Gauge.builder(metric.meter(), shown, Shown::value).description(metric.meaning()).baseUnit(metric.unit()).tags(tags)
                        .register(registry);
    }
}
