package io.reeldrop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.job.Discreet;
import io.reeldrop.job.Node;
import io.reeldrop.job.StoreFaults;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.time.Duration;
import java.time.ZoneOffset;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

/** Its words; which failure comes by which rule, routes/ErrorHandlingTest tells. */
class ErrorPolicyTest {

    private static final StoreFaults FAULTS = new StoreFaults(new Node("n", new MovableClock(), ZoneOffset.UTC));

    /** What is left of a gateway's answer when the step that read it fails. */
    private static final class Spent extends InputStream {

        @Override
        public int read() throws IOException {
            throw new IOException("Attempted read on closed stream.");
        }
    }

    @Test
    void an_unforeseen_error_is_logged_with_its_job_and_the_body_is_let_alone() throws Exception {
        try (LogLines log = new LogLines(); CamelContext context = new DefaultCamelContext()) {
            context.getRegistry().bind("storeFaults", FAULTS);
            context.getRegistry().bind("discreet", new Discreet());
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(ResourceHelper.resolveResource(context, "file:routes/pipeline/error-handling.camel.yaml"));
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:step").routeId("step").routeConfigurationId("reeldrop").streamCache("false")
                            .process(exchange -> { throw new IllegalStateException("the step's own fault"); });
                }
            });
            context.start();
            Exchange withJob = new DefaultExchange(context);
            withJob.setVariable("job", "job-1 (press/cat)");
            withJob.getMessage().setBody(new Spent());
            context.createProducerTemplate().send("direct:step", withJob);
            assertThat(withJob.getException()).isNull();
            assertThat(log.text()).contains("step: job-1 (press/cat): java.lang.IllegalStateException: the step's own fault")
                    .doesNotContain("Attempted read");
            context.createProducerTemplate().sendBody("direct:step", "job-2 (press/dog)");
            assertThat(log.text()).contains("step: job-2 (press/dog): java.lang.IllegalStateException: the step's own fault");
        }
    }

    @Test
    void of_an_address_the_log_gets_the_host_alone_and_of_a_long_body_its_beginning() throws Exception {
        try (LogLines log = new LogLines(); CamelContext context = new DefaultCamelContext()) {
            context.getRegistry().bind("storeFaults", FAULTS);
            context.getRegistry().bind("discreet", new Discreet());
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(ResourceHelper.resolveResource(context, "file:routes/pipeline/error-handling.camel.yaml"));
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:step").routeId("step").routeConfigurationId("reeldrop").process(exchange -> {
                        throw new IOException("GET https://me:pass@videos.example:8443/a/secret.mp4?sig=SECRET"
                                + " failed (https://cdn.example?SECRET)");
                    });
                }
            });
            context.start();
            context.createProducerTemplate().sendBody("direct:step", "{\"jobs\": [" + "\"a job\", ".repeat(500) + "\"the last\"]}");
            assertThat(log.text()).contains("GET https://videos.example:8443/… failed (https://cdn.example/…").contains("a job")
                    .doesNotContainIgnoringCase("secret").doesNotContain("pass").doesNotContain("the last");
        }
    }

    @Test
    void of_a_store_that_is_away_the_claims_tell_one_line_a_minute() {
        MovableClock clock = new MovableClock();
        StoreFaults faults = new StoreFaults(new Node("n", clock, ZoneOffset.UTC));
        DataAccessResourceFailureException away = new DataAccessResourceFailureException("SELECT …", new ConnectException("refused"));
        try (LogLines log = new LogLines()) {
            faults.handleException("claim-take", away);
            faults.handleException("claim-poll", away);
            assertThat(log.text().lines()).hasSize(1).first().asString().contains("The store does not answer (refused)");
            clock.moveOn(Duration.ofSeconds(61));
            faults.handleException("claim-take", away);
            assertThat(log.text().lines()).hasSize(2);
            faults.handleException("claim-take", new IllegalStateException("another fault"));
            assertThat(log.text()).contains("claim-take").contains("another fault");
        }
    }
}
