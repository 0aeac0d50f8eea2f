package io.reeldrop.pipeline;

import static io.reeldrop.pipeline.Bench.SIDECAR;
import static io.reeldrop.pipeline.Bench.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.job.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A claim may wait in its queue for longer than it lasts: where workers are slow, or the process was suspended. */
class LateClaimTest {

    private static final List<String> STAGES = List.of("take", "fetch", "deliver", "dead-letter");

    @TempDir
    Path home;

    @Test
    void a_claim_that_is_over_before_its_worker_comes_to_it_touches_nothing() throws Exception {
        try (Bench bench = new Bench(home, Bench.QUICK).start()) {
            CamelContext context = bench.pipeline().context();
            for (String stage : STAGES) {
                context.getRouteController().stopRoute("claim-" + stage);
            }
            Path out = bench.root.resolve("out");
            Files.deleteIfExists(out);
            Files.writeString(out, "a file where the folder should be");
            bench.drop("cat", SIDECAR);
            bench.drop("bad", "{");
            eventually().until(() -> bench.all().size() == 2);

            late(bench, "take", "cat");
            assertThat(bench.in("cat.png")).exists();
            late(bench, "dead-letter", "bad");
            assertThat(bench.in("bad.png")).exists();

            context.getRouteController().startRoute("claim-take");
            bench.untilState("cat", State.DELIVERING);
            late(bench, "fetch", "cat");
            assertThat(bench.sandbox.report().downloads()).isZero();

            context.getRouteController().startRoute("claim-fetch");
            eventually().until(() -> bench.job("cat").tries() > 0);
            Files.delete(out);
            late(bench, "deliver", "cat");
            assertThat(out).doesNotExist();

            context.getRouteController().startRoute("claim-deliver");
            context.getRouteController().startRoute("claim-dead-letter");
            bench.clock.moveOn(Duration.ofMinutes(1));
            bench.untilEnded(2);
            assertThat(bench.states()).isEqualTo(Map.of(State.DELIVERED, 1L, State.REJECTED, 1L));
            assertThat(bench.sandbox.report().downloads()).isEqualTo(1);
        }
    }

    /** A worker comes to a row as it was when nobody claimed it any more, and is waited for. */
    private static void late(Bench bench, String stage, String name) {
        bench.pipeline().context().createProducerTemplate().requestBody("seda:" + stage, bench.job(name));
    }
}
