package io.reeldrop.pipeline;

import static io.reeldrop.pipeline.Bench.SIDECAR;
import static io.reeldrop.pipeline.Bench.eventually;
import static io.reeldrop.pipeline.Bench.prompt;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.reeldrop.job.State;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that takes its time is waited for; one that never comes to an end is not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlowGatewayTest {

    private Path home;
    private Bench bench;
    private HttpServer gateway;
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger polls = new AtomicInteger();

    @BeforeAll
    void start(@TempDir Path home) throws IOException {
        this.home = home;
        trickle();
        bench = new Bench(home, Bench.QUICK).account("endless").watch("endless", "endless");
        bench.set("reeldrop.accounts.endless.base-url", "http://127.0.0.1:" + gateway.getAddress().getPort())
                .set("reeldrop.submit.timeout-ms", "10000").set("reeldrop.poll.timeout-ms", "5000").start();
    }

    @AfterAll
    void stop() throws IOException {
        over.countDown();
        bench.close();
        gateway.stop(0);
    }

    @Test
    void a_purchase_answered_after_the_time_out_is_in_doubt_and_its_task_is_found_by_a_person() throws Exception {
        bench.drop("late", prompt("late [delay 600000]"));
        bench.untilState("late", State.IN_DOUBT);
        assertThat(bench.error("late")).contains("resolve");
        bench.orders().adopt(bench.job("late"), bench.taskOf("late [delay 600000]"));
        bench.untilState("late", State.DELIVERED);
        assertThat(bench.jobs().events(bench.job("late").id())).extracting(event -> event.get("state")).containsOnlyOnce("SUBMITTING");
    }

    @Test
    void answers_that_always_take_longer_than_the_interval_are_heard_all_the_same() throws Exception {
        for (int i = 0; i < 5; i++) {
            bench.drop("d" + i, prompt("[hang 2000 99]"));
        }
        eventually().until(() -> bench.jobs().list("state = 'DELIVERED' AND name LIKE 'd%'", Map.of(), 9).size() == 5);
        assertThat(bench.sandbox.report().maxPollsOfOneTask()).isLessThanOrEqualTo(3);
    }

    @Test
    void an_answer_that_trickles_without_an_end_is_given_up() throws Exception {
        Bench.drop(home.resolve("endless"), "cat", SIDECAR);
        eventually().until(() -> bench.job("cat") != null && bench.job("cat").tries() > 0);
        assertThat(bench.job("cat").state()).isEqualTo(State.RENDERING);
        assertThat(bench.job("cat").text("reason")).contains("no answer");
        assertThat(polls).hasValue(1);
    }

    private void trickle() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.setExecutor(Executors.newCachedThreadPool());
        gateway.createContext("/v1/image_to_video", exchange -> {
            byte[] answer = "{\"id\": \"task-1\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        gateway.createContext("/v1/tasks/", exchange -> {
            polls.incrementAndGet();
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                while (!over.await(100, TimeUnit.MILLISECONDS)) {
                    out.write(' ');
                    out.flush();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        gateway.start();
    }
}
