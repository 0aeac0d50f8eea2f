package io.reeldrop.routes;

import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

class CancelRouteTest extends RouteTest {

    private static final String DELETE = "http:gateway-cancel";

    CancelRouteTest() {
        super("file:routes/pipeline/cancel.camel.yaml", DELETE);
    }

    @Test
    void the_call_is_addressed_made_once_and_its_answer_judged() {
        send("direct:cancel", null, "job-1");
        called("polling.prepareCancel", DELETE, "polling.cancelled");
    }

    @Test
    void a_cancellation_without_an_answer_ends_nothing() {
        rules.fails(DELETE, new SocketTimeoutException("silent"));
        send("direct:cancel", null, "job-1");
        called("polling.prepareCancel", DELETE, "ERROR io.reeldrop.error: cancel: job-1: java.net.SocketTimeoutException: silent");
    }
}
