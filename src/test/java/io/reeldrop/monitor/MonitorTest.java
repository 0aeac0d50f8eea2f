package io.reeldrop.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reeldrop.delivery.Spool;
import io.reeldrop.job.Disk;
import io.reeldrop.job.Sample;
import io.reeldrop.job.Seat;
import java.nio.file.Path;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitorTest {

    @TempDir
    Path home;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private Sample sample;
    private Seat seat;
    private Monitor monitor;
    private Ready ready;

    @BeforeEach
    void set() throws Exception {
        sample = new Sample(home, 1_795_000_000_000L);
        seat = Seat.take(home.resolve("spool"));
        monitor = new Monitor(sample.store, sample.node, new Disk(sample.store, home.toString(), 0, sample.node), new Spool(seat, 1000), 4);
        monitor.setCamelContext(context);
        ready = new Ready(monitor, 100);
        ready.setCamelContext(context);
    }

    @AfterEach
    void close() {
        context.stop();
        sample.close();
        seat.close();
    }

    @Test
    void ready_once_the_routes_run_and_the_store_has_answered_and_no_longer_when_it_is_told_to_stop() {
        monitor.read();
        assertThat(ready.call().getState()).as("before the start").isEqualTo(HealthCheck.State.DOWN);
        context.start();
        assertThat(ready.call().getState()).isEqualTo(HealthCheck.State.UP);
        context.stop();
        assertThat(ready.call().getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(ready.call().getMessage()).hasValue("Reeldrop is stopped");
    }

    @Test
    void not_ready_before_the_first_reading_nor_after_one_that_failed() {
        context.start();
        assertThat(ready.call().getState()).isEqualTo(HealthCheck.State.DOWN);
        monitor.read();
        assertThat(ready.call().getState()).isEqualTo(HealthCheck.State.UP);
        sample.store.close();
        monitor.read();
        assertThat(ready.call().getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(ready.call().getMessage().orElseThrow()).startsWith("The store has not answered for ");
    }

    @Test
    void figures_go_to_the_registry_that_stands_for_all_of_an_applications_and_keep_their_last_value_while_the_store_is_away() {
        CompositeMeterRegistry all = new CompositeMeterRegistry();
        SimpleMeterRegistry one = new SimpleMeterRegistry();
        all.add(one);
        context.getRegistry().bind("one", MeterRegistry.class, one);
        context.getRegistry().bind("all", MeterRegistry.class, all);
        sample.waiting("cat");
        monitor.read();
        assertThat(one.get("reeldrop.jobs").tags("state", "WAITING", "watch", "press", "account", "acme").gauge().value()).isEqualTo(1);
        sample.waiting("dog");
        sample.inDoubt("cow");
        monitor.read();
        assertThat(one.get("reeldrop.jobs").tags("state", "WAITING").gauge().value()).isEqualTo(2);
        sample.store.close();
        monitor.read();
        assertThat(one.get("reeldrop.jobs").tags("state", "IN_DOUBT").gauge().value()).isEqualTo(1);
        assertThat(one.get("reeldrop.store.read.age").gauge().value()).isPositive();
    }

    @Test
    void without_a_registry_there_are_no_figures_and_the_health_all_the_same() {
        context.start();
        sample.store.jdbc().getJdbcOperations().execute("DROP TABLE ending");
        monitor.read();
        assertThat(ready.call().getState()).isEqualTo(HealthCheck.State.UP);
    }
}
