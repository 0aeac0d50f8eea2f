package io.reeldrop.drop;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.reeldrop.job.Rejected;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SidecarSchemaTest {

    private static final String SCHEMA = schemaText();
    private final JsonSchema schema = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(SCHEMA, InputFormat.JSON);

    @ParameterizedTest
    @ValueSource(strings = {
        "{}",
        "{\"promptText\":\"\"}",
        "{\"promptText\":\"a cat\",\"model\":\"gen4_turbo\",\"ratio\":\"1280:720\",\"duration\":5,\"seed\":4294967295,\"watermark\":false}",
        "{\"duration\":5.0}",
        "{\"seed\":-0.0}",
        "{\"seed\":1e3}",
        "{\"promptImage\":\"https://example.org/cat.png?x=1\"}",
        "{\"promptImage\":\"runway://abc\"}",
        "{\"promptImage\":\"data:image/png;base64,iVBORw0KGgo=\"}",
        "{\"promptImage\":[{\"uri\":\"https://example.org/a.png\",\"position\":\"first\"}]}",
        "{\"promptImage\":[{\"uri\":\"https://e.org/a\",\"position\":\"last\"},{\"uri\":\"runway://b\",\"position\":\"first\"}]}",
        "{\"variations\":[{\"seed\":1},{\"promptText\":\"other\",\"extra\":{\"audio\":true}},{}]}",
        "{\"account\":\"team-a\",\"extra\":{\"audio\":true,\"promtText\":[1,{\"seed\":2}]}}",
    })
    void both_accept(String sidecar) {
        assertThat(schemaAccepts(sidecar)).as("schema").isTrue();
        assertThat(readerAccepts(sidecar)).as("reader").isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "[]",
        "\"text\"",
        "null",
        "{\"promptText\":5}",
        "{\"promptText\":null}",
        "{\"model\":\"\"}",
        "{\"ratio\":169}",
        "{\"duration\":\"5\"}",
        "{\"duration\":5.5}",
        "{\"seed\":9007199254740992}",
        "{\"seed\":1e999999999}",
        "{\"seed\":true}",
        "{\"watermark\":\"false\"}",
        "{\"promptImage\":\"http://example.org/cat.png\"}",
        "{\"promptImage\":\"cat.png\"}",
        "{\"promptImage\":\"https://\"}",
        "{\"promptImage\":\"https://example.org/a b.png\"}",
        "{\"promptImage\":\"data:text/plain,hello\"}",
        "{\"promptImage\":{}}",
        "{\"promptImage\":[]}",
        "{\"promptImage\":[\"https://example.org/a.png\"]}",
        "{\"promptImage\":[{\"uri\":\"https://example.org/a.png\"}]}",
        "{\"promptImage\":[{\"uri\":\"https://example.org/a.png\",\"position\":\"middle\"}]}",
        "{\"promptImage\":[{\"uri\":\"https://example.org/a.png\",\"position\":\"first\",\"weight\":1}]}",
        "{\"promptImage\":[{\"uri\":\"runway://a\",\"position\":\"first\"},{\"uri\":\"runway://b\",\"position\":\"first\"}]}",
        "{\"variations\":[]}",
        "{\"variations\":{}}",
        "{\"variations\":[1]}",
        "{\"variations\":[{\"variations\":[{}]}]}",
        "{\"variations\":[{\"account\":\"b\"}]}",
        "{\"variations\":[{\"seed\":\"1\"}]}",
        "{\"account\":\"\"}",
        "{\"extra\":[]}",
        "{\"extra\":{\"seed\":1}}",
        "{\"extra\":{\"account\":\"b\"}}",
        "{\"promtText\":\"a cat\"}",
        "{\"sidecar\":\"optional\"}",
    })
    void both_refuse(String sidecar) {
        assertThat(schemaAccepts(sidecar)).as("schema").isFalse();
        assertThat(readerAccepts(sidecar)).as("reader").isFalse();
    }

    @Test
    void both_count_to_a_hundred_variations() {
        String hundred = "{},".repeat(99) + "{}";
        assertThat(schemaAccepts("{\"variations\":[" + hundred + "]}")).isTrue();
        assertThat(readerAccepts("{\"variations\":[" + hundred + "]}")).isTrue();
        assertThat(schemaAccepts("{\"variations\":[" + hundred + ",{}]}")).isFalse();
        assertThat(readerAccepts("{\"variations\":[" + hundred + ",{}]}")).isFalse();
    }

    @Test
    void both_state_the_same_pattern_for_an_address() {
        assertThat(SCHEMA).contains("\"" + PromptImage.ADDRESS.replace("\\", "\\\\") + "\"");
    }

    private boolean schemaAccepts(String sidecar) {
        return schema.validate(sidecar, InputFormat.JSON).isEmpty();
    }

    private static boolean readerAccepts(String sidecar) {
        try {
            Sidecar.read(sidecar.getBytes(StandardCharsets.UTF_8), "cat.json");
            return true;
        } catch (Rejected e) {
            return false;
        }
    }

    private static String schemaText() {
        try (InputStream in = SidecarSchemaTest.class.getResourceAsStream("/schema/sidecar.schema.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
