package io.reeldrop.pipeline;

import static io.reeldrop.pipeline.Bench.SIDECAR;
import static io.reeldrop.pipeline.Bench.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.reeldrop.job.State;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that takes its time with every poll is waited for; one that never comes to an end is not. */
class SlowPollTest {

    @TempDir
    Path home;

    @Test
    void answers_that_always_take_longer_than_the_interval_are_heard_all_the_same() throws Exception {
        Map<String, String> options = new HashMap<>(Bench.QUICK);
        options.putAll(Map.of("hang-polls", "1", "hang-polls-ms", "2000"));
        try (Bench bench = new Bench(home, options).start()) {
            for (int i = 0; i < 5; i++) {
                bench.drop("d" + i, SIDECAR);
            }
            bench.untilAll(5, job -> job.state() == State.DELIVERED);
            assertThat(bench.sandbox.report().maxPollsOfOneTask()).isLessThanOrEqualTo(3);
        }
    }

    @Test
    void an_answer_that_trickles_without_an_end_is_given_up() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        AtomicInteger polls = new AtomicInteger();
        HttpServer gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
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
        try (Bench bench = new Bench(home, Bench.QUICK).set("reeldrop.poll.timeout-ms", "1000")) {
            bench.set("reeldrop.accounts.sandbox.base-url", "http://127.0.0.1:" + gateway.getAddress().getPort()).start();
            bench.drop("cat", SIDECAR);
            eventually().until(() -> bench.job("cat") != null && bench.job("cat").tries() > 0);
            assertThat(bench.job("cat").state()).isEqualTo(State.RENDERING);
            assertThat(bench.job("cat").text("reason")).contains("no answer");
            assertThat(polls).hasValue(1);
        } finally {
            over.countDown();
            gateway.stop(0);
        }
    }
}
