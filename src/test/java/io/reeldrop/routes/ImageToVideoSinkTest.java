package io.reeldrop.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.drop.Candidate;
import io.reeldrop.drop.Found;
import io.reeldrop.drop.Watch;
import io.reeldrop.job.Problem;
import io.reeldrop.job.Rejected;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** With the example of a camera. */
class ImageToVideoSinkTest extends KameletTest {

    private static final Found CAT = new Found(new Watch("camera", null, null, null, null), new Candidate.Bad("cat", List.of(), null));
    private static final String LAY = "sink.lay camera/cat.png";
    private static final String LOG = "INFO any-route: cat.png is job job-1";

    ImageToVideoSinkTest() {
        super("image-to-video-sink", Sink.class, "file:routes/examples/any-route.camel.yaml", "direct:intake");
    }

    public static final class Sink extends Eyes {

        public Object lay(Exchange exchange, String name, String sidecar) throws Exception {
            assertThat(sidecar).contains("The camera pans slowly to the right");
            return call("sink.lay " + name, exchange);
        }

        public void outcome(Exchange exchange, Object found) throws Exception {
            call("sink.outcome " + found, exchange);
        }
    }

    @Test
    void what_is_handed_over_is_laid_down_taken_in_and_its_job_told_to_the_route() {
        rules.says(LAY, CAT);
        rules.on("sink.outcome camera/cat", ImageToVideoSinkTest::job);
        Exchange done = hand();
        assertThat(rules.calls()).startsWith(LAY, "direct:intake", "sink.outcome camera/cat");
        assertThat(done.getMessage().getBody()).isEqualTo("job-1");
    }

    @Test
    void the_same_drop_once_more_is_not_taken_in_again_and_its_job_is_told() {
        rules.on(LAY, ImageToVideoSinkTest::job);
        Exchange done = hand();
        assertThat(rules.calls()).startsWith(LAY).doesNotContain("direct:intake");
        assertThat(done.getMessage().getBody()).isEqualTo("job-1");
    }

    @Test
    void a_drop_that_is_refused_is_an_exception_in_the_route_that_handed_it_over() {
        Rejected refused = new Rejected(new Problem("cat.png", null, "is a text file", null, "Drop an image"));
        rules.says(LAY, CAT);
        rules.fails("sink.outcome camera/cat", refused);
        assertThat(hand().getException()).isSameAs(refused);
        called(LAY, "direct:intake", "sink.outcome camera/cat");
    }

    @Test
    void the_sink_gets_every_parameter_and_waits_for_nothing() {
        assertThat(made().parameters).containsEntry("watch", "camera").containsEntry("root", "/srv/camera-videos")
                .containsEntry("account", "sandbox").containsEntry("maxCostPerDay", "300").containsEntry("settleMs", "0")
                .containsEntry("pairWaitMs", "0").containsEntry("sidecarGraceMs", "0").hasSize(14);
    }

    private static Object job(Exchange exchange) {
        exchange.getMessage().setHeader("ReeldropJob", "job-1");
        return null;
    }

    private Exchange hand() {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody("an image");
        exchange.getMessage().setHeader(Exchange.FILE_NAME, "cat.png");
        return template.send("direct:any-route", exchange);
    }
}
