package io.reeldrop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every route file, so that it can be read aloud and nothing in it is ignored in silence. */
class RouteFilesTest {

    private static final ObjectMapper YAML = new ObjectMapper(
            YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??(reeldrop\\.[a-z0-9.-]+)(:[^}]*)?}}");
    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
            .getSchema(RouteFilesTest.class.getResourceAsStream("/schema/camelYamlDsl.json"));
    private static final int MOST_LINES = 80;

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void every_file_is_a_short_route_file(Path file) throws IOException {
        assertThat(file.toString()).endsWith(".camel.yaml");
        if (!file.endsWith("beans.camel.yaml")) {
            assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(MOST_LINES);
        }
        assertThat(Files.readAllLines(file).get(0)).as("says what it is for").startsWith("# ");
    }

    @ParameterizedTest
    @MethodSource("files")
    void every_route_has_an_id_and_a_description_and_every_way_out_has_an_id(Path file) throws IOException {
        for (JsonNode item : YAML.readTree(file.toFile())) {
            if (item.has("route")) {
                assertThat(item.path("route").path("id").asText()).matches("[a-z]+(-[a-z]+)*");
                assertThat(item.path("route").path("description").asText()).isNotBlank();
                // Whoever hands drops over has errors of his own.
                assertThat(item.path("route").path("routeConfigurationId").asText()).as("the error policy of %s", file)
                        .isEqualTo(file.endsWith("any-route.camel.yaml") ? "" : "reeldrop");
                for (JsonNode call : calls(item)) {
                    if (call.path("uri").asText().startsWith("http")) {
                        assertThat(call.path("id").asText()).startsWith("to-");
                    }
                }
            }
        }
    }

    /** Camel would keep a large one in its own folder under the temporary directory, which is one for all who use the machine. */
    @Test
    void no_answer_is_kept_beside_the_one_reader_it_has() throws IOException {
        for (Path file : files()) {
            for (JsonNode item : YAML.readTree(file.toFile())) {
                for (JsonNode call : calls(item)) {
                    if (call.path("uri").asText().startsWith("http")) {
                        assertThat(call.path("parameters").path("disableStreamCache").asBoolean()).as("%s", call).isTrue();
                        assertThat(item.path("route").path("streamCache").asText()).as("%s", file).isEqualTo("false");
                    }
                }
            }
        }
    }

    @Test
    void the_file_bears_the_name_of_its_route_and_no_two_routes_share_one() throws IOException {
        Set<String> ids = new HashSet<>();
        for (Path file : files()) {
            List<String> own = new ArrayList<>();
            for (JsonNode item : YAML.readTree(file.toFile())) {
                if (item.has("route")) {
                    own.add(item.path("route").path("id").asText());
                }
            }
            own.forEach(id -> assertThat(ids.add(id)).as("route %s stands in two files", id).isTrue());
            if (!own.isEmpty() && file.startsWith("routes/pipeline")) {
                assertThat(own).contains(file.getFileName().toString().replace(".camel.yaml", ""));
            }
        }
    }

    @Test
    void every_setting_is_used_and_every_used_one_is_a_setting() throws IOException {
        Properties settings = new Properties();
        try (var in = Files.newBufferedReader(Path.of("config/application.properties"))) {
            settings.load(in);
        }
        Set<String> used = new TreeSet<>();
        for (Path file : files()) {
            Matcher placeholder = PLACEHOLDER.matcher(Files.readString(file));
            while (placeholder.find()) {
                assertThat(placeholder.group(2)).as("defaults stand in application.properties only: %s", placeholder.group()).isNull();
                used.add(placeholder.group(1));
            }
        }
        // Read by Java before the routes are started.
        used.addAll(List.of("reeldrop.day-zone", "reeldrop.monitor.host", "reeldrop.monitor.port"));
        // Follows from the store's URL.
        used.remove("reeldrop.store.kind");
        Set<String> known = new TreeSet<>(settings.stringPropertyNames());
        known.removeIf(key -> key.startsWith("reeldrop.accounts.") || key.startsWith("reeldrop.s3.") || key.startsWith("reeldrop.sqs.")
                || key.startsWith("reeldrop.store."));
        assertThat(used).containsExactlyElementsOf(known);
    }

    /** The canonical form: no shorthand, which Camel 4.23 warns of. */
    @ParameterizedTest
    @MethodSource("files")
    void every_step_is_written_in_canonical_form(Path file) throws IOException {
        for (JsonNode item : YAML.readTree(file.toFile())) {
            assertThat(item.has("from")).as("a route begins with 'route'").isFalse();
            for (JsonNode shorthand : item.findValues("simple")) {
                assertThat(shorthand.isObject()).isTrue();
            }
            for (String step : List.of("to", "log", "bean", "setBody", "constant", "method")) {
                for (JsonNode value : item.findValues(step)) {
                    assertThat(value.isObject() || step.equals("method")).as("%s: %s", step, value).isTrue();
                }
            }
        }
    }

    static List<Path> filesAndKamelets() throws IOException {
        try (Stream<Path> kamelets = Files.list(Path.of("src/main/resources/kamelets"))) {
            return Stream.concat(files().stream(), kamelets.sorted()).toList();
        }
    }

    /** So that tools that draw and check routes, Kaoto first of all, take them as they are. */
    @ParameterizedTest
    @MethodSource("filesAndKamelets")
    void camels_own_schema_finds_no_fault(Path file) throws IOException {
        JsonNode written = YAML.readTree(file.toFile());
        JsonNode template = written.path("spec").path("template");
        // What a Kamelet holds is a route without its head.
        JsonNode routes = template.isMissingNode() ? written : YAML.createArrayNode()
                .add(YAML.createObjectNode().set("beans", template.get("beans")))
                .add(YAML.createObjectNode().set("from", template.get("from")));
        assertThat(SCHEMA.validate(routes)).isEmpty();
    }

    private static List<JsonNode> calls(JsonNode route) {
        List<JsonNode> calls = new ArrayList<>(route.findValues("to"));
        calls.addAll(route.findValues("toD"));
        return calls;
    }
}
