package io.reeldrop.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PollRouteTest extends RouteTest {

    private static final String GET = "http:gateway-task";

    PollRouteTest() {
        super("file:routes/pipeline/poll.camel.yaml", GET, "direct:cancel");
    }

    @Test
    void what_is_claimed_becomes_a_job_whose_task_is_asked_for() {
        rules.says("jobs.job", "job-1");
        send("direct:claim-poll", "row");
        called("jobs.job", "polling.prepare", GET, "polling.answered");
    }

    @Test
    void the_job_is_a_variable_and_no_part_of_the_message() {
        AtomicReference<Object> job = new AtomicReference<>();
        AtomicReference<Object> body = new AtomicReference<>("a body");
        rules.on("polling.prepare", exchange -> {
            job.set(exchange.getVariable("job"));
            body.set(exchange.getMessage().getBody());
            return null;
        });
        send("seda:poll", "job-1");
        assertThat(job).hasValue("job-1");
        assertThat(body).hasValue(null);
    }

    @Test
    void a_poll_that_comes_too_late_is_left_out() {
        rules.stopsAt("polling.prepare");
        send("seda:poll", "job-1");
        called("polling.prepare");
    }

    @Test
    void whatever_keeps_the_gateway_from_answering_the_rule_is_told_of() {
        for (Exception fault : new Exception[] {new SocketTimeoutException("silent"), new IllegalStateException("ours")}) {
            rules.forget();
            rules.fails(GET, fault);
            AtomicReference<Object> silence = new AtomicReference<>();
            rules.on("polling.answered", exchange -> {
                silence.set(exchange.getVariable("silence"));
                return null;
            });
            send("seda:poll", "job-1");
            called("polling.prepare", GET, "polling.answered");
            assertThat(silence).hasValue(fault);
        }
    }

    @Test
    void an_answer_leaves_no_silence() {
        AtomicReference<Object> silence = new AtomicReference<>("unset");
        rules.on("polling.answered", exchange -> {
            silence.set(exchange.getVariable("silence"));
            return null;
        });
        send("seda:poll", "job-1");
        assertThat(silence).hasValue(null);
    }

    @Test
    void a_task_is_ended_where_the_answer_left_it_to_be_cancelled() {
        cancel(true);
        send("seda:poll", "job-1");
        called("polling.prepare", GET, "polling.answered", "direct:cancel");
    }

    @Test
    void a_task_is_left_alone_where_its_gateway_knows_no_cancelling() {
        cancel(false);
        send("seda:poll", "job-1");
        called("polling.prepare", GET, "polling.answered");
    }

    private void cancel(boolean cancel) {
        rules.on("polling.answered", exchange -> {
            exchange.setProperty("cancel", cancel);
            return null;
        });
    }
}
