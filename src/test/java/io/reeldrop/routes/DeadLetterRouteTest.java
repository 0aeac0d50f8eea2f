package io.reeldrop.routes;

import org.junit.jupiter.api.Test;

class DeadLetterRouteTest extends RouteTest {

    DeadLetterRouteTest() {
        super("file:routes/pipeline/dead-letter.camel.yaml");
    }

    @Test
    void what_is_claimed_becomes_a_job_whose_drop_is_filed() {
        rules.says("claims.take", "job-1");
        send("direct:claim-dead-letter", "row");
        called("claims.take", "lease.require", "publisher.deadLetter");
    }

    @Test
    void without_a_lease_nothing_is_filed() {
        rules.stopsAt("lease.require");
        send("seda:dead-letter", "job-1");
        called("lease.require");
    }
}
