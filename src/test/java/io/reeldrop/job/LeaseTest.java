package io.reeldrop.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class LeaseTest {

    private static final long NOW = 1_795_000_000_000L;

    private final Lease lease = new Lease(new Node("run", Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC), ZoneOffset.UTC));

    @Test
    void a_claim_is_carried_out_while_it_lasts_and_not_in_its_last_moments() {
        assertThat(begun(new DefaultCamelContext(), claim(NOW + 60_000))).isTrue();
        assertThat(begun(new DefaultCamelContext(), claim(NOW + 5_000))).isTrue();
        assertThat(begun(new DefaultCamelContext(), claim(NOW + 4_999))).isFalse();
        assertThat(begun(new DefaultCamelContext(), claim(NOW - 1))).isFalse();
    }

    @Test
    void at_a_stop_nothing_is_begun() {
        assertThat(begun(new DefaultCamelContext() {
            @Override
            public boolean isStopping() {
                return true;
            }
        }, claim(NOW + 60_000))).isFalse();
    }

    @Test
    void the_job_in_the_message_counts_before_the_one_that_an_earlier_route_left_behind() {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setVariable("job", claim(NOW - 1));
        lease.require(exchange);
        assertThat(exchange.isRouteStop()).isTrue();
        exchange = new DefaultExchange(exchange.getContext());
        exchange.setVariable("job", claim(NOW - 1));
        exchange.getMessage().setBody(claim(NOW + 60_000));
        lease.require(exchange);
        assertThat(exchange.isRouteStop()).isFalse();
    }

    private boolean begun(CamelContext context, Job job) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(job);
        lease.require(exchange);
        return !exchange.isRouteStop();
    }

    private static Job claim(long until) {
        return new Job(Map.of("due_at", until));
    }
}
