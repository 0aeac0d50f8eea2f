package io.reeldrop.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Test;

class FetchRouteTest extends RouteTest {

    private static final List<String> STEPS = List.of("lease.require", "fetch.begin", "direct:download", "fetch.answered", "fetch.verify",
            "seda:deliver");

    FetchRouteTest() {
        super("file:routes/pipeline/fetch.camel.yaml", "direct:download", "seda:deliver");
    }

    @Test
    void what_is_claimed_becomes_a_job_whose_video_is_fetched() {
        rules.says("claims.take", "job-1");
        send("direct:claim-fetch", "row");
        called("claims.take", "lease.require", "fetch.begin", "direct:download", "fetch.answered", "fetch.verify", "seda:deliver");
    }

    @Test
    void only_a_verified_video_is_handed_on_and_with_the_row_that_the_last_step_left() {
        AtomicReference<Object> handed = new AtomicReference<>();
        rules.on("fetch.verify", exchange -> {
            exchange.getMessage().setBody(exchange.getVariable("job") + ", fetched");
            return null;
        });
        rules.on("seda:deliver", exchange -> {
            handed.set(exchange.getMessage().getBody());
            return null;
        });
        send("seda:fetch", "job-1");
        assertThat(rules.calls()).isEqualTo(STEPS);
        assertThat(handed).hasValue("job-1, fetched");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lease.require", "fetch.begin", "direct:download", "fetch.answered", "fetch.verify"})
    void where_a_step_ends_the_fetching_none_of_those_behind_it_is_done(String step) {
        rules.stopsAt(step);
        send("seda:fetch", "job-1");
        assertThat(rules.calls()).isEqualTo(STEPS.subList(0, STEPS.indexOf(step) + 1));
    }

    @Test
    void an_unforeseen_failure_hands_nothing_on() {
        rules.fails("fetch.answered", new IllegalStateException("odd"));
        send("seda:fetch", "job-1");
        called("lease.require", "fetch.begin", "direct:download", "fetch.answered",
                "ERROR io.reeldrop.error: fetch: job-1: java.lang.IllegalStateException: odd");
    }
}
