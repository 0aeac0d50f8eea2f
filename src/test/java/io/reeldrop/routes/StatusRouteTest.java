package io.reeldrop.routes;

import org.junit.jupiter.api.Test;

class StatusRouteTest extends RouteTest {

    StatusRouteTest() {
        super("file:routes/pipeline/status.camel.yaml");
    }

    @Test
    void people_who_have_but_the_folder_are_told_how_it_goes() {
        send("direct:status", null);
        called("status.write");
    }

    @Test
    void a_page_that_cannot_be_written_is_logged_and_no_more() {
        rules.fails("status.write", new IllegalStateException("odd"));
        send("direct:status", null);
        called("status.write", "ERROR io.reeldrop.error: status: null: java.lang.IllegalStateException: odd");
    }
}
