package io.reeldrop.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is written of the figures, and what the alerts ask for, is what there is. */
class MetricsPageTest {

    private static final Pattern NAME = Pattern.compile("\\breeldrop_[a-z_]+");
    private static final Pattern MATCHED = Pattern.compile("(reeldrop_[a-z_]+)\\{([a-z]+)=");

    @Test
    void the_page_lists_every_figure_and_no_other() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("src/docs/metrics.md")).stream().filter(line -> line.startsWith("| `reeldrop_"))
                .toList();
        assertThat(rows).containsExactlyInAnyOrderElementsOf(Arrays.stream(Metric.values()).map(metric ->
                "| `" + metric.prometheus() + "` | " + String.join(", ", metric.labels()) + " | " + metric.meaning() + " |").toList());
    }

    @Test
    void names_keep_to_the_conventions_of_prometheus() {
        assertThat(Metric.values()).allSatisfy(metric -> {
            assertThat(metric.prometheus()).matches("reeldrop(_[a-z]+)+").doesNotEndWith("_info").doesNotContain("_ms");
            assertThat(metric.counter()).isEqualTo(metric.prometheus().endsWith("_total"));
        });
    }

    @Test
    void every_alert_asks_for_figures_and_labels_that_there_are() throws IOException {
        JsonNode groups = new ObjectMapper(new YAMLFactory()).readTree(Path.of("src/main/prometheus/reeldrop.rules.yaml").toFile())
                .path("groups");
        assertThat(groups).hasSize(1);
        JsonNode rules = groups.get(0).path("rules");
        assertThat(rules.size()).isGreaterThan(4);
        for (JsonNode rule : rules) {
            String query = rule.path("expr").asText();
            List<String> names = NAME.matcher(query).results().map(match -> match.group()).toList();
            assertThat(names.isEmpty()).as(query).isEqualTo(query.startsWith("up{"));
            assertThat(names).as(query)
                    .allSatisfy(name -> assertThat(Arrays.stream(Metric.values()).map(Metric::prometheus)).contains(name));
            for (Matcher label = MATCHED.matcher(query); label.find();) {
                String name = label.group(1);
                assertThat(Arrays.stream(Metric.values()).filter(m -> m.prometheus().equals(name)).findFirst().orElseThrow().labels())
                        .contains(label.group(2));
            }
            for (Metric metric : Metric.values()) {
                assertThat(Collections.frequency(names, metric.prometheus()))
                        .as("of all nodes the store's figures once, by their own labels: %s", query)
                        .isEqualTo(metric.ofNode() ? Collections.frequency(names, metric.prometheus())
                                : once(metric).matcher(query).results().count());
            }
            assertThat(query.replace("unless on (watch)", "")).as("two sides of other labels never match").doesNotContain("unless");
            assertThat(rule.path("annotations").path("summary").asText()).isNotBlank();
        }
    }

    private static Pattern once(Metric metric) {
        String by = metric.labels().isEmpty() ? "" : " by \\(" + String.join(", ", metric.labels()) + "\\) ";
        return Pattern.compile("max" + by + "\\((max_over_time\\()?" + metric.prometheus() + "\\b");
    }
}
