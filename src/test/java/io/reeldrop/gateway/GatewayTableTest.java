package io.reeldrop.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.reeldrop.gateway.Documents.Received;
import io.reeldrop.gateway.Documents.Sent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Behind everything that a profile names stands something that was sent or parsed: {@code target/site/gateways.md} is the proof. */
class GatewayTableTest {

    private static final List<Received> REPLIES = Documents.replies();
    private static final List<Sent> REQUESTS = Documents.requests();

    static Set<String> gateways() {
        return Gateways.SHIPPED.names();
    }

    @ParameterizedTest
    @MethodSource("gateways")
    void names_no_shape_status_or_code_that_no_document_shows(String gateway) {
        assertThat(Unseen.in(profile(gateway), REPLIES)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("gateways")
    void names_no_model_or_alias_that_no_document_shows(String gateway) {
        Set<String> sent = new TreeSet<>();
        Set<String> asked = new TreeSet<>();
        REQUESTS.stream().filter(request -> request.gateway().equals(gateway)).forEach(request -> {
            sent.add(request.body().path("model").asText());
            asked.add(request.sidecar().path("model").asText());
        });
        assertThat(sent).containsExactlyInAnyOrderElementsOf(profile(gateway).models().keySet());
        assertThat(asked).containsAll(profile(gateway).aliases().keySet());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{QUEUED: [DREAMING]} | reply.statuses.QUEUED DREAMING",
        "{CANCELLED: [CANCELLED, CANCELED, CANCEL, VOID]} | reply.statuses.CANCELLED VOID",
    })
    void finds_a_status_that_no_document_shows(String statuses, String found, @TempDir Path folder) throws IOException {
        String chainub = Files.readString(Path.of("config/gateways/chainub.yaml"));
        Files.writeString(folder.resolve("odd.yaml"), chainub + "  statuses: " + statuses + "\n");
        assertThat(Unseen.in(Profiles.load(folder).find("odd").orElseThrow(), REPLIES)).contains("odd: " + found);
    }

    @Test
    void finds_a_pointer_that_no_document_shows(@TempDir Path folder) throws IOException {
        ObjectNode odd = (ObjectNode) new YAMLMapper().readTree(Path.of("config/gateways/chainub.yaml").toFile());
        odd.withObject("/reply").putArray("taskId").add("/id").add("/data/task_id").add("/result/id");
        Files.writeString(folder.resolve("odd.yaml"), odd.toString());
        assertThat(Unseen.in(Profiles.load(folder).find("odd").orElseThrow(), REPLIES)).contains("odd: reply.taskId /result/id");
    }

    @Test
    void tells_of_every_gateway_what_was_sent_and_parsed() throws IOException {
        GatewayTable table = new GatewayTable(REQUESTS, REPLIES);
        Path file = Path.of("target/site/gateways.md");
        Files.createDirectories(file.getParent());
        Files.writeString(file, table.markdown());
        assertThat(table.empty()).isEmpty();
    }

    private static Profile profile(String gateway) {
        return Gateways.SHIPPED.find(gateway).orElseThrow();
    }
}
