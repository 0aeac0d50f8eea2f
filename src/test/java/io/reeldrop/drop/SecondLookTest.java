package io.reeldrop.drop;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.drop.Candidate.Whole;
import io.reeldrop.job.Draft;
import io.reeldrop.job.Place;
import io.reeldrop.job.State;
import io.reeldrop.pipeline.Bench;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes may look at one watch for a moment, when the duty passes from one to the other: the same drop is then found twice. */
class SecondLookTest {

    @TempDir
    Path home;

    private Bench bench;
    private CamelContext context;
    private Found found;

    @BeforeEach
    void accepted() throws Exception {
        bench = new Bench(home, Bench.QUICK).start();
        context = bench.pipeline().context();
        context.getRouteController().stopRoute("claim-take");
        bench.drop("cat", Bench.SIDECAR);
        Bench.eventually().until(() -> bench.job("cat") != null);
        assertThat(bench.job("cat").place()).isEqualTo(Place.IN);
        found = new Found(Bench.bean(bench.pipeline(), Watches.class).all().get(0).watch(),
                new Whole("cat", new Entry("cat.png", 1, 1), new Entry("cat.json", 1, 1), List.of()));
    }

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    @Test
    void a_drop_that_is_just_being_taken_is_no_second_copy() throws Exception {
        context.createProducerTemplate().sendBody("direct:intake", found);
        context.getRouteController().startRoute("claim-take");
        bench.untilState("cat", State.DELIVERED);
        assertThat(bench.all()).hasSize(1);
    }

    @Test
    void a_drop_that_was_taken_since_it_was_read_is_no_second_copy() throws Exception {
        Intake intake = Bench.bean(bench.pipeline(), Intake.class);
        List<Draft> drafts = intake.read(found);
        context.getRouteController().startRoute("claim-take");
        bench.untilState("cat", State.DELIVERED);
        assertThat(intake.known(found, drafts)).isTrue();
    }
}
