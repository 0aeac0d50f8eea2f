package io.reeldrop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;

class ErrorPolicyTest {

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
}
