package io.reeldrop.routes;

import org.junit.jupiter.api.Test;

class HeartbeatRouteTest extends RouteTest {

    HeartbeatRouteTest() {
        super("file:routes/pipeline/heartbeat.camel.yaml");
    }

    @Test
    void the_node_says_that_it_is_there() {
        send("direct:heartbeat", null);
        called("nodes.beat");
    }

    @Test
    void a_beat_that_fails_is_logged_and_the_next_one_follows() {
        rules.fails("nodes.beat", new IllegalStateException("odd"));
        send("direct:heartbeat", null);
        called("nodes.beat", "ERROR io.reeldrop.error: heartbeat: null: java.lang.IllegalStateException: odd");
    }
}
