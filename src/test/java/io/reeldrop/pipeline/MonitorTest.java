package io.reeldrop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeldrop.job.Databases;
import io.reeldrop.job.Rejected;
import io.reeldrop.job.State;
import io.reeldrop.monitor.Metric;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.component.platform.http.main.ManagementHttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a probe and a scrape see of the running pipeline, over real HTTP. */
class MonitorTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path home;

    @ParameterizedTest
    @EnumSource
    void a_scrape_tells_how_the_work_stands_and_the_health_is_not_that_of_an_account(Databases database) throws Exception {
        int port = freePort();
        try (Bench bench = new Bench(home, Bench.QUICK)) {
            monitored(bench, port);
            if (database == Databases.POSTGRESQL) {
                bench.set("reeldrop.store.url", Databases.postgres()).set("reeldrop.store.user", "postgres");
            }
            bench.set("reeldrop.accounts.sandbox.max-cost-per-day", "1000").watch("press", "sandbox").start();
            bench.drop("rosebud", Bench.SIDECAR);
            bench.drop("failing", Bench.prompt("[fail SAFETY.INPUT.TEXT]"));
            bench.untilEnded(2);
            bench.drop("doubtful", Bench.prompt("[lose]"));
            bench.untilEnded(3);
            bench.ledger().pauseByHand("watch", "press", "till Monday");
            Bench.drop(home.resolve("press"), "waiting", Bench.SIDECAR);
            bench.untilState("waiting", State.WAITING);
            Bench.eventually().untilAsserted(() -> assertThat(scrape(port)).containsAllEntriesOf(new TreeMap<>(Map.ofEntries(
                    Map.entry("reeldrop_jobs{account=\"sandbox\",state=\"IN_DOUBT\",watch=\"default\"}", 1.0),
                    Map.entry("reeldrop_jobs{account=\"sandbox\",state=\"WAITING\",watch=\"press\"}", 1.0),
                    Map.entry("reeldrop_jobs_waiting{account=\"sandbox\",reason=\"pause\",watch=\"press\"}", 1.0),
                    Map.entry("reeldrop_jobs_ended_total{account=\"sandbox\",state=\"DELIVERED\",watch=\"default\"}", 1.0),
                    Map.entry("reeldrop_jobs_ended_total{account=\"sandbox\",state=\"FAILED\",watch=\"default\"}", 1.0),
                    Map.entry("reeldrop_account_in_flight{account=\"sandbox\"}", 1.0),
                    Map.entry("reeldrop_account_in_flight_limit{account=\"sandbox\"}", 20.0),
                    Map.entry("reeldrop_account_spent{account=\"sandbox\",unit=\"credits\"}", 75.0),
                    Map.entry("reeldrop_account_spent_limit{account=\"sandbox\",unit=\"credits\"}", 1000.0),
                    Map.entry("reeldrop_account_tasks{account=\"sandbox\"}", 3.0),
                    Map.entry("reeldrop_account_doubts{account=\"sandbox\"}", 1.0),
                    Map.entry("reeldrop_account_breaker_open{account=\"sandbox\"}", 0.0),
                    Map.entry("reeldrop_account_paused{account=\"sandbox\"}", 0.0),
                    Map.entry("reeldrop_polls_late{account=\"sandbox\"}", 0.0),
                    Map.entry("reeldrop_watch_paused{watch=\"press\"}", 1.0),
                    Map.entry("reeldrop_watch_held{watch=\"default\"}", 0.0),
                    Map.entry("reeldrop_buying_paused", 0.0),
                    Map.entry("reeldrop_workers{step=\"submit\"}", 4.0),
                    Map.entry("reeldrop_workers_busy{step=\"submit\"}", 0.0),
                    Map.entry("reeldrop_spool_bytes", 0.0),
                    Map.entry("reeldrop_disk_full", 0.0)))));

            assertThat(scrape(port)).containsKeys("reeldrop_oldest_job_seconds{account=\"sandbox\",state=\"WAITING\",watch=\"press\"}",
                    "reeldrop_oldest_job_seconds{account=\"sandbox\",state=\"IN_DOUBT\",watch=\"default\"}");
            String text = get(port, "/metrics").body();
            assertThat(Arrays.stream(Metric.values()).map(Metric::prometheus).filter(name -> !name.equals("reeldrop_account_tasks_limit")))
                    .allSatisfy(name -> assertThat(text)
                            .contains("\n# TYPE " + name + (name.endsWith("_total") ? " counter\n" : " gauge\n")));
            assertThat(text).contains("camel_exchanges_failed_total{", "routeId=\"claim-poll\"", "jvm_memory_used_bytes",
                    "process_cpu_usage");
            assertThat(text).as("names and words of drops, keys, addresses, reasons that people gave")
                    .doesNotContain("rosebud", "waves", "lose", home.toString(), bench.sandbox.uri().getAuthority(),
                            "jdbc:", "Monday");

            bench.ledger().pauseByHand("account", "sandbox", "prices doubled");
            bench.ledger().pauseAll(true, "lunch");
            Bench.eventually().untilAsserted(() -> assertThat(scrape(port))
                    .containsEntry("reeldrop_account_paused{account=\"sandbox\"}", 1.0)
                    .containsEntry("reeldrop_buying_paused", 1.0));
            assertThat(get(port, "/health/live").statusCode()).isEqualTo(200);
            assertThat(get(port, "/health/ready").statusCode()).isEqualTo(200);
            assertThat(get(port, "/health/ready?exposureLevel=full").body()).contains("\"name\":\"route:submit\"", "\"name\":\"store\"");
            assertThat(get(port, "/health/live?exposureLevel=full").body()).contains("\"name\":\"claims\"")
                    .doesNotContain("\"name\":\"context\"");

            bench.orders().end(bench.job("doubtful"), "looked it up");
            Bench.eventually().untilAsserted(() -> assertThat(scrape(port).keySet())
                    .noneMatch(name -> name.contains("IN_DOUBT") && name.startsWith("reeldrop_jobs{")));
        }
    }

    @Test
    void a_port_that_is_taken_is_told_by_its_setting() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()); Bench bench = new Bench(home, Bench.QUICK)) {
            monitored(bench, taken.getLocalPort());
            assertThatThrownBy(bench::start).isInstanceOf(Rejected.class).hasMessageContaining("reeldrop.monitor.port")
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort() + " cannot be listened on");
        }
    }

    @Test
    void nothing_listens_unless_it_is_asked_for() throws IOException {
        try (Bench bench = new Bench(home, Bench.QUICK).start()) {
            assertThat(bench.pipeline().context().hasService(ManagementHttpServer.class)).isNull();
        }
    }

    private static Bench monitored(Bench bench, int port) {
        return bench.set("reeldrop.monitor.port", "" + port).set("reeldrop.monitor.interval-ms", "100");
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Series and value. */
    private static Map<String, Double> scrape(int port) throws IOException, InterruptedException {
        Map<String, Double> figures = new TreeMap<>();
        get(port, "/metrics").body().lines().filter(line -> line.startsWith("reeldrop_")).forEach(line ->
                figures.put(line.substring(0, line.lastIndexOf(' ')), Double.valueOf(line.substring(line.lastIndexOf(' ') + 1))));
        return figures;
    }
}
