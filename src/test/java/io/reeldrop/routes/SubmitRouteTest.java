package io.reeldrop.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

class SubmitRouteTest extends RouteTest {

    private static final String POST = "http:gateway-submit";

    SubmitRouteTest() {
        super("file:routes/pipeline/submit.camel.yaml", POST, "direct:probe");
    }

    @Test
    void what_is_claimed_becomes_a_job_and_a_worker_buys_it() {
        rules.says("claims.take", "job-1");
        send("direct:claim-submit", "row");
        called("claims.take", "submission.probing", "submission.prepare", "submission.intend", "submission.receipt", POST,
                "submission.answered", "submission.withdraw", "submission.store");
    }

    @Test
    void intent_and_receipt_stand_before_the_post_which_is_made_once_and_what_came_of_it_is_stored_at_once() {
        assertThat(send("seda:submit", "job-1").getException()).isNull();
        called("submission.probing", "submission.prepare", "submission.intend", "submission.receipt", POST, "submission.answered",
                "submission.withdraw", "submission.store");
    }

    @Test
    void the_job_is_a_variable_from_the_first_step_on_and_no_part_of_the_message() {
        AtomicReference<Object> job = new AtomicReference<>();
        AtomicReference<Object> body = new AtomicReference<>("a body");
        rules.on("submission.probing", exchange -> {
            job.set(exchange.getVariable("job"));
            body.set(exchange.getMessage().getBody());
            return false;
        });
        send("seda:submit", "job-1");
        assertThat(job).hasValue("job-1");
        assertThat(body).hasValue(null);
    }

    @Test
    void while_the_breaker_is_open_a_free_look_comes_first() {
        rules.says("submission.probing", true);
        send("seda:submit", "job-1");
        called("submission.probing", "direct:probe", "submission.prepare", "submission.intend", "submission.receipt", POST,
                "submission.answered", "submission.withdraw", "submission.store");
    }

    @Test
    void where_the_free_look_finds_the_gateway_down_nothing_is_prepared() {
        rules.says("submission.probing", true);
        rules.stopsAt("direct:probe");
        send("seda:submit", "job-1");
        called("submission.probing", "direct:probe");
    }

    @Test
    void a_free_look_that_fails_in_an_unforeseen_way_is_logged_with_its_job_and_nothing_is_bought() {
        rules.says("submission.probing", true);
        rules.fails("direct:probe", new IllegalStateException("odd"));
        send("seda:submit", "job-1");
        called("submission.probing", "direct:probe", "ERROR io.reeldrop.error: submit: job-1: java.lang.IllegalStateException: odd");
    }

    @Test
    void what_cannot_be_prepared_is_not_intended() {
        rules.stopsAt("submission.prepare");
        send("seda:submit", "job-1");
        called("submission.probing", "submission.prepare");
    }

    @Test
    void without_the_intent_there_is_neither_receipt_nor_post() {
        rules.stopsAt("submission.intend");
        send("seda:submit", "job-1");
        called("submission.probing", "submission.prepare", "submission.intend");
    }

    @Test
    void an_outcome_that_stands_before_the_post_is_stored_without_one() {
        outcome("submission.receipt", "no receipt");
        send("seda:submit", "job-1");
        called("submission.probing", "submission.prepare", "submission.intend", "submission.receipt", "submission.withdraw",
                "submission.store");
    }

    @Test
    void a_post_without_an_answer_is_not_made_again_and_its_end_is_stored() {
        rules.fails(POST, new SocketTimeoutException("silent"));
        outcome("submission.notAnswered", "in doubt");
        send("seda:submit", "job-1");
        called("submission.probing", "submission.prepare", "submission.intend", "submission.receipt", POST, "submission.notAnswered",
                "submission.withdraw", "submission.store");
    }

    @Test
    void an_answer_that_is_not_understood_for_whatever_reason_does_not_pass_for_none_made() {
        rules.fails("submission.answered", new IllegalStateException("odd"));
        outcome("submission.notAnswered", "in doubt");
        send("seda:submit", "job-1");
        called("submission.probing", "submission.prepare", "submission.intend", "submission.receipt", POST, "submission.answered",
                "submission.notAnswered", "submission.withdraw", "submission.store");
    }

    @Test
    void a_receipt_that_fails_in_an_unforeseen_way_is_followed_by_no_post() {
        rules.fails("submission.receipt", new IllegalStateException("odd"));
        Exchange done = send("seda:submit", "job-1");
        called("submission.probing", "submission.prepare", "submission.intend", "submission.receipt",
                "ERROR io.reeldrop.error: submit: job-1: java.lang.IllegalStateException: odd");
        assertThat(done.getException()).isNull();
    }

    private void outcome(String call, String outcome) {
        rules.on(call, exchange -> {
            exchange.setVariable("outcome", outcome);
            return null;
        });
    }
}
