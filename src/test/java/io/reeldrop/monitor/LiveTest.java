package io.reeldrop.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.ScheduledPollConsumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveTest {

    private final AtomicLong seconds = new AtomicLong(1_000);

    @Test
    void a_claim_that_stands_still_for_minutes_is_dead_and_one_that_moves_again_is_not(@TempDir Path folder) throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch entered = new CountDownLatch(1);
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("file:" + folder + "?initialDelay=0&delay=10").routeId("claim-poll").process(exchange -> {
                        entered.countDown();
                        stuck.await(60, TimeUnit.SECONDS);
                    });
                    // Its consumer may take all the time that it wants.
                    from("file:" + folder.resolve("other") + "?initialDelay=3600000").routeId("watch-default").to("log:x");
                }
            });
            Live live = new Live(seconds::get);
            live.setCamelContext(context);
            assertThat(live.call().getState()).as("while it starts").isEqualTo(HealthCheck.State.UP);
            Files.writeString(folder.resolve("a"), "a");
            context.start();
            assertThat(entered.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(after(live, 0)).isEqualTo(HealthCheck.State.UP);
            assertThat(after(live, 300)).isEqualTo(HealthCheck.State.UP);
            assertThat(after(live, 1)).isEqualTo(HealthCheck.State.DOWN);
            assertThat(live.call().getMessage()).hasValue("No longer looks for jobs: claim-poll");
            ScheduledPollConsumer consumer = (ScheduledPollConsumer) context.getRoute("claim-poll").getConsumer();
            long turns = consumer.getCounter();
            stuck.countDown();
            Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> consumer.getCounter() > turns);
            assertThat(after(live, 0)).isEqualTo(HealthCheck.State.UP);
            context.stop();
            assertThat(after(live, 1_000)).as("while it stops").isEqualTo(HealthCheck.State.UP);
        }
    }

    private HealthCheck.State after(Live live, long more) {
        seconds.addAndGet(more);
        return live.call().getState();
    }
}
