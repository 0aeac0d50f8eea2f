package io.reeldrop.routes;

import org.junit.jupiter.api.Test;

class MonitorRouteTest extends RouteTest {

    MonitorRouteTest() {
        super("file:routes/pipeline/monitor.camel.yaml");
    }

    @Test
    void the_store_is_asked_how_the_work_stands() {
        send("direct:monitor", null);
        called("monitor.read");
    }

    @Test
    void a_look_that_fails_is_logged_and_the_next_one_follows() {
        rules.fails("monitor.read", new IllegalStateException("odd"));
        send("direct:monitor", null);
        called("monitor.read", "ERROR io.reeldrop.error: monitor: null: java.lang.IllegalStateException: odd");
    }
}
