package io.reeldrop.routes;

import org.junit.jupiter.api.Test;

class TakeRouteTest extends RouteTest {

    TakeRouteTest() {
        super("file:routes/pipeline/take.camel.yaml");
    }

    @Test
    void what_is_claimed_becomes_a_job_whose_files_are_moved_before_it_may_wait_for_its_turn() {
        rules.says("claims.take", "job-1");
        send("direct:claim-take", "row");
        called("claims.take", "lease.require", "publisher.take", "steps.taken");
    }

    @Test
    void without_a_lease_no_file_is_touched() {
        rules.stopsAt("lease.require");
        send("seda:take", "job-1");
        called("lease.require");
    }

    @Test
    void what_could_not_be_moved_is_not_taken() {
        rules.stopsAt("publisher.take");
        send("seda:take", "job-1");
        called("lease.require", "publisher.take");
    }

    @Test
    void a_move_that_fails_leaves_the_job_for_its_next_claim() {
        rules.fails("publisher.take", new IllegalStateException("odd"));
        send("seda:take", "job-1");
        called("lease.require", "publisher.take", "ERROR io.reeldrop.error: take: job-1: java.lang.IllegalStateException: odd");
    }
}
