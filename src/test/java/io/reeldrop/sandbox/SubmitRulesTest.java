package io.reeldrop.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubmitRulesTest {

    private static Rig rig;

    @BeforeAll
    static void start() throws Exception {
        rig = new Rig(Map.of());
    }

    @AfterAll
    static void stop() throws Exception {
        rig.close();
    }

    private static Arguments fault(String path, String code, Consumer<ObjectNode> change) {
        return Arguments.of(path, code, change);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("model", "invalid_union_discriminator", o -> o.put("model", "gen3a_turbo")),
                fault("model", "invalid_union_discriminator", o -> o.remove("model")),
                fault("ratio", "invalid_enum_value", o -> o.put("ratio", "1280:768")),
                fault("ratio", "invalid_type", o -> o.remove("ratio")),
                fault("duration", "too_small", o -> o.put("duration", 1)),
                fault("duration", "too_big", o -> o.put("duration", 11)),
                fault("duration", "invalid_type", o -> o.put("duration", 2.5)),
                fault("duration", "invalid_type", o -> o.put("duration", "5")),
                fault("duration", "invalid_type", o -> o.put("model", "gen4.5").remove("duration")),
                fault("promptText", "invalid_type", o -> o.put("model", "gen4.5").remove("promptText")),
                fault("promptText", "too_small", o -> o.put("promptText", "")),
                fault("promptText", "too_big", o -> o.put("promptText", "😀".repeat(500) + "x")),
                fault("seed", "too_big", o -> o.put("seed", 4_294_967_296L)),
                fault("seed", "too_small", o -> o.put("seed", -1)),
                fault("", "unrecognized_keys", o -> o.put("watermark", false)),
                fault("", "unrecognized_keys", o -> o.put("outputFormat", "mp4")),
                fault("contentModeration,publicFigureThreshold", "invalid_enum_value",
                        o -> o.putObject("contentModeration").put("publicFigureThreshold", "high")),
                fault("promptImage", "invalid_type", o -> o.remove("promptImage")),
                fault("promptImage", "invalid_union", o -> o.put("promptImage", 7)),
                fault("promptImage", "invalid_string", o -> o.put("promptImage", "http://example.com/cat.png")),
                fault("promptImage", "invalid_string", o -> o.put("promptImage", "https://192.0.2.1/cat.png")),
                fault("promptImage", "invalid_string", o -> o.put("promptImage", "https://example.com/" + "a".repeat(2048))),
                fault("promptImage", "invalid_string", o -> o.put("promptImage", "data:image/gif;base64,R0lGODdh")),
                fault("promptImage", "too_big", o -> o.put("promptImage", "data:image/png;base64," + "A".repeat(5_242_880))),
                fault("promptImage", "too_big", o -> o.putArray("promptImage").add("a").add("b")),
                fault("promptImage,0,position", "invalid_enum_value",
                        o -> o.putArray("promptImage").addObject().put("uri", "https://example.com/cat.png").put("position", "last")));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void names_the_field_at_fault(String path, String code, Consumer<ObjectNode> change) throws Exception {
        ObjectNode order = Rig.order("a cat");
        change.accept(order);
        HttpResponse<String> answer = rig.post(order);
        assertThat(answer.statusCode()).isEqualTo(400);
        JsonNode body = Rig.JSON.readTree(answer.body());
        assertThat(body.path("error").asText()).isEqualTo("Validation of body failed");
        assertThat(body.path("docUrl").asText()).startsWith("https://");
        assertThat(body.path("issues")).hasSize(1);
        JsonNode issue = body.path("issues").path(0);
        assertThat(issue.path("code").asText()).isEqualTo(code);
        assertThat(String.join(",", Rig.JSON.convertValue(issue.path("path"), String[].class))).isEqualTo(path);
    }

    @Test
    void names_every_fault_at_once() throws Exception {
        JsonNode body = Rig.JSON.readTree(rig.post(Rig.order("a cat").put("duration", 99).put("seed", -1).put("watermark", true)).body());
        assertThat(body.path("issues")).hasSize(3);
    }

    @Test
    void takes_the_limits_themselves() throws Exception {
        ObjectNode order = Rig.order("😀".repeat(500)).put("seed", 4_294_967_295L).put("duration", 10);
        order.putObject("contentModeration").put("publicFigureThreshold", "low");
        order.putArray("promptImage").addObject().put("uri", "https://example.com/cat.png").put("position", "first");
        assertThat(rig.post(order).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "png"})
    void takes_a_whole_image_and_refuses_a_truncated_one(String type) throws Exception {
        byte[] image = Rig.image(type, 640, 480);
        assertThat(rig.post(Rig.order("whole").put("promptImage", Rig.dataUri(type, image))).statusCode()).isEqualTo(200);
        byte[] half = Arrays.copyOf(image, image.length / 2);
        HttpResponse<String> answer = rig.post(Rig.order("half").put("promptImage", Rig.dataUri(type, half)));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("cannot be decoded");
    }

    @Test
    void refuses_an_image_too_narrow_too_wide_or_too_large() throws Exception {
        assertThat(rig.post(Rig.order("a").put("promptImage", Rig.dataUri("png", Rig.blank(462, 1000)))).body())
                .contains("width / height ratio must be at least 0.5. Got 0.462.");
        assertThat(rig.post(Rig.order("a").put("promptImage", Rig.dataUri("png", Rig.blank(1000, 400)))).body())
                .contains("must be at most 2.0. Got 2.500.");
        assertThat(rig.post(Rig.order("a").put("promptImage", Rig.dataUri("png", Rig.blank(8000, 4000)))).body())
                .contains("7999");
    }

    @Test
    void takes_a_large_image_within_the_limits() throws Exception {
        ObjectNode order = Rig.order("a").put("promptImage", Rig.dataUri("png", Rig.blank(7999, 4000)));
        assertThat(rig.post(order).statusCode()).isEqualTo(200);
    }

    @Test
    void refuses_what_is_no_json_object() throws Exception {
        for (String body : new String[] {"", "{", "[]", "null", "\"a\""}) {
            HttpResponse<String> answer = rig.send(rig.request("/v1/image_to_video").POST(BodyPublishers.ofString(body)));
            assertThat(answer.statusCode()).as(body).isEqualTo(400);
        }
    }

    @Test
    void refuses_a_body_beyond_any_data_uri() throws Exception {
        assertThat(rig.post(Rig.order("x".repeat(7 << 20))).statusCode()).isEqualTo(413);
    }
}
