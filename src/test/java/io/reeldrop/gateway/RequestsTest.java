package io.reeldrop.gateway;

import static io.reeldrop.gateway.Gateways.RELAY;
import static io.reeldrop.gateway.Gateways.RUNWAY;
import static io.reeldrop.gateway.Gateways.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.job.Image;
import io.reeldrop.storage.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestsTest {

    @TempDir
    Path folder;

    @Test
    void always_sends_a_duration_and_draws_no_seed_unasked() {
        ObjectNode merged = json("{'model':'gen4_turbo','ratio':'1280:720','promptText':'','watermark':false}");
        assertThat(Requests.complete(RUNWAY, merged, new Random(1)))
                .isEqualTo(json("{'model':'gen4_turbo','ratio':'1280:720','duration':5}"));
        assertThat(merged).hasSize(4);
    }

    @Test
    void draws_a_seed_in_range_where_the_gateway_demands_one_and_applies_defaults_and_aliases() {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            assertThat(Requests.complete(RELAY, json("{}"), random).path("seed").longValue()).isBetween(10L, 20L);
        }
        assertThat(Requests.complete(RELAY, json("{'model':'gen4a_turbo','seed':12,'watermark':false}"), random))
                .isEqualTo(json("{'model':'gen4_turbo','seed':12,'watermark':false,'duration':5,'ratio':'1280:720'}"));
        assertThat(Requests.complete(RELAY, json("{'model':'other'}"), random)).isEqualTo(json("{'model':'other'}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "{'model':'gen4_turbo','duration':5} | 25000000", "{'model':'gen4_turbo'} | 25000000",
        "{'model':'gen4.5','duration':10} | 120000000",
        "{'model':'gen4.5','duration':10,'outputFormat':'prores'} | 170000000",
        "{'model':'gen4.5','duration':10,'outputFormat':'mp4'} | 120000000", "{'model':'veo3.1','duration':8} | 320000000",
        "{'model':'veo3.1_fast'} | 60000000",
    })
    void estimates_the_cost(String request, long micros) {
        assertThat(Requests.estimateMicros(RUNWAY, json(request))).isEqualTo(OptionalLong.of(micros));
    }

    @Test
    void estimates_by_the_call_and_nothing_without_a_price() {
        assertThat(Requests.estimateMicros(RELAY, json("{'duration':10}"))).isEqualTo(OptionalLong.of(350_000));
        assertThat(Requests.estimateMicros(RUNWAY, json("{'model':'none'}"))).isEmpty();
        assertThat(Requests.estimateMicros(RUNWAY, json("{'model':'gen4_turbo','duration':'x'}"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 100_000})
    void sends_the_image_as_a_data_uri_behind_all_else(int size) throws IOException {
        Path file = image(size);
        ObjectNode request = json("{'seed':7,'promptText':'Ein „Kätzchen“','ratio':'1280:720','duration':5,'model':'gen4_turbo',"
                + "'extra':{'zeta':[1],'alpha':true}}");
        String uri = "data:image/png;base64," + Base64.getEncoder().encodeToString(Files.readAllBytes(file));
        assertThat(new String(Requests.body(RUNWAY, request, png(file), Files.newInputStream(file)), StandardCharsets.UTF_8)).isEqualTo(
                ("{'model':'gen4_turbo','promptText':'Ein „Kätzchen“','ratio':'1280:720','duration':5,'seed':7,'alpha':true,'zeta':[1],"
                + "'promptImage':'" + uri + "'}").replace('\'', '"'));
    }

    @ParameterizedTest
    @ValueSource(strings = {"😀", "a\n\"b\"\\\\", "\ud83d", "\u0000"})
    void sends_every_prompt_so_that_it_arrives_as_it_was(String prompt) throws IOException {
        ObjectNode request = json("{'model':'gen4_turbo'}").put("promptText", prompt);
        byte[] body = Requests.body(RUNWAY, request, png(image(5)), Files.newInputStream(image(5)));
        assertThat(new ObjectMapper().readTree(body).path("promptText").textValue()).isEqualTo(prompt);
    }

    @Test
    void puts_the_image_into_the_frame_without_one() throws IOException {
        ObjectNode request = json("{'promptImage':[{'position':'first'},{'uri':'https://a.example/b.png','position':'last'}],"
                + "'model':'veo3.1','duration':4,'ratio':'1280:720'}");
        assertThat(new String(Requests.body(RUNWAY, request, png(image(3)), Files.newInputStream(image(3))), StandardCharsets.UTF_8))
                .isEqualTo(("{'model':'veo3.1','ratio':'1280:720','duration':4,"
                        + "'promptImage':[{'position':'first','uri':'data:image/png;base64,AAAA'},"
                        + "{'uri':'https://a.example/b.png','position':'last'}]}").replace('\'', '"'));
    }

    @Test
    void sends_a_url_as_it_is_and_no_empty_text() throws IOException {
        ObjectNode request = json("{'promptImage':'https://a.example/b.png','promptText':'','model':'gen4_turbo','ratio':'960:960'}");
        assertThat(new String(Requests.body(RUNWAY, request, null, null), StandardCharsets.UTF_8)).isEqualTo(
                "{'model':'gen4_turbo','ratio':'960:960','duration':5,'promptImage':'https://a.example/b.png'}".replace('\'', '"'));
    }

    @Test
    void sends_no_other_image_of_that_length() throws IOException {
        Image checked = png(image(100));
        InputStream other = new ByteArrayInputStream("x".repeat(100).getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> Requests.body(RUNWAY, json("{'model':'gen4_turbo'}"), checked, other))
                .isInstanceOf(Requests.OtherImage.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {99, 98, 90, 101, 102, 200})
    void sends_no_image_of_another_length_than_the_one_checked(int size) throws IOException {
        Image checked = png(image(100));
        Path file = image(size);
        assertThatThrownBy(() -> Requests.body(RUNWAY, json("{'model':'gen4_turbo'}"), checked, Files.newInputStream(file)))
                .isInstanceOf(Requests.OtherImage.class);
    }

    @Test
    void previews_what_would_be_sent_without_the_image() throws IOException {
        ObjectNode request = json("{'model':'gen4_turbo','ratio':'1280:720'}");
        String preview = Requests.preview(RUNWAY, request, png(4));
        assertThat(preview).contains("\"data:image/png;base64,<8 chars>\"").contains("\n");
        ObjectNode shown = json(preview);
        ObjectNode sent = json(new String(Requests.body(RUNWAY, request, png(image(4)), Files.newInputStream(image(4))),
                StandardCharsets.UTF_8));
        assertThat(shown.without("promptImage").toString()).isEqualTo(sent.without("promptImage").toString());
    }

    @Test
    void previews_no_image_that_the_request_holds_itself() {
        String uri = "data:image/png;base64," + "A".repeat(4000);
        assertThat(json(Requests.preview(RUNWAY, json("{'promptImage':'" + uri + "'}"), null)).path("promptImage").textValue())
                .isEqualTo("data:image/png;base64,<4000 chars>");
        assertThat(Requests.preview(RUNWAY, json("{'promptImage':[{'position':'first','uri':'" + uri + "'}]}"), null))
                .contains("<4000 chars>").doesNotContain("AAAA");
        assertThat(Requests.preview(RUNWAY, json("{'promptImage':'https://a.example/b.png'}"), null)).contains("https://a.example/b.png");
    }

    private Path image(int size) throws IOException {
        return Files.write(folder.resolve("cat.png"), new byte[size]);
    }

    private static Image png(Path file) throws IOException {
        return new Image("png", 100, 100, Files.size(file), Sha256.of(file));
    }

    private static Image png(int size) {
        return new Image("png", 100, 100, size, "ab");
    }
}
