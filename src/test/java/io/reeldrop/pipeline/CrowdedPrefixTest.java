package io.reeldrop.pipeline;

import static io.reeldrop.pipeline.Bench.SIDECAR;
import static io.reeldrop.pipeline.Bench.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.Nightly;
import io.reeldrop.job.State;
import io.reeldrop.storage.S3Call;
import io.reeldrop.storage.S3Server;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of objects that wait for their other halves cost a look one list a thousand, and keep no drop from its turn. */
class CrowdedPrefixTest {

    private static final int WAITING = Nightly.size("crowd.objects", 2_000, 10_000);
    /** A look lists a thousand keys at a time, and asks once more. */
    private static final int LISTS = WAITING / 1000 + 1;

    @TempDir
    Path home;

    private S3Server s3;
    private Bench bench;

    @Test
    void a_look_lists_and_reads_nothing_and_a_fresh_pair_is_taken_within_two_looks() throws Exception {
        try (S3Server server = S3Server.inProcess().bucket(Shelves.DROPS).bucket(Shelves.VIDEOS);
                Bench table = new Bench(home, Bench.QUICK).s3(server).set("reeldrop.look-ms", "3600000")) {
            s3 = server;
            bench = table;
            Shelves at = Shelves.press(bench, s3, "press", true, true);
            fill(at);
            bench.start();
            // Its page is looked after at its own pace.
            bench.pipeline().context().getRouteController().stopRoute("status");
            eventually().until(() -> s3.counts().get(S3Call.LIST) >= LISTS
                    && bench.pipeline().context().getInflightRepository().size(watch().getRouteId()) == 0);

            bench.clock.moveOn(Duration.ofSeconds(1));
            assertThat(callsOfALook()).as("each lone sidecar that has settled is read once: it may name an image by URL")
                    .isEqualTo(Map.of(S3Call.LIST, LISTS, S3Call.GET, WAITING / 100));
            assertThat(callsOfALook()).as("a look without news").isEqualTo(Map.of(S3Call.LIST, LISTS));

            // The last one in the order of the keys.
            at.drop("zzz/fresh", SIDECAR);
            assertThat(callsOfALook()).as("the first look sees it").isEqualTo(Map.of(S3Call.LIST, LISTS + 1));
            assertThat(bench.all()).isEmpty();
            bench.clock.moveOn(Duration.ofSeconds(1));
            look();
            assertThat(bench.all()).as("the second one takes it").hasSize(1);
            bench.untilState("zzz/fresh", State.DELIVERED);
        }
    }

    private Map<S3Call, Integer> callsOfALook() throws Exception {
        s3.resetCounts();
        look();
        return s3.counts().entrySet().stream().filter(count -> count.getValue() > 0)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** As the timer of the watch has it done, which pauses for an hour; returns when what it found is with the intake. */
    private void look() throws Exception {
        Exchange exchange = watch().getEndpoint().createExchange();
        watch().getProcessor().process(exchange);
        assertThat(exchange.getException()).isNull();
    }

    private Route watch() {
        return bench.pipeline().context().getRoutes().stream()
                .filter(route -> route.getEndpoint().getEndpointUri().startsWith("timer://press")).findFirst().orElseThrow();
    }

    private static void fill(Shelves at) throws Exception {
        ExecutorService hands = Executors.newFixedThreadPool(16);
        for (int i = 0; i < WAITING; i++) {
            String name = "a%05d.".formatted(i) + (i % 100 == 0 ? "json" : "png");
            hands.submit(() -> at.in().put(name, "{}"));
        }
        hands.shutdown();
        assertThat(hands.awaitTermination(10, TimeUnit.MINUTES)).isTrue();
    }
}
