package io.reeldrop.routes;

import org.junit.jupiter.api.Test;

class DeliverRouteTest extends RouteTest {

    DeliverRouteTest() {
        super("file:routes/pipeline/deliver.camel.yaml");
    }

    @Test
    void what_is_claimed_becomes_a_job_whose_video_is_published() {
        rules.says("claims.take", "job-1");
        send("direct:claim-deliver", "row");
        called("claims.take", "lease.require", "publisher.publish");
    }

    @Test
    void without_a_lease_nothing_is_published() {
        rules.stopsAt("lease.require");
        send("seda:deliver", "job-1");
        called("lease.require");
    }
}
