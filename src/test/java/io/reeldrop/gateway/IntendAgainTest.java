package io.reeldrop.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.job.Job;
import io.reeldrop.job.Sample;
import io.reeldrop.job.State;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store went away at the instant of an intent: it may be stored or not, and the POST has not been made. */
class IntendAgainTest {

    @TempDir
    Path home;

    @Test
    void an_intent_that_was_stored_all_the_same_leads_to_its_post_when_the_step_is_repeated() throws Exception {
        try (Sample sample = new Sample(home, 1_795_000_000_000L)) {
            Job job = sample.waiting("cat");
            sample.steps.intend(job);
            Exchange again = intend(sample, job, true);
            assertThat(again.isRouteStop()).isFalse();
            assertThat(again.getVariable("job", Job.class).state()).isEqualTo(State.SUBMITTING);
        }
    }

    @Test
    void whoever_comes_late_makes_no_post() throws Exception {
        try (Sample sample = new Sample(home, 1_795_000_000_000L)) {
            Job job = sample.waiting("cat");
            sample.steps.intend(job);
            assertThat(intend(sample, job, false).isRouteStop()).isTrue();
            sample.store.jdbc().getJdbcTemplate().update("UPDATE job SET token = token + 1");
            assertThat(intend(sample, job, true).isRouteStop()).describedAs("another claim's intent").isTrue();
        }
    }

    private static Exchange intend(Sample sample, Job job, boolean repeated) throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            Exchange exchange = new DefaultExchange(context);
            if (repeated) {
                exchange.getMessage().setHeader(Exchange.REDELIVERED, true);
            }
            new Submission(null, null, sample.steps, sample.ledger, null, null, null).intend(exchange, job);
            return exchange;
        }
    }
}
