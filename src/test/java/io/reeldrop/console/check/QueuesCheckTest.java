package io.reeldrop.console.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.reeldrop.console.Rig;
import io.reeldrop.pipeline.SqsServer;
import io.reeldrop.storage.S3Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code check} on a queue: what a run needs is tried, and nothing is taken away. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueuesCheckTest {

    private SqsServer sqs;
    private String queue;
    private Rig rig;
    private final Map<String, String> settings = new HashMap<>();

    @BeforeAll
    void startServer() throws IOException {
        sqs = new SqsServer();
        queue = sqs.queue("drops");
    }

    @AfterAll
    void stopServer() {
        sqs.close();
    }

    @BeforeEach
    void events(@TempDir Path home) throws IOException {
        rig = new Rig(home);
        settings.clear();
        settings.putAll(Map.of("REELDROP_SQS_ENDPOINT", sqs.endpoint(), "REELDROP_S3_ACCESS_KEY_ID", S3Server.ACCESS_KEY,
                "REELDROP_S3_SECRET_ACCESS_KEY", S3Server.SECRET));
        events(queue);
    }

    private void events(String url) throws IOException {
        rig.write("routes/watch/bucket-events.camel.yaml", Files.readString(Path.of("routes/examples/bucket-events.camel.yaml"))
                .replaceFirst("queue: \".*\"", "queue: \"" + url + "\""));
    }

    private List<String> findings() {
        rig.run(settings, false, "check");
        assertThat(rig.out + rig.err).doesNotContain(S3Server.SECRET);
        return rig.out.lines().filter(line -> line.contains("queue")).toList();
    }

    @Test
    void a_queue_that_can_be_read_is_left_as_it_was() {
        sqs.send(queue, "{}");
        assertThat(findings()).anySatisfy(line -> assertThat(line).startsWith("ok").contains(queue + " can be read"))
                .anySatisfy(line -> assertThat(line).startsWith("note").contains("no watch lies in a bucket"))
                .noneMatch(line -> line.startsWith("FAULT"));
        assertThat(sqs.client().receiveMessage(ask -> ask.queueUrl(queue)).messages()).hasSize(1);
    }

    @Test
    void a_queue_that_is_not_there_is_told() throws IOException {
        events(queue + "s");
        assertThat(findings())
                .anySatisfy(line -> assertThat(line).startsWith("FAULT").contains("there is no such queue", "reeldrop.s3.region"));
    }

    @Test
    void a_server_that_is_not_there_is_told() {
        settings.put("REELDROP_SQS_ENDPOINT", "http://127.0.0.1:1");
        assertThat(findings())
                .anySatisfy(line -> assertThat(line).startsWith("FAULT").contains("cannot be reached", "reeldrop.sqs.endpoint"));
    }

    @ParameterizedTest
    @CsvSource({"ReceiveMessage, sqs:ReceiveMessage", "DeleteMessage, sqs:DeleteMessage",
            "ChangeMessageVisibility, sqs:ChangeMessageVisibility"})
    void a_right_that_is_missing_is_named(String denied, String action) throws IOException {
        HttpServer server = refusing(denied, "com.amazonaws.sqs#AccessDeniedException");
        try {
            assertThat(findings()).filteredOn(line -> line.startsWith("FAULT")).singleElement().asString()
                    .contains("the key has no right to " + action + ".", "s3-events.md");
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"UnrecognizedClientException, does not know the access key", "InvalidSignatureException, secret does not belong",
        "ExpiredTokenException, session token has expired", "OddException, the server answered 403 (OddException)"})
    void a_key_that_is_wrong_is_told_in_words(String code, String words) throws IOException {
        HttpServer server = refusing("ReceiveMessage", "com.amazonaws.sqs#" + code);
        try {
            assertThat(findings()).filteredOn(line -> line.startsWith("FAULT")).singleElement().asString().contains(words);
        } finally {
            server.stop(0);
        }
    }

    /** SQS as it answers a key that may do all but one thing, and who knows no receipt. */
    private HttpServer refusing(String denied, String code) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            boolean receives = target.endsWith("ReceiveMessage");
            boolean refused = target.endsWith("." + denied);
            byte[] body = (refused ? "{\"__type\":\"" + code + "\",\"message\":\"no\"}"
                    : receives ? "{}" : "{\"__type\":\"com.amazonaws.sqs#ReceiptHandleIsInvalid\",\"message\":\"no\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
            exchange.sendResponseHeaders(refused ? 403 : receives ? 200 : 400, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        settings.put("REELDROP_SQS_ENDPOINT", "http://127.0.0.1:" + server.getAddress().getPort());
        return server;
    }
}
