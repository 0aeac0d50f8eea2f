package io.reeldrop.pipeline;

import static io.reeldrop.pipeline.Bench.SIDECAR;
import static io.reeldrop.pipeline.Bench.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.reeldrop.job.State;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** News reaches a webhook that was away, and the log says so without the address, which is a key. */
class NotifyTest {

    private static final String PATH = "/services/T000/B000/HIDDEN";

    @TempDir
    Path home;

    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile int status = 404;

    @Test
    void what_the_webhook_does_not_take_is_sent_again_and_its_address_is_in_no_line() throws Exception {
        HttpServer server = webhook(0);
        try (Bench bench = new Bench(home, Bench.QUICK)) {
            int port = server.getAddress().getPort();
            bench.set("reeldrop.notify.webhook", "http://localhost:" + port + PATH + "?token=HIDDEN")
                    .set("reeldrop.notify.interval-ms", "100").start();
            reject(bench, "cat");
            eventually().until(() -> refused.get() >= 3);
            assertThat(told(bench, "does not take news")).singleElement().asString()
                    .contains("The webhook at localhost does not take news (status 404)");
            status = 302;
            eventually().until(() -> told(bench, "(status 302)").size() == 1);
            status = 200;
            eventually().until(() -> told(bench, "takes news again").size() == 1);
            assertThat(taken).singleElement().asString().contains("\"name\":\"cat\"");
            server.stop(0);
            reject(bench, "dog");
            eventually().until(() -> told(bench, "does not take news (HttpHostConnectException").size() == 1);
            server = webhook(port);
            eventually().until(() -> taken.size() == 2);
            assertThat(taken.get(1)).contains("\"name\":\"dog\"").doesNotContain("\"name\":\"cat\"");
            assertThat(bench.log.text()).doesNotContain("HIDDEN").doesNotContain("\"from\":\"reeldrop\"");
        } finally {
            server.stop(0);
        }
    }

    private static void reject(Bench bench, String name) throws Exception {
        bench.drop(name, SIDECAR.replace("1280:720", "16:9"));
        bench.untilState(name, State.REJECTED);
    }

    private static List<String> told(Bench bench, String words) {
        return bench.log.text().lines().filter(line -> line.contains(words)).toList();
    }

    private HttpServer webhook(int port) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", call -> {
            String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (status == 302) {
                call.getResponseHeaders().add("Location", PATH);
            }
            if (status == 200) {
                taken.add(body);
            } else {
                refused.incrementAndGet();
            }
            call.sendResponseHeaders(status, -1);
            call.close();
        });
        server.start();
        return server;
    }
}
