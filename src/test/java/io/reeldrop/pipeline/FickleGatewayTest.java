package io.reeldrop.pipeline;

import static io.reeldrop.pipeline.Bench.SIDECAR;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.reeldrop.job.State;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that goes back on what it said of a task. */
class FickleGatewayTest {

    @TempDir
    Path home;

    @Test
    void a_task_that_succeeded_and_then_is_said_to_have_failed_is_not_bought_again() throws Exception {
        AtomicInteger polls = new AtomicInteger();
        HttpServer gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String uri = "http://127.0.0.1:" + gateway.getAddress().getPort();
        gateway.createContext("/v1/image_to_video", exchange -> answer(exchange, 200, "{\"id\": \"task-1\"}"));
        gateway.createContext("/v1/tasks/", exchange -> answer(exchange, 200, polls.incrementAndGet() == 1
                ? "{\"id\": \"task-1\", \"status\": \"SUCCEEDED\", \"output\": [\"" + uri + "/gone.mp4\"]}"
                : "{\"id\": \"task-1\", \"status\": \"FAILED\", \"failure\": \"expired\", \"failureCode\": \"INTERNAL\"}"));
        gateway.createContext("/gone.mp4", exchange -> answer(exchange, 404, "{}"));
        gateway.start();
        try (Bench bench = new Bench(home, Bench.QUICK).set("reeldrop.deliver.retry-ms", "1").set("reeldrop.submit.task-retries", "2")) {
            bench.set("reeldrop.accounts.sandbox.base-url", uri).start();
            bench.drop("cat", SIDECAR);
            Bench.eventually().until(() -> bench.job("cat") != null && bench.job("cat").failures() == 1);
            assertThat(bench.job("cat").state()).isEqualTo(State.FAILED);
        } finally {
            gateway.stop(0);
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
