package io.reeldrop.drop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.drop.DefaultsView.Standing;
import io.reeldrop.job.Rejected;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DefaultsTest {

    private final Map<String, String> files = new HashMap<>();
    private final List<String> read = new ArrayList<>();
    private final Defaults defaults = new Defaults(this::bytes);

    @Test
    void the_sidecar_wins_over_the_nearer_default_and_that_over_the_farther() {
        ObjectNode root = json("{\"model\":\"a\",\"ratio\":\"a\",\"seed\":1}");
        ObjectNode merged = Defaults.merge(List.of(root, json("{\"model\":\"b\",\"ratio\":\"b\"}")), json("{\"model\":\"c\"}"));

        assertThat(merged).isEqualTo(json("{\"model\":\"c\",\"ratio\":\"b\",\"seed\":1}"));
    }

    @Test
    void extra_is_merged_key_by_key() {
        ObjectNode root = json("{\"extra\":{\"a\":{\"x\":1},\"b\":1}}");
        ObjectNode merged = Defaults.merge(List.of(root), json("{\"extra\":{\"a\":2,\"c\":3}}"));

        assertThat(merged).isEqualTo(json("{\"extra\":{\"a\":2,\"b\":1,\"c\":3}}"));
        assertThat(root).as("left as it was").isEqualTo(json("{\"extra\":{\"a\":{\"x\":1},\"b\":1}}"));
    }

    @Test
    void a_drop_without_sidecar_is_its_defaults_without_the_word_sidecar() {
        files.put("_defaults.json", "{\"sidecar\":\"optional\",\"seed\":1}");
        assertThat(Defaults.merge(defaults.contents(List.of(entry("_defaults.json"))), null)).isEqualTo(json("{\"seed\":1}"));
    }

    @Test
    void an_image_file_is_nearer_than_a_default_address() {
        List<ObjectNode> root = List.of(json("{\"promptImage\":\"https://e.org/a.png\",\"seed\":1}"));

        assertThat(Defaults.mergeBesideImage(root, json("{}"))).isEqualTo(json("{\"seed\":1}"));
        assertThat(Defaults.merge(root, json("{}")).has("promptImage")).isTrue();
    }

    @Test
    void each_variation_is_a_request_of_its_own() {
        ObjectNode merged = json("{\"seed\":1,\"extra\":{\"a\":1},\"variations\":[{\"seed\":2},{\"extra\":{\"b\":2}},{}]}");

        assertThat(Defaults.variations(merged)).containsExactly(json("{\"seed\":2,\"extra\":{\"a\":1}}"),
                json("{\"seed\":1,\"extra\":{\"a\":1,\"b\":2}}"), json("{\"seed\":1,\"extra\":{\"a\":1}}"));
        assertThat(Defaults.variations(json("{\"seed\":1}"))).containsExactly(json("{\"seed\":1}"));
        assertThat(merged.has("variations")).isTrue();
    }

    @Test
    void a_file_is_read_once_for_as_long_as_it_stays_the_same() {
        files.put("_defaults.json", "{\"seed\":1}");
        Entry entry = entry("_defaults.json");
        for (int i = 0; i < 5; i++) {
            defaults.listed(List.of(entry));
            defaults.standing(List.of(entry));
            defaults.contents(List.of(entry));
        }
        assertThat(read).hasSize(1);
        defaults.listed(List.of(new Entry("_defaults.json", entry.size(), 6)));
        assertThat(read).hasSize(2);
    }

    @Test
    void what_it_hands_out_cannot_change_what_it_knows() {
        files.put("_defaults.json", "{\"seed\":1}");
        defaults.contents(List.of(entry("_defaults.json"))).get(0).put("seed", 2);
        assertThat(defaults.contents(List.of(entry("_defaults.json")))).containsExactly(json("{\"seed\":1}"));
    }

    @Test
    void a_broken_one_holds_and_is_named_until_it_is_mended_or_gone() {
        files.put("a/_defaults.json", "{\"sidecar\":\"maybe\",\"sed\":1}");
        Entry broken = entry("a/_defaults.json");
        defaults.listed(List.of(broken));

        assertThat(defaults.standing(List.of(broken))).isEqualTo(Standing.HELD);
        assertThat(defaults.problems()).hasSize(2).allSatisfy(p -> assertThat(p.file()).isEqualTo("a/_defaults.json"));
        assertThatThrownBy(() -> defaults.contents(List.of(broken))).isInstanceOf(Rejected.class).hasMessageContaining("sed");

        defaults.listed(List.of());
        assertThat(defaults.problems()).isEmpty();
    }

    @Test
    void one_that_cannot_be_read_now_holds_and_is_tried_again() {
        Entry entry = new Entry("_defaults.json", 10, 5);
        defaults.listed(List.of(entry));
        assertThat(defaults.standing(List.of(entry))).isEqualTo(Standing.HELD);
        assertThat(defaults.problems()).singleElement().asString().contains("cannot be read").contains("permissions");

        files.put("_defaults.json", "{\"sidecar\":\"optional\"}");
        defaults.listed(List.of(entry));
        assertThat(defaults.standing(List.of(entry))).isEqualTo(Standing.SIDECAR_OPTIONAL);
        assertThat(defaults.problems()).isEmpty();
    }

    @Test
    void knows_a_sidecar_that_needs_no_image() {
        files.put("url.json", "{\"promptImage\":\"https://e.org/a.png\"}");
        files.put("plain.json", "{}");
        files.put("broken.json", "{");
        files.put("_defaults.json", "{\"promptImage\":\"https://e.org/a.png\"}");
        List<Entry> addressed = List.of(entry("_defaults.json"));

        assertThat(defaults.needsNoImage(entry("url.json"), List.of())).isTrue();
        assertThat(defaults.needsNoImage(entry("plain.json"), List.of())).isFalse();
        assertThat(defaults.needsNoImage(entry("plain.json"), addressed)).isTrue();
        assertThat(defaults.needsNoImage(entry("broken.json"), addressed)).isFalse();
        assertThat(defaults.needsNoImage(new Entry("gone.json", 1, 1), addressed)).isFalse();
    }

    private static ObjectNode json(String text) {
        return Sidecar.read(text.getBytes(StandardCharsets.UTF_8), "x.json");
    }

    private Entry entry(String name) {
        return new Entry(name, files.get(name).length(), 5);
    }

    private byte[] bytes(Entry entry) throws IOException {
        read.add(entry.name());
        if (!files.containsKey(entry.name())) {
            throw new AccessDeniedException(entry.name());
        }
        return files.get(entry.name()).getBytes(StandardCharsets.UTF_8);
    }
}
