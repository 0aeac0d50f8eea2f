package io.reeldrop.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/** With the example of a queue. */
class S3EventsSourceTest extends KameletTest {

    private static final List<String> DROPS = List.of("cat", "dog");

    S3EventsSourceTest() {
        super("s3-events-source", Events.class, "file:routes/examples/bucket-events.camel.yaml", "direct:intake");
    }

    public static final class Events extends Eyes implements PollingConsumerPollStrategy {

        private String queue;

        public void setQueue(String queue) {
            this.queue = queue;
        }

        public Object drops(Exchange exchange) throws Exception {
            return call("events.drops " + exchange.getMessage().getBody(), exchange);
        }

        public void accepted(Object drops) throws Exception {
            call("events.accepted " + drops, null);
        }

        public void done(Exchange exchange) throws Exception {
            call("events.done", exchange);
        }

        public void failed(Exchange exchange) throws Exception {
            call("events.failed " + exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class).getMessage(), exchange);
        }

        @Override
        public boolean begin(Consumer consumer, Endpoint endpoint) {
            return true;
        }

        @Override
        public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
            // Nothing to keep.
        }

        @Override
        public boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
            test().rules.note("a poll failed: " + cause);
            return false;
        }
    }

    private final AtomicReference<ReceiveMessageRequest> request = new AtomicReference<>();

    @Override
    void prepare() throws Exception {
        super.prepare();
        bind("eventsSqsReceiver", Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {SqsClient.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "toString" -> "no server";
                    case "hashCode" -> 1;
                    case "equals" -> proxy == arguments[0];
                    case "receiveMessage" -> received((ReceiveMessageRequest) arguments[0]);
                    case "close" -> null;
                    default -> throw new AssertionError("the server is asked for " + method.getName());
                }));
        var from = context.getRouteTemplateDefinition("s3-events-source").getRoute().getInput();
        // One waits at the gate at a time, and the next one comes at once.
        from.setUri(from.getUri().replace("concurrentConsumers={{consumers}}", "concurrentConsumers=1") + "&initialDelay=0");
    }

    private ReceiveMessageResponse received(ReceiveMessageRequest asked) {
        request.set(asked);
        gate.pass();
        return ReceiveMessageResponse.builder()
                .messages(Message.builder().messageId("1").receiptHandle("receipt-1").body("an event").build()).build();
    }

    @Test
    void each_drop_of_an_event_is_handed_on_and_the_message_let_go_when_all_are_on_the_books() {
        rules.says("events.drops an event", DROPS);
        gate.look();
        called("events.drops an event", "direct:intake", "direct:intake", "events.accepted [cat, dog]", "events.done");
    }

    @Test
    void an_event_without_drops_is_let_go() {
        rules.says("events.drops an event", List.of());
        gate.look();
        called("events.drops an event", "events.accepted []", "events.done");
    }

    @Test
    void a_message_stays_in_the_queue_where_a_drop_is_on_no_books() {
        rules.says("events.drops an event", DROPS);
        rules.fails("events.accepted [cat, dog]", new IllegalStateException("not accepted"));
        gate.look();
        called("events.drops an event", "direct:intake", "direct:intake", "events.accepted [cat, dog]", "events.failed not accepted");
    }

    @Test
    void a_message_that_cannot_be_followed_hands_nothing_on_and_stays() {
        rules.fails("events.drops an event", new IllegalStateException("odd"));
        gate.look();
        called("events.drops an event", "events.failed odd");
    }

    @Test
    void the_queue_is_read_as_the_parameters_say() {
        rules.says("events.drops an event", List.of());
        gate.look();
        assertThat(request.get().queueUrl()).isEqualTo("https://sqs.us-east-1.amazonaws.com/123456789012/drops");
        assertThat(request.get().maxNumberOfMessages()).isEqualTo(10);
        assertThat(request.get().waitTimeSeconds()).isEqualTo(20);
        assertThat(request.get().visibilityTimeout()).isEqualTo(60);
        assertThat(((Events) made()).queue).isEqualTo(request.get().queueUrl());
    }
}
