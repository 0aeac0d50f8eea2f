package io.reeldrop.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.drop.Sidecar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Drops that name their image by URL become the requests that the gateways' own documents show. */
class DocumentedRequestsTest {

    private static final String KEY = "key-of-this-test";

    static List<Documents.Sent> requests() {
        return Documents.requests();
    }

    @ParameterizedTest
    @MethodSource("requests")
    void sends_the_documents_own_request(Documents.Sent document) throws IOException {
        Account account = account(document.gateway());
        ObjectNode request = request(account.profile(), document.sidecar().toString());
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        Submission.address(exchange, account, account.profile().submit().method(), account.submitUri());
        String body = new String(Requests.body(account.profile(), request, null, null), StandardCharsets.UTF_8);

        Map<String, Object> headers = new TreeMap<>(exchange.getMessage().getHeaders());
        String call = headers.remove(Exchange.HTTP_METHOD) + " " + headers.remove(Exchange.HTTP_URI);
        assertThat(call).isEqualTo(document.call());
        assertThat(Documents.json(body)).isEqualTo(document.body());
        Map<String, Object> documented = new TreeMap<>();
        document.header().properties().forEach(e -> documented.put(e.getKey(), e.getValue().asText().replace("KEY", KEY)));
        // Said by some documents and assumed by all: an answer that is a web page would leave a paid task unknown.
        documented.put("Accept", "application/json");
        assertThat(headers).isEqualTo(documented);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void sends_the_key_in_its_header_and_nowhere_else(Documents.Sent document) throws IOException {
        Account account = account(document.gateway());
        ObjectNode request = request(account.profile(), document.sidecar().toString());
        Map<String, String> headers = Requests.headers(account);
        assertThat(headers.remove("Authorization")).isEqualTo("Bearer " + KEY);
        assertThat(headers.toString()).doesNotContain(KEY);
        assertThat(account.submitUri().toString()).doesNotContain(KEY);
        assertThat(account.taskUri("t").toString()).doesNotContain(KEY);
        assertThat(new String(Requests.body(account.profile(), request, null, null), StandardCharsets.UTF_8)).doesNotContain(KEY);
        assertThat(Requests.shownHeaders(account).toString()).doesNotContain(KEY);
    }

    @Test
    void asks_for_a_task_where_the_documents_say() {
        Map<String, String> asked = new TreeMap<>();
        for (String name : Gateways.SHIPPED.names()) {
            asked.put(name, account(name).profile().task().method() + " " + account(name).taskUri("t-1"));
        }
        assertThat(asked).isEqualTo(Map.of(
                "runway", "GET https://api.dev.runwayml.com/v1/tasks/t-1",
                "cometapi", "GET https://api.cometapi.com/runwayml/v1/tasks/t-1",
                "gptge", "GET https://api.gpt.ge/runwayml/v1/tasks/t-1",
                "chainub", "GET https://api.chainub.tech/runwayml/v1/tasks/t-1",
                "kkiai", "GET https://www.kkiai.com/runwayml/v1/tasks/t-1",
                "sandbox", "GET http://127.0.0.1:7070/v1/tasks/t-1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "cometapi | gen3a_turbo | promptText | x*512 | x*513", "cometapi | gen3a_turbo | seed | 999999999 | 1000000000",
        "cometapi | gen3a_turbo | ratio | 832:1104 | 1920:1080", "cometapi | gen3a_turbo | duration | 10 | 7",
        "gptge | gen4a_turbo | promptText | x*512 | x*513", "gptge | gen4a_turbo | seed | 4294967295 | -1",
        "gptge | gen4a_turbo | ratio | 768:1280 | 1280:720", "gptge | gen3a_turbo | duration | 10 | 11",
        "chainub | gen4_turbo | promptText | x*1000 | x*1001", "chainub | gen4_turbo | seed | 4294967295 | 4294967296",
        "chainub | gen3a_turbo | duration | 10 | 8", "kkiai | gen4_turbo | promptText | x*1000 | x*1001",
        "kkiai | gen4_turbo | seed | 4294967295 | 4294967296", "kkiai | gen3a_turbo | duration | 5 | 6",
        "runway | gen4_turbo | promptText | x*1000 | x*1001", "runway | gen4.5 | seed | 4294967295 | 4294967296",
        "runway | gen4_turbo | ratio | 960:960 | 1280:768", "runway | veo3.1 | duration | 6 | 5",
    })
    void draws_the_line_where_the_document_draws_it(String gateway, String model, String field, String last, String beyond) {
        Profile profile = Gateways.SHIPPED.find(gateway).orElseThrow();
        ObjectNode request = Gateways.json("{'promptImage':'https://images.example.com/cat.png','ratio':'1280:768','promptText':'x'}")
                .put("model", model);
        if (profile.model(model).ratios() != null) {
            request.put("ratio", profile.model(model).ratios().get(0));
        }
        assertThat(Requests.check(profile, with(request, field, last), null, "cat.json")).isEmpty();
        assertThat(Requests.check(profile, with(request, field, beyond), null, "cat.json")).singleElement()
                .satisfies(problem -> assertThat(problem.field()).isEqualTo(field));
    }

    private static ObjectNode with(ObjectNode request, String field, String value) {
        ObjectNode changed = request.deepCopy();
        if (value.startsWith("x*")) {
            return changed.put(field, "x".repeat(Integer.parseInt(value.substring(2))));
        }
        return value.contains(":") ? changed.put(field, value) : changed.put(field, Long.parseLong(value));
    }

    /** As intake does: read, checked, completed. */
    private static ObjectNode request(Profile profile, String sidecar) {
        ObjectNode drop = Sidecar.read(sidecar.getBytes(StandardCharsets.UTF_8), "cat.json");
        assertThat(Requests.check(profile, drop, null, "cat.json")).isEmpty();
        return Requests.complete(profile, drop, new Random(1));
    }

    private static Account account(String gateway) {
        return Accounts.from(Map.of(Accounts.PREFIX + gateway + ".api-key", KEY), Gateways.SHIPPED).get(gateway);
    }
}
