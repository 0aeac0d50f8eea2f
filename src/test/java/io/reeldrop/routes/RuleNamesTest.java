package io.reeldrop.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the routes call is there: a stand-in must not answer to a name that its rule does not bear. */
class RuleNamesTest {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Path PIPELINE = Path.of("routes/pipeline");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{bean:(\\w+)(?:\\?method=|\\.)(\\w+)}");

    /** What beans.camel.yaml binds. */
    private static Map<String, Class<?>> rules() throws Exception {
        Map<String, Class<?>> rules = new TreeMap<>();
        for (JsonNode bean : YAML.readTree(PIPELINE.resolve("beans.camel.yaml").toFile()).path(0).path("beans")) {
            rules.put(bean.path("name").asText(), Class.forName(bean.path("type").asText()));
        }
        return rules;
    }

    /** Bean and method, as the routes name them. */
    static TreeSet<String> calls() throws IOException {
        TreeSet<String> calls = new TreeSet<>();
        try (Stream<Path> files = Files.list(PIPELINE)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                for (JsonNode step : YAML.readTree(file.toFile()).findParents("ref")) {
                    calls.add(step.path("ref").asText() + "." + step.path("method").asText().replaceAll("\\(.*", ""));
                }
                Matcher reference = REFERENCE.matcher(Files.readString(file));
                while (reference.find()) {
                    calls.add(reference.group(1) + "." + reference.group(2));
                }
            }
        }
        return calls;
    }

    @ParameterizedTest
    @MethodSource("calls")
    void every_call_of_a_route_finds_its_rule_and_that_has_one_method_of_the_name(String call) throws Exception {
        String[] names = call.split("\\.");
        assertThat(methods(rules().get(names[0]), names[1])).hasSize(1);
    }

    @Test
    void a_stand_in_says_nothing_that_its_rule_does_not_say_in_the_same_way() throws Exception {
        TreeSet<String> calls = calls();
        Map<String, Class<?>> rules = rules();
        for (Map.Entry<String, Class<?>> standIn : Rules.STAND_INS.entrySet()) {
            for (Method method : standIn.getValue().getMethods()) {
                assertThat(calls).contains(standIn.getKey() + "." + method.getName());
                Class<?> answer = methods(rules.get(standIn.getKey()), method.getName()).findFirst().orElseThrow().getReturnType();
                assertThat(method.getReturnType()).as("%s.%s", standIn.getKey(), method.getName())
                        .isEqualTo(answer.isPrimitive() ? answer : Object.class);
            }
        }
    }

    private static Stream<Method> methods(Class<?> type, String name) {
        return Arrays.stream(type.getMethods()).filter(method -> method.getName().equals(name));
    }
}
