package io.reeldrop.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.reeldrop.job.Nearest;
import io.reeldrop.job.Problem;
import io.reeldrop.job.Rejected;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Reads the operators' watch files strictly before Camel does: Camel ignores a parameter that a Kamelet does not know, and a limit that
 * is ignored is a purchase that nobody wanted.
 */
public final class WatchFiles {

    private static final ObjectMapper YAML = new ObjectMapper(
            YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());
    private static final String KAMELET = "kamelet:";

    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, String> names = new HashMap<>();
    private final List<Map<String, String>> watches = new ArrayList<>();

    private WatchFiles() {
    }

    /**
     * The parameters of every watch, as they stand in the files (placeholders unresolved).
     *
     * @throws Rejected with every fault of every file
     */
    public static List<Map<String, String>> check(Path home) {
        WatchFiles files = new WatchFiles();
        Path folder = home.resolve(Settings.WATCHES);
        try (Stream<Path> list = Files.list(folder)) {
            // As Camel does; an editor's own files are such, and the folders in which Kubernetes keeps a config map.
            list.filter(file -> !file.getFileName().toString().startsWith(".")).sorted()
                    .forEach(file -> files.read(file, "routes/watch/" + file.getFileName()));
        } catch (IOException e) {
            files.problems.add(new Problem("routes/watch", null, "cannot be listed: " + e.getMessage(), null,
                    "Make it with: reeldrop init, or put one file for each watch there"));
        }
        if (files.problems.isEmpty() && files.watches.isEmpty()) {
            files.problems.add(new Problem("routes/watch", null, "holds no watch", null, "Add a file such as default.camel.yaml"));
        }
        if (!files.problems.isEmpty()) {
            throw new Rejected(files.problems);
        }
        return files.watches;
    }

    private void read(Path file, String shown) {
        if (!shown.endsWith(".camel.yaml")) {
            problems.add(new Problem(shown, null, "is not a watch file", "*.camel.yaml", "Rename it, or move it out of the folder"));
            return;
        }
        try {
            JsonNode routes = YAML.readTree(file.toFile());
            for (JsonNode item : routes) {
                List<JsonNode> kamelets = new ArrayList<>();
                kamelets(item.path("route"), kamelets);
                kamelets.forEach(kamelet -> watch(kamelet, shown));
                if (kamelets.isEmpty()) {
                    problems.add(new Problem(shown, "uri", "a watch begins or ends at a Kamelet",
                            "kamelet:drop-folder-source, kamelet:drop-s3-source, kamelet:image-to-video-sink;"
                                    + " kamelet:s3-events-source for the events of a bucket", "Copy a file of routes/examples/"));
                }
            }
        } catch (JsonProcessingException e) {
            problems.add(new Problem(shown, null, "line " + (e.getLocation() == null ? "?" : e.getLocation().getLineNr()) + ": "
                    + e.getOriginalMessage(), null, "Mend the line"));
        } catch (IOException e) {
            problems.add(new Problem(shown, null, "cannot be read: " + e.getMessage(), null, "Allow it to be read"));
        }
    }

    /** Every step of a route, its beginning included, that is a Kamelet. */
    private static void kamelets(JsonNode node, List<JsonNode> found) {
        if (node.path("uri").asText("").startsWith(KAMELET)) {
            found.add(node);
        }
        node.forEach(child -> kamelets(child, found));
    }

    private void watch(JsonNode step, String shown) {
        String kamelet = step.path("uri").asText().substring(KAMELET.length());
        JsonNode definition = definition(kamelet);
        if (definition == null) {
            problems.add(new Problem(shown, "uri", "there is no Kamelet '" + kamelet + "'",
                    "drop-folder-source, drop-s3-source, image-to-video-sink, s3-events-source", "Use one of these"));
            return;
        }
        Set<String> known = new TreeSet<>();
        definition.path("properties").fieldNames().forEachRemaining(known::add);
        Map<String, String> parameters = new HashMap<>();
        step.path("parameters").properties().forEach(field -> {
            parameters.put(field.getKey(), field.getValue().asText());
            if (!known.contains(field.getKey())) {
                problems.add(new Problem(shown, field.getKey(), "there is no such parameter", String.join(", ", known),
                        Nearest.to(field.getKey(), known).map(near -> "Did you mean " + near).orElse("Remove it")));
            }
        });
        for (JsonNode required : definition.path("required")) {
            if (parameters.getOrDefault(required.asText(), "").isBlank()) {
                problems.add(new Problem(shown, required.asText(), "is missing", null, "Set it"));
            }
        }
        if (!known.contains("watch")) {
            // It serves the watches of other files.
            return;
        }
        String other = names.put(parameters.get("watch"), shown);
        if (other != null) {
            problems.add(new Problem(shown, "watch", "'" + parameters.get("watch") + "' is the name of the watch in " + other + ", too",
                    null, "Give each watch a name of its own"));
        }
        watches.add(parameters);
    }

    private static JsonNode definition(String kamelet) {
        try (InputStream in = WatchFiles.class.getResourceAsStream("/kamelets/" + kamelet + ".kamelet.yaml")) {
            return in == null ? null : YAML.readTree(in).path("spec").path("definition");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
