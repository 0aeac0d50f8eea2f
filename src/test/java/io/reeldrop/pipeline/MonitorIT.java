package io.reeldrop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.job.State;
import io.reeldrop.job.Store;
import io.reeldrop.sandbox.Sandbox;
import io.reeldrop.sandbox.SandboxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The health of a real process that is told to stop while it has something to end. */
class MonitorIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path home;

    @Test
    void a_graceful_stop_takes_the_node_out_of_service_first_and_it_stays_alive_until_its_post_is_answered() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Site site = new Site(home).set("reeldrop.min-free-bytes", "1").set("reeldrop.settle-ms", "100").set("reeldrop.look-ms", "50")
                .set("reeldrop.monitor.port", "" + port).set("reeldrop.monitor.interval-ms", "100");
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.parse(Bench.QUICK)); Toll toll = new Toll(sandbox.uri())) {
            CountDownLatch answers = toll.hold("POST");
            site.set("reeldrop.accounts.sandbox.base-url", toll.url());
            try (Child run = site.run()) {
                run.await("health and figures: http://127.0.0.1:" + port + "/metrics, http://127.0.0.1:" + port + "/health/live, .*");
                LongRun.eventually().until(() -> status(port, "ready") == 200);
                assertThat(status(port, "live")).isEqualTo(200);
                Bench.drop(site.root(), "cat", Bench.SIDECAR);
                LongRun.eventually().until(() -> sandbox.report().tasksCreated() == 1);
                ProcessHandle.of(run.pid()).orElseThrow().destroy();
                run.await("stopping: .*");
                List<Integer> live = new ArrayList<>();
                LongRun.eventually().until(() -> {
                    live.add(status(port, "live"));
                    return status(port, "ready") == 503;
                });
                answers.countDown();
                LongRun.eventually().until(() -> {
                    live.add(status(port, "live"));
                    return live.get(live.size() - 1) == 0;
                });
                assertThat(live).as("until it stopped listening").containsOnly(200, 0).contains(200);
                assertThat(run.exit()).as("%s", run).isEqualTo(143);
            }
        }
        try (Store store = Store.open("jdbc:sqlite:" + site.storeFile())) {
            assertThat(store.jdbc().queryForList("SELECT state FROM job", Map.of(), String.class)).containsExactly(State.RENDERING.name());
        }
    }

    /** 0 when nobody answers. */
    private static int status(int port, String what) throws InterruptedException {
        try {
            return HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/" + what)).build(),
                    HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        }
    }
}
