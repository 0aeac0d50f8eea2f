package io.reeldrop.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;

/** A Kamelet as it stands, with a stand-in for the bean that it makes, in the route that shows its use. */
abstract class KameletTest extends RouteTest {

    private final String kamelet;
    private final Class<? extends Eyes> eyes;

    KameletTest(String kamelet, Class<? extends Eyes> eyes, String user, String... leaves) {
        super(user, leaves);
        this.kamelet = kamelet;
        this.eyes = eyes;
    }

    @Override
    void prepare() throws Exception {
        bind("eyes", this);
        load("classpath:kamelets/" + kamelet + ".kamelet.yaml");
        var template = context.getRouteTemplateDefinition(kamelet);
        assertThat(template.getTemplateBeans()).hasSize(1);
        template.getTemplateBeans().get(0).setType("#class:" + eyes.getName());
        // Nobody waits for the first look.
        var from = template.getRoute().getInput();
        from.setUri(from.getUri().replaceAll("(?i)(delay=)500", "$10"));
    }

    /** The Kamelet's own bean. */
    public abstract static class Eyes implements CamelContextAware {

        final Map<String, String> parameters = new HashMap<>();
        private CamelContext context;

        public Map<String, String> getParameters() {
            return parameters;
        }

        public void start() {
            context.getRegistry().bind("made", this);
        }

        final Object call(String call, Exchange exchange) throws Exception {
            return test().rules.call(call, exchange);
        }

        final KameletTest test() {
            return context.getRegistry().lookupByNameAndType("eyes", KameletTest.class);
        }

        @Override
        public final CamelContext getCamelContext() {
            return context;
        }

        @Override
        public final void setCamelContext(CamelContext context) {
            this.context = context;
        }
    }

    final Eyes made() {
        return context.getRegistry().lookupByNameAndType("made", Eyes.class);
    }

    /** Lets a source look once, when the test says so. */
    static final class Gate {

        private final Semaphore looks = new Semaphore(0);
        private final AtomicInteger waiting = new AtomicInteger();

        /** The source waits here before each look. */
        void pass() {
            waiting.incrementAndGet();
            looks.acquireUninterruptibly();
        }

        /** One look, to its end. */
        void look() {
            until(1);
            int before = waiting.get();
            looks.release();
            until(before + 1);
        }

        private void until(int looks) {
            Awaitility.await().atMost(Duration.ofSeconds(60)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1))
                    .until(() -> waiting.get() >= looks);
        }
    }

    final Gate gate = new Gate();

    @AfterAll
    final void open() {
        gate.looks.release(1_000_000);
    }
}
