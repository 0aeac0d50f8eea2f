package io.reeldrop.drop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.reeldrop.OddJson;
import io.reeldrop.job.Rejected;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is dropped as a sidecar is either understood or refused with words that its owner can act on. */
class SidecarPropertyTest {

    private static final List<String> KEYS = List.of("promptText", "model", "ratio", "duration", "seed", "watermark", "promptImage",
            "variations", "account", "extra", "sidecar", "uri", "position", "promtText", "PromptText");
    private static final List<String> WORDS = List.of("a cat", "gen4_turbo", "1280:720", "https://example.org/cat.png", "runway://abc",
            "data:image/png;base64,iVBORw0KGgo=", "first", "last", "optional", "team-a", "😀");
    private static final JsonSchema SCHEMA = schema();

    @Provide
    Arbitrary<byte[]> sidecars() {
        return OddJson.bytes(OddJson.texts(KEYS, WORDS));
    }

    /** Few enough fields, and none that are unknown, for most to be right. */
    @Provide
    Arbitrary<byte[]> likely() {
        Arbitrary<String> forms = Arbitraries.of("{\"promptText\":%s}", "{\"model\":%s}", "{\"duration\":%s}", "{\"seed\":%s}",
                "{\"extra\":{\"a\":%s}}", "{\"watermark\":%s}", "{\"promptImage\":%s}", "{\"variations\":[%s]}",
                "{\"variations\":[{},{\"seed\":%s}]}", "{\"ratio\":%s}", "{\"promptImage\":[{\"uri\":%s,\"position\":\"first\"}]}",
                "{\"account\":%s}", "{\"extra\":%s}");
        return OddJson.bytes(Combinators.combine(forms, OddJson.texts(KEYS, WORDS)).as((form, value) -> form.replace("%s", value)));
    }

    @Property(seed = "20261124", edgeCases = EdgeCasesMode.NONE)
    void is_read_or_refused(@ForAll("sidecars") byte[] bytes) {
        readOrRefused(bytes, false);
        readOrRefused(bytes, true);
    }

    @Property(seed = "20261125", edgeCases = EdgeCasesMode.NONE)
    void what_is_read_is_what_the_schema_describes_and_reads_the_same_again(@ForAll("likely") byte[] bytes) {
        ObjectNode read = readOrRefused(bytes, false);
        if (read != null) {
            assertThat(SCHEMA.validate(read.toString(), InputFormat.JSON)).isEmpty();
            assertThat(readOrRefused(read.toString().getBytes(StandardCharsets.UTF_8), false)).isEqualTo(read);
        }
    }

    /** What was read; null for what was refused in an orderly way. */
    private static ObjectNode readOrRefused(byte[] bytes, boolean defaults) {
        try {
            return Sidecar.read(bytes, "cat.json", defaults);
        } catch (Rejected e) {
            assertThat(e.problems()).isNotEmpty().allSatisfy(problem -> {
                assertThat(problem.file()).isEqualTo("cat.json");
                assertThat(problem.message()).isNotBlank().doesNotContainPattern("\\p{Cntrl}");
                assertThat(problem.remedy()).isNotBlank().doesNotEndWith(".");
                assertThat(problem.toString()).hasSizeLessThan(2000);
            });
            return null;
        }
    }

    private static JsonSchema schema() {
        try (InputStream in = SidecarPropertyTest.class.getResourceAsStream("/schema/sidecar.schema.json")) {
            return JsonSchemaFactory.getInstance(VersionFlag.V202012)
                    .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
