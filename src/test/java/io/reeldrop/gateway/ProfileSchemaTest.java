package io.reeldrop.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.reeldrop.job.Problem;
import io.reeldrop.job.Rejected;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The JSON Schema that an editor checks a profile with, and the records that a profile becomes, have to stay one and the same. */
class ProfileSchemaTest {

    private static final String TEXT = schemaText();
    private static final JsonNode SCHEMA = Documents.json(TEXT);
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Map<Type, String> SIMPLE = Map.of(String.class, "string", Pattern.class, "string", BigDecimal.class, "string",
            JsonPointer.class, "string", boolean.class, "boolean", Boolean.class, "boolean",
            int.class, "integer", Integer.class, "integer", long.class, "integer", Long.class, "integer");

    private final JsonSchema schema = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(TEXT, InputFormat.JSON);

    @TempDir
    Path folder;

    static Stream<Path> profiles() throws IOException {
        try (Stream<Path> shipped = Files.list(Path.of("config/gateways"))) {
            List<Path> files = shipped.sorted().toList();
            return Stream.concat(files.stream(), Stream.of(Path.of("src/test/resources/io/reeldrop/gateway/relay.yaml")));
        }
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void both_accept(Path profile) throws IOException {
        assertThat(schema.validate(YAML.readTree(profile.toFile()))).isEmpty();
        assertThat(faults(Files.readString(profile))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "unit: credits, free: true | unit: USD, unitPrice: \"1\", currency: USD", "maxInFlight: 20 | maxInFlight:",
        "watermark: never | watermark: SENT", "balance: /creditBalance | balance:",
        "failedCost: stated | failedCost: NONE", "from: startDate | from: since",
        "frames: [[first]] | frames: [[first], [first, last]]", "whenAbsent: later | whenAbsent: NEVER",
        "whenAbsent: later | whenAbsent: later\\n  statuses: {running: [DOING]}",
        "whenAbsent: later | whenAbsent: later\\n  issues: {list: /faults}",
        "whenAbsent: later | whenAbsent: later\\n  held: {keyTexts: [bad key]}",
        "price: {perSecond: \"5\"} | price:", "seed: {min: 0, max: 4294967295} | seed: {min: -1, max: 4294967295}",
    })
    void both_accept(String right, String other) throws IOException {
        String text = changed(right, other);
        assertThat(schema.validate(YAML.readTree(text))).isEmpty();
        assertThat(faults(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "title: | titel:", "title: | name: x\\ntitle:", "watermark: never | watermark: nevr", "unit: credits | unit: 7",
        "balance: /creditBalance | balance: creditBalance", "before: beforeDate | until: beforeDate", "free: true | free: perhaps",
        "maxSideRatio: \"2\" | maxSideRatio: 2", "maxSideRatio: \"2\" | maxSideRatio: \"2,5\"", "aliases: {} | aliases: []",
        "noTask: [400, | noTask: [500,", "noTask: [400, | noTask: [408,", "noTask: [400, | noTask: [\"400\",",
        "maxInFlight: 20 | maxInFlight: 0", "frames: [[first]] | frames: [first]", "path: /v1/tasks/{id} | path: /v1/tasks",
        "path: /v1/tasks/{id} | path: v1/tasks/{id}", "path: /v1/image_to_video | path: .example.com/v1", "method: POST | method: post",
        "pollIntervalMs: 200 | pollIntervalMs: 0", "pollIntervalMs: 200 | pollIntervalMs: soon", "required: false} | required: perhaps}",
        "required: false} | required: false, kind: x}", "maxSide: 7999 | maxSide: 99999999999", "maxSide: 7999 | maxSides: 7999",
        "prefix: \"https://\", | prefixes: \"https://\",", "{type: object} | {type: thing}",
        "whenAbsent: later | whenAbsent: sometimes", "failedCost: stated | failedCost: refunded",
        "whenAbsent: later | whenAbsent: never\\n  taskId: [id]",
        "whenAbsent: later | whenAbsent: never\\n  statuses: {RUNING: [x]}",
        "whenAbsent: later | whenAbsent: never\\n  statuses: {RUNNING: x}",
        "whenAbsent: later | whenAbsent: never\\n  retries: 3", "duration: {min: 2, max: 10, default: 5} | duration: {min: 2, default: 5}",
        "duration: {min: 2, max: 10, default: 5} | duration: {values: [5], min: 2, max: 10, default: 5}",
        "duration: {min: 2, max: 10, default: 5} | duration: {min: 2, max: 10}",
        "price: {perSecond: \"5\"} | price: {perSecond: 5}", "seed: {min: 0, max: 4294967295} | seed: {max: 4294967295}",
        "promptText: {maxUtf16: 1000} | promptText: 1000", "reply: | reply2:", "headers: | headings:",
    })
    void both_refuse(String right, String wrong) throws IOException {
        String text = changed(right, wrong);
        assertThat(schema.validate(YAML.readTree(text))).as("schema").isNotEmpty();
        assertThat(faults(text)).as("code").isNotEmpty().allSatisfy(problem -> {
            assertThat(problem.file()).matches("odd\\.yaml:\\d+");
            assertThat(problem.remedy()).isNotBlank();
        });
    }

    @Test
    void both_refuse_a_profile_without_models() throws IOException {
        String sandbox = Files.readString(Path.of("config/gateways/sandbox.yaml"));
        String text = sandbox.substring(0, sandbox.indexOf("models:")) + "models: {}\n";
        assertThat(schema.validate(YAML.readTree(text))).isNotEmpty();
        assertThat(faults(text)).isNotEmpty();
    }

    @Test
    void the_schema_describes_every_part_of_the_records_and_nothing_else() {
        same(Profile.class, SCHEMA, "profile", true);
    }

    private void same(Class<?> type, JsonNode described, String at, boolean whole) {
        TreeSet<String> names = new TreeSet<>();
        TreeSet<String> required = new TreeSet<>();
        for (RecordComponent part : type.getRecordComponents()) {
            if (at.equals("profile") && part.getName().equals("name")) {
                continue;
            }
            JsonProperty named = part.getAccessor().getAnnotation(JsonProperty.class);
            String name = named == null ? part.getName() : named.value();
            boolean optional = part.isAnnotationPresent(OrNull.class);
            // What a profile leaves out below reply comes from the common part.
            boolean inherited = !whole || part.getType() == ReplyRules.class;
            names.add(name);
            if (!optional && !inherited) {
                required.add(name);
            }
            JsonNode node = described.path("properties").path(name);
            assertThat(node.isObject()).as(at + "." + name).isTrue();
            assertThat(allowsNull(node)).as(at + "." + name + " may be null").isEqualTo(optional);
            assertThat(node.has("description") || resolved(node).has("description")).as(at + "." + name + " is described").isTrue();
            same(part.getGenericType(), node, at + "." + name, !inherited);
        }
        assertThat(new TreeSet<>(fields(described.path("properties")))).as(at).isEqualTo(names);
        assertThat(new TreeSet<>(Documents.texts(described.path("required")))).as(at + ", required").isEqualTo(required);
        assertThat(described.path("additionalProperties").asBoolean(true)).as(at + ", other keys").isFalse();
    }

    private void same(Type type, JsonNode schemaOfIt, String at, boolean whole) {
        JsonNode described = resolved(schemaOfIt);
        if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            assertThat(types(described)).as(at).contains("array");
            same(generic.getActualTypeArguments()[0], described.path("items"), at + "[]", whole);
        } else if (type instanceof ParameterizedType generic) {
            assertThat(types(described)).as(at).contains("object");
            Class<?> key = (Class<?>) generic.getActualTypeArguments()[0];
            if (key.isEnum()) {
                assertThat(fields(described.path("properties"))).as(at).containsAll(constants(key));
            } else {
                same(generic.getActualTypeArguments()[1], described.path("additionalProperties"), at + "{}", whole);
            }
        } else if (((Class<?>) type).isEnum()) {
            List<String> constants = constants((Class<?>) type);
            assertThat(Documents.texts(described.path("enum"))).as(at).containsAll(constants).hasSize(2 * constants.size());
        } else if (((Class<?>) type).isRecord()) {
            same((Class<?>) type, described, at, whole);
        } else {
            assertThat(types(described)).as(at).contains(SIMPLE.get(type));
            boolean formed = type == BigDecimal.class || type == JsonPointer.class;
            assertThat(!formed || described.has("pattern")).as(at + " has a pattern").isTrue();
        }
    }

    private static List<String> constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants()).map(Object::toString).toList();
    }

    private static JsonNode resolved(JsonNode node) {
        JsonNode at = node.has("anyOf") ? node.path("anyOf").path(0) : node;
        return at.has("$ref") ? SCHEMA.at(at.path("$ref").asText().substring(1)) : at;
    }

    private static boolean allowsNull(JsonNode node) {
        return types(node).contains("null") || node.has("anyOf") && types(node.path("anyOf").path(1)).contains("null");
    }

    private static List<String> types(JsonNode node) {
        return node.path("type").isArray() ? Documents.texts(node.path("type")) : List.of(node.path("type").asText());
    }

    private static List<String> fields(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    private static String changed(String right, String wrong) throws IOException {
        String sandbox = Files.readString(Path.of("config/gateways/sandbox.yaml"));
        assertThat(sandbox).contains(right);
        return sandbox.replace(right, wrong.replace("\\n", "\n"));
    }

    private List<Problem> faults(String text) throws IOException {
        Files.writeString(folder.resolve("odd.yaml"), text);
        try {
            Profiles.load(folder);
            return List.of();
        } catch (Rejected e) {
            return e.problems();
        }
    }

    private static String schemaText() {
        try (InputStream in = ProfileSchemaTest.class.getResourceAsStream("/schema/profile.schema.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
