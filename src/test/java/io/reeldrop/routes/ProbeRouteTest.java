package io.reeldrop.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

class ProbeRouteTest extends RouteTest {

    private static final String LOOK = "http:gateway-probe";

    ProbeRouteTest() {
        super("file:routes/pipeline/probe.camel.yaml", LOOK);
    }

    @Test
    void the_free_look_is_addressed_taken_once_and_its_answer_judged() {
        assertThat(send("direct:probe", null, "job-1").getException()).isNull();
        called("submission.prepareProbe", LOOK, "submission.probed");
    }

    @Test
    void without_an_answer_the_gateway_is_down() {
        rules.fails(LOOK, new SocketTimeoutException("silent"));
        send("direct:probe", null, "job-1");
        called("submission.prepareProbe", LOOK, "submission.down");
    }

    @Test
    void an_answer_that_breaks_off_is_none() {
        rules.fails("submission.probed", new SocketTimeoutException("cut"));
        send("direct:probe", null, "job-1");
        called("submission.prepareProbe", LOOK, "submission.probed", "submission.down");
    }

    /** It goes back to who asked, whose error policy logs it with the job. */
    @Test
    void what_is_no_fault_of_the_line_does_not_pass_for_an_outage() {
        IllegalStateException ours = new IllegalStateException("ours");
        rules.fails("submission.probed", ours);
        assertThat(send("direct:probe", null, "job-1").getException()).isSameAs(ours);
        called("submission.prepareProbe", LOOK, "submission.probed");
    }
}
