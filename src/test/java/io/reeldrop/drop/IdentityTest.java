package io.reeldrop.drop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.storage.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdentityTest {

    private static final String SHA = "ab".repeat(32);

    @Test
    void the_order_of_keys_and_the_spelling_of_numbers_do_not_count() {
        String one = of("{\"seed\": 5, \"extra\": {\"a\": 500, \"b\": [0.50, 0]}}");

        assertThat(of("{\"extra\": {\"b\": [5e-1, -0.0], \"a\": 5.0e2}, \"seed\": 5.0}")).isEqualTo(one);
        assertThat(one).matches("[0-9a-f]{64}");
    }

    @Test
    void numbers_of_every_java_type_count_alike() {
        ObjectNode ints = JsonNodeFactory.instance.objectNode().put("seed", 5);
        ObjectNode longs = JsonNodeFactory.instance.objectNode().put("seed", 5L);
        ObjectNode doubles = JsonNodeFactory.instance.objectNode().put("seed", 5.0d);

        String one = Identity.of("w", "a", SHA, ints);
        assertThat(List.of(Identity.of("w", "a", SHA, longs), Identity.of("w", "a", SHA, doubles))).containsOnly(one);
    }

    @Test
    void everything_else_counts() {
        Set<String> all = new HashSet<>();
        String[] requests = {
            "{}", "{\"seed\": 1}",
            "{\"seed\": 2}", "{\"seed\": 10}", "{\"promptText\": \"1\"}", "{\"promptText\": \"\"}",
            "{\"promptText\": \"a\\\"b\"}", "{\"promptText\": \"a\\\\b\"}", "{\"promptText\": \"a b\"}", "{\"promptText\": \"é\"}",
            "{\"watermark\": true}", "{\"watermark\": false}", "{\"extra\": {\"a\": null}}", "{\"extra\": {\"a\": \"null\"}}",
            "{\"extra\": {\"a\": []}}", "{\"extra\": {\"a\": {}}}", "{\"extra\": {\"a\": [1, 2]}}", "{\"extra\": {\"a\": [2, 1]}}",
            "{\"extra\": {\"a\": [12]}}", "{\"extra\": {\"a\": \"[12]\"}}",
            "{\"extra\": {\"a\": [[1], 2]}}", "{\"extra\": {\"a\": 1e300}}"};
        for (String request : requests) {
            assertThat(all.add(of(request))).as(request).isTrue();
        }
        ObjectNode request = read("{}");
        assertThat(all.add(Identity.of("watch2", "account", SHA, request))).isTrue();
        assertThat(all.add(Identity.of("watch", "account2", SHA, request))).isTrue();
        assertThat(all.add(Identity.of("watch", "account", "cd".repeat(32), request))).isTrue();
        assertThat(all.add(Identity.of("watch", "account", null, request))).isTrue();
        assertThat(all.add(Identity.of("watch", "account", "", request))).isTrue();
        assertThat(all.add(Identity.of("watch\"\n\"account", SHA, null, request))).isTrue();
    }

    @Test
    void a_very_long_number_costs_nothing() {
        assertThat(of("{\"extra\": {\"a\": 1e999999999}}")).isEqualTo(of("{\"extra\": {\"a\": 10e999999998}}"));
    }

    @Test
    void the_form_stays_the_same_from_release_to_release() {
        assertThat(of("{\"promptText\": \"a cat\", \"duration\": 5}"))
                .isEqualTo(Sha256.of(("1\n\"watch\"\n\"account\"\n\"" + SHA + "\"\n{\"duration\":5e0,\"promptText\":\"a cat\",}")
                        .getBytes(StandardCharsets.UTF_8)));
    }

    private static String of(String request) {
        return Identity.of("watch", "account", SHA, read(request));
    }

    private static ObjectNode read(String request) {
        return Sidecar.read(request.getBytes(StandardCharsets.UTF_8), "cat.json");
    }
}
