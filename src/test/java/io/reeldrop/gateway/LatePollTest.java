package io.reeldrop.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.job.Databases;
import io.reeldrop.job.Job;
import io.reeldrop.job.Sample;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A poll whose claim took its time, or that waited long for a worker. */
class LatePollTest {

    private static final long INTERVAL_MS = 5000;

    @TempDir
    Path home;

    @ParameterizedTest
    @EnumSource(Databases.class)
    void it_is_made_all_the_same_and_the_next_one_keeps_its_distance(Databases database) throws Exception {
        try (Sample sample = new Sample(database, home, 1_795_000_000_000L)) {
            Job job = claimed(sample);
            sample.clock.forward(1500);
            assertThat(made(sample, job)).isTrue();
            assertThat(sample.job("cat").dueAt() - sample.node.now()).isGreaterThanOrEqualTo(INTERVAL_MS);
            assertThat(sample.job("cat").token()).describedAs("a slower answer counts, too").isEqualTo(job.token());
        }
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void it_is_left_out_where_something_else_was_decided_meanwhile(Databases database) throws Exception {
        try (Sample sample = new Sample(database, home, 1_795_000_000_000L)) {
            Job job = claimed(sample);
            sample.clock.forward(10_000);
            Job other = claim(sample);
            sample.clock.forward(1);
            assertThat(made(sample, job)).describedAs("another claim has it").isFalse();
            assertThat(sample.job("cat").dueAt()).isEqualTo(other.dueAt());
            sample.clock.forward(1000);
            sample.steps.rendered(other, "https://cdn.example/v.mp4", null);
            assertThat(made(sample, other)).describedAs("it has ended").isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void a_punctual_one_costs_no_write(Databases database) throws Exception {
        try (Sample sample = new Sample(database, home, 1_795_000_000_000L)) {
            Job job = claimed(sample);
            sample.clock.forward(200);
            assertThat(made(sample, job)).isTrue();
            assertThat(sample.job("cat").dueAt()).isEqualTo(job.dueAt());
        }
    }

    private static Job claimed(Sample sample) {
        sample.rendering("cat");
        sample.clock.forward(INTERVAL_MS);
        return claim(sample);
    }

    /** As the claim does it. */
    private static Job claim(Sample sample) {
        sample.store.jdbc().update("UPDATE job SET claimed_at = :now, claimed_by = 'run', due_at = :now + 500 + :interval",
                Map.of("now", sample.node.now(), "interval", INTERVAL_MS));
        return sample.job("cat");
    }

    private static boolean made(Sample sample, Job job) throws Exception {
        Accounts accounts = Accounts.from(Map.of(Accounts.PREFIX + "acme.gateway", "runway", Accounts.PREFIX + "acme.api-key", "key"),
                Gateways.SHIPPED);
        try (CamelContext context = new DefaultCamelContext()) {
            Exchange exchange = new DefaultExchange(context);
            new Polling(accounts, sample.steps, sample.ledger, sample.node, 3_600_000, 0, 4).prepare(exchange, job);
            return !exchange.isRouteStop();
        }
    }
}
