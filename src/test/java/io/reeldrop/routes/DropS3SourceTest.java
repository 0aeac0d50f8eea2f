package io.reeldrop.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.S3Client;

/** With the example of a watched prefix. */
class DropS3SourceTest extends KameletTest {

    private static final String LIST = "aws2-s3:media";

    DropS3SourceTest() {
        super("drop-s3-source", Bucket.class, "file:routes/examples/bucket.camel.yaml", LIST, "direct:intake");
    }

    public static final class Bucket extends Eyes {

        public void begin(Exchange exchange) throws Exception {
            test().gate.pass();
            call("look.begin", exchange);
        }

        public boolean more(Exchange exchange) throws Exception {
            return Boolean.TRUE.equals(call("look.more", exchange));
        }

        public Object next(Exchange exchange) throws Exception {
            return call("look.next", exchange);
        }

        public void page(Object page) throws Exception {
            call("look.page " + page, null);
        }

        public Object drops(Exchange exchange) throws Exception {
            return call("look.drops", exchange);
        }

        public void failed(Exchange exchange) throws Exception {
            call("look.failed " + exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class).getMessage(), exchange);
        }
    }

    @Override
    void prepare() throws Exception {
        super.prepare();
        bind("placesS3", Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {S3Client.class}, (proxy, method, arguments) ->
                switch (method.getName()) {
                    case "toString" -> "no server";
                    case "hashCode" -> 1;
                    case "equals" -> proxy == arguments[0];
                    default -> throw new AssertionError("the server is asked for " + method.getName());
                }));
        var from = context.getRouteTemplateDefinition("drop-s3-source").getRoute().getInput();
        from.setUri(from.getUri().replace("period={{lookMs}}", "period=1"));
    }

    @Test
    void page_after_page_is_asked_for_and_then_the_drops_are_handed_on_one_by_one() {
        pages(2);
        rules.says("look.drops", List.of("cat", "dog"));
        List<String> taken = intake(null);
        gate.look();
        called("look.begin", "look.more", "look.next", LIST, "look.page a page", "look.more", "look.next", LIST, "look.page a page",
                "look.more", "look.drops", "direct:intake", "direct:intake");
        assertThat(taken).containsExactlyInAnyOrder("cat", "dog");
    }

    @Test
    void who_has_not_the_duty_lists_nothing() {
        gate.look();
        called("look.begin", "look.more", "look.drops");
    }

    @Test
    void a_look_that_fails_is_told_of_and_hands_nothing_on() {
        for (RuntimeException fault : Arrays.asList(SdkClientException.create("no answer"),
                new UncheckedIOException("no answer", new IOException()))) {
            rules.forget();
            pages(2);
            rules.fails(LIST, fault);
            gate.look();
            assertThat(rules.calls()).filteredOn(call -> !call.equals("look.more"))
                    .containsExactly("look.begin", "look.next", LIST, "look.failed no answer");
        }
    }

    @Test
    void a_drop_that_cannot_be_taken_in_is_logged_and_the_others_are() {
        rules.says("look.drops", List.of("cat", "dog", "bird"));
        List<String> taken = intake("dog");
        gate.look();
        assertThat(taken).containsExactlyInAnyOrder("cat", "bird");
        assertThat(rules.calls()).filteredOn(call -> call.startsWith("ERROR")).hasSize(1).first().asString()
                .endsWith("bucket: dog: java.lang.IllegalStateException: odd");
    }

    private void pages(int pages) {
        AtomicInteger left = new AtomicInteger(pages);
        rules.on("look.more", exchange -> left.getAndDecrement() > 0);
        rules.on(LIST, exchange -> {
            exchange.getMessage().setBody("a page");
            return null;
        });
    }

    private List<String> intake(String faulty) {
        List<String> taken = Collections.synchronizedList(new ArrayList<>());
        rules.on("direct:intake", exchange -> {
            String drop = exchange.getMessage().getBody(String.class);
            if (drop.equals(faulty)) {
                throw new IllegalStateException("odd");
            }
            return taken.add(drop);
        });
        return taken;
    }
}
