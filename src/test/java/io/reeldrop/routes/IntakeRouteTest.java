package io.reeldrop.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.drop.Candidate;
import io.reeldrop.drop.Found;
import io.reeldrop.drop.Watch;
import io.reeldrop.job.Problem;
import io.reeldrop.job.Rejected;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntakeRouteTest extends RouteTest {

    private static final Found CAT = new Found(new Watch("press", null, null, null, null), new Candidate.Bad("cat", List.of(), null));
    private static final Problem PROBLEM = new Problem("cat.json", "duration", "7 s is not offered", "5, 10", "Choose one of these");

    IntakeRouteTest() {
        super("file:routes/pipeline/intake.camel.yaml");
    }

    @BeforeEach
    void aDropThatIsNew() {
        rules.says("intake.read", "a draft");
        rules.says("admission.check", "a priced draft");
    }

    @Test
    void a_new_drop_is_read_checked_and_accepted_as_the_check_left_it() {
        assertThat(send("direct:intake", CAT).getException()).isNull();
        called("intake.read", "intake.known", "admission.check", "intake.accept[press/cat, a priced draft]");
    }

    @Test
    void a_drop_that_is_known_is_neither_checked_nor_accepted() {
        rules.says("intake.known", true);
        send("direct:intake", CAT);
        called("intake.read", "intake.known");
    }

    @ParameterizedTest
    @ValueSource(strings = {"intake.read", "intake.known", "admission.check", "intake.accept[press/cat, a priced draft]"})
    void whichever_step_refuses_the_drop_is_rejected_with_every_reason(String step) {
        rules.fails(step, new Rejected(List.of(PROBLEM, PROBLEM.in("cat.png"))));
        Exchange done = send("direct:intake", CAT);
        assertThat(rules.calls()).endsWith(step, "intake.reject[press/cat, [" + PROBLEM + ", " + PROBLEM.in("cat.png") + "]]");
        assertThat(done.getException()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"intake.read", "intake.known", "admission.check", "intake.accept[press/cat, a priced draft]"})
    void whichever_step_cannot_read_or_look_the_drop_is_left_for_later(String step) {
        rules.fails(step, new UncheckedIOException("unreadable", new IOException("busy")));
        Exchange done = send("direct:intake", CAT);
        assertThat(rules.calls()).endsWith(step, "intake.later[press/cat, java.io.UncheckedIOException: unreadable]");
        assertThat(done.getException()).isNull();
    }

    /** It goes back to the watch, whose error policy logs it. */
    @Test
    void an_unforeseen_failure_neither_rejects_a_drop_nor_accepts_it() {
        IllegalStateException odd = new IllegalStateException("odd");
        rules.fails("admission.check", odd);
        assertThat(send("direct:intake", CAT).getException()).isSameAs(odd);
        called("intake.read", "intake.known", "admission.check");
    }
}
