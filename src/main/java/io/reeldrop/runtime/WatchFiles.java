package io.reeldrop.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.reeldrop.gateway.Accounts;
import io.reeldrop.gateway.YamlSource;
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
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Reads the operators' watch files strictly before Camel does: Camel ignores a parameter that a Kamelet does not know, and a limit that
 * is ignored is a purchase that nobody wanted. What a value may be stands in the Kamelet's own definition.
 */
public final class WatchFiles {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final String KAMELET = "kamelet:";
    private static final String DIRECT = "direct:";

    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, String> names = new HashMap<>();
    private final List<Map<String, String>> watches = new ArrayList<>();
    private final Map<String, YamlSource> sources = new TreeMap<>();
    private final Path home;
    private final Settings settings;
    private final Accounts accounts;

    private WatchFiles(Path home, Settings settings, Accounts accounts) {
        this.home = home;
        this.settings = settings;
        this.accounts = accounts;
    }

    /**
     * The parameters of every watch, as they stand in the files (placeholders unresolved).
     *
     * @param settings fill in placeholders; null where they are faulty themselves
     * @param accounts what a watch may name; null where they are faulty themselves
     * @throws Rejected with every fault of every file, each with its line
     */
    public static List<Map<String, String>> check(Path home, Settings settings, Accounts accounts) {
        return new WatchFiles(home, settings, accounts).check();
    }

    private List<Map<String, String>> check() {
        try (Stream<Path> list = Files.list(home.resolve(Settings.WATCHES))) {
            // As Camel does; an editor's own files are such, and the folders in which Kubernetes keeps a config map.
            list.filter(file -> !file.getFileName().toString().startsWith(".")).sorted().forEach(this::read);
        } catch (IOException e) {
            problems.add(new Problem(Settings.WATCHES, null, "cannot be listed: " + e.getMessage(), null,
                    "Make it with: reeldrop init, or put one file for each watch there"));
        }
        sources.values().forEach(this::watches);
        if (problems.isEmpty()) {
            directs();
        }
        if (problems.isEmpty() && watches.isEmpty()) {
            problems.add(new Problem(Settings.WATCHES, null, "holds no watch", null, "Add a file such as default.camel.yaml"));
        }
        if (!problems.isEmpty()) {
            throw new Rejected(problems);
        }
        return watches;
    }

    private void read(Path file) {
        String shown = Settings.WATCHES + "/" + file.getFileName();
        if (!shown.endsWith(".camel.yaml")) {
            problems.add(new Problem(shown, null, "is not a watch file", "*.camel.yaml", "Rename it, or move it out of the folder"));
            return;
        }
        YamlSource source = YamlSource.read(file, shown);
        problems.addAll(source.problems());
        if (source.problems().isEmpty()) {
            sources.put(shown, source);
        }
    }

    private void watches(YamlSource source) {
        if (!source.tree().isArray() || source.tree().isEmpty()) {
            problems.add(new Problem(source.at(""), null, "is no list of routes", null, "Begin from a copy of a file of routes/examples/"));
        }
        for (int i = 0; i < source.tree().size(); i++) {
            boolean[] found = {false};
            uris(source.tree().path(i), "/" + i, (pointer, step) -> {
                if (step.path("uri").asText().startsWith(KAMELET)) {
                    found[0] = true;
                    watch(source, pointer, step);
                }
            });
            if (!found[0]) {
                problems.add(new Problem(source.at("/" + i), "uri", "a watch begins or ends at a Kamelet",
                        "kamelet:drop-folder-source, kamelet:drop-s3-source, kamelet:image-to-video-sink;"
                                + " kamelet:s3-events-source for the events of a bucket", "Copy a file of routes/examples/"));
            }
        }
    }

    /** Every step, the beginning of a route included, that names an endpoint. */
    private static void uris(JsonNode node, String pointer, BiConsumer<String, JsonNode> each) {
        if (node.path("uri").isTextual()) {
            each.accept(pointer, node);
        }
        node.properties().forEach(field -> uris(field.getValue(), pointer + "/" + field.getKey(), each));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            uris(node.path(i), pointer + "/" + i, each);
        }
    }

    private void watch(YamlSource source, String pointer, JsonNode step) {
        String kamelet = step.path("uri").asText().substring(KAMELET.length());
        JsonNode definition = definition(kamelet);
        if (definition == null) {
            problems.add(new Problem(source.at(pointer + "/uri"), "uri", "there is no Kamelet '" + kamelet + "'",
                    "drop-folder-source, drop-s3-source, image-to-video-sink, s3-events-source", "Use one of these"));
            return;
        }
        Map<String, String> parameters = new HashMap<>();
        step.path("parameters").properties().forEach(field -> parameters.put(field.getKey(), field.getValue().asText()));
        new WatchParameters(definition, settings, accounts).check(parameters,
                name -> source.at(pointer + "/parameters/" + name), problems);
        String name = parameters.get("watch");
        if (!definition.path("properties").has("watch") || name == null) {
            // It serves the watches of other files, or was found fault with.
            return;
        }
        String other = names.put(name, source.at("").replaceFirst(":\\d+$", ""));
        if (other != null) {
            problems.add(new Problem(source.at(pointer + "/parameters/watch"), "watch",
                    "'" + name + "' is the name of the watch in " + other + ", too", null, "Give each watch a name of its own"));
        }
        watches.add(parameters);
    }

    /** A route that hands on to one that is not there would fail at the first drop. */
    private void directs() {
        Set<String> known = new TreeSet<>();
        for (JsonNode routes : Stream.concat(sources.values().stream().map(YamlSource::tree), pipeline().stream()).toList()) {
            routes.findValues("from").forEach(from -> known.add(from.path("uri").asText()));
        }
        sources.values().forEach(source -> uris(source.tree(), "", (pointer, step) -> {
            String uri = step.path("uri").asText();
            if (uri.startsWith(DIRECT) && !uri.contains("{") && !known.contains(uri)) {
                Set<String> directs = new TreeSet<>(known);
                directs.removeIf(other -> !other.startsWith(DIRECT));
                problems.add(new Problem(source.at(pointer + "/uri"), "uri", "no route begins at '" + uri + "'",
                        String.join(", ", directs),
                        Nearest.to(uri, directs).map(near -> "Did you mean " + near).orElse("Use one of these")));
            }
        }));
    }

    private List<JsonNode> pipeline() {
        List<JsonNode> routes = new ArrayList<>();
        try (Stream<Path> files = Files.list(Settings.program(home).resolve("routes/pipeline"))) {
            for (Path file : files.filter(file -> file.toString().endsWith(".camel.yaml")).toList()) {
                routes.add(YAML.readTree(file.toFile()));
            }
        } catch (IOException e) {
            // Another runtime may have them elsewhere. The one that every watch needs is known all the same.
            routes.add(YAML.createObjectNode().set("from", YAML.createObjectNode().put("uri", "direct:intake")));
        }
        return routes;
    }

    private static JsonNode definition(String kamelet) {
        try (InputStream in = WatchFiles.class.getResourceAsStream("/kamelets/" + kamelet + ".kamelet.yaml")) {
            return in == null ? null : YAML.readTree(in).path("spec").path("definition");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
