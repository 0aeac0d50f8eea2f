package io.reeldrop.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.job.Stale;
import java.io.EOFException;
import java.sql.SQLException;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;

/** The error policy, at the route where it matters most. */
class ErrorHandlingTest extends RouteTest {

    private static final String POST = "http:gateway-submit";
    /** With its causes: the policy is chosen by the innermost first. */
    private static final Exception AWAY = new DataAccessResourceFailureException("away", new SQLException("broken", new EOFException()));
    private static final Exception NO_TRANSACTION = new CannotCreateTransactionException("none", new SQLException("broken"));

    ErrorHandlingTest() {
        super("file:routes/pipeline/submit.camel.yaml", POST, "direct:probe");
    }

    @Test
    void a_late_worker_stops_and_a_plain_line_says_so() {
        rules.fails("submission.intend", new Stale("job-1 went another way"));
        Exchange done = send("seda:submit", "job-1");
        called("submission.probing", "submission.prepare", "submission.intend", "INFO io.reeldrop.stale: job-1 went another way");
        assertThat(done.getException()).isNull();
    }

    @Test
    void a_late_worker_is_one_too_where_another_failure_wraps_what_told_it() {
        rules.fails("submission.intend", new IllegalStateException("wrapped", new Stale("job-1 went another way")));
        send("seda:submit", "job-1");
        assertThat(rules.calls()).hasSize(4).last().asString().startsWith("INFO io.reeldrop.stale: ");
    }

    @Test
    void what_came_of_a_post_is_stored_however_long_the_store_is_away_and_nothing_but_that_step_is_repeated() {
        Exchange done = storeAwayFor(60, AWAY);
        assertThat(rules.calls()).startsWith("submission.probing", "submission.prepare", "submission.intend", "submission.receipt", POST,
                "submission.answered", "submission.withdraw");
        assertThat(rules.calls().subList(7, rules.calls().size())).isEqualTo(Collections.nCopies(61, "submission.store"));
        assertThat(done.getException()).isNull();
    }

    @Test
    void a_transaction_that_cannot_begin_is_the_store_being_away() {
        storeAwayFor(60, NO_TRANSACTION);
        assertThat(Collections.frequency(rules.calls(), "submission.store")).isEqualTo(61);
        assertThat(rules.calls()).last().isEqualTo("submission.store");
    }

    @Test
    void only_the_end_of_the_process_ends_that_and_the_log_then_says_what_came_of_the_post() {
        bought();
        rules.on("submission.store", exchange -> {
            // Ends the tries, as Camel does when it stops.
            exchange.setRollbackOnly(true);
            throw AWAY;
        });
        send("seda:submit", "job-1");
        assertThat(rules.calls()).last()
                .isEqualTo("ERROR io.reeldrop.error: submit: what came of the POST could not be stored for job-1: task-1: away");
    }

    @Test
    void before_the_post_a_step_is_repeated_for_a_while_and_then_the_job_waits_for_its_lease_to_end() {
        for (Exception fault : new Exception[] {AWAY, NO_TRANSACTION}) {
            rules.forget();
            rules.fails("submission.intend", fault);
            Exchange done = send("seda:submit", "job-1");
            assertThat(rules.calls()).startsWith("submission.probing", "submission.prepare");
            assertThat(rules.calls().subList(2, 23)).isEqualTo(Collections.nCopies(21, "submission.intend"));
            assertThat(rules.calls().subList(23, rules.calls().size()))
                    .containsExactly("ERROR io.reeldrop.error: submit: the store failed for job-1: " + fault.getMessage());
            assertThat(done.getException()).isNull();
        }
    }

    @Test
    void a_store_that_comes_back_meanwhile_is_all_that_the_route_needs() {
        AtomicInteger tries = new AtomicInteger();
        rules.on("submission.intend", exchange -> {
            if (tries.incrementAndGet() <= 20) {
                throw AWAY;
            }
            return null;
        });
        send("seda:submit", "job-1");
        assertThat(rules.calls()).hasSize(28).last().isEqualTo("submission.store");
    }

    @Test
    void whatever_else_fails_is_not_repeated_and_logged_with_its_job() {
        rules.fails("submission.intend", new IllegalStateException("GET https://a.example/key?secret failed"));
        Exchange done = send("seda:submit", "job-1");
        called("submission.probing", "submission.prepare", "submission.intend", "ERROR io.reeldrop.error: submit: job-1: "
                + "java.lang.IllegalStateException: GET https://a.example/… failed");
        assertThat(done.getException()).isNull();
    }

    @Test
    void an_outcome_does_not_make_another_failure_one_of_the_store() {
        bought();
        rules.fails("submission.store", new IllegalStateException("odd"));
        send("seda:submit", "job-1");
        assertThat(rules.calls()).hasSize(9).last()
                .isEqualTo("ERROR io.reeldrop.error: submit: job-1: java.lang.IllegalStateException: odd");
    }

    @Test
    void between_two_tries_the_store_has_a_second() {
        assertThat(delays).containsExactly("1000", "1000");
    }

    private Exchange storeAwayFor(int tries, Exception fault) {
        bought();
        AtomicInteger tried = new AtomicInteger();
        rules.on("submission.store", exchange -> {
            if (tried.incrementAndGet() <= tries) {
                throw fault;
            }
            return null;
        });
        return send("seda:submit", "job-1");
    }

    private void bought() {
        rules.on("submission.answered", exchange -> {
            exchange.setVariable("outcome", "task-1");
            return null;
        });
    }
}
