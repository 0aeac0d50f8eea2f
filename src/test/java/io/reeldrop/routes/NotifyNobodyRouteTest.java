package io.reeldrop.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Where no webhook is set. */
class NotifyNobodyRouteTest extends RouteTest {

    NotifyNobodyRouteTest() {
        super("file:routes/pipeline/notify.camel.yaml", "http:webhook");
    }

    @Test
    void news_is_sent_nowhere_and_counts_as_told() {
        AtomicReference<Object> address = new AtomicReference<>("unset");
        rules.says("duties.mine[notify]", true);
        rules.says("news.gather", "{\"jobs\": []}");
        rules.on("webhook.took", exchange -> {
            address.set(exchange.getVariable("webhook"));
            return true;
        });
        send("direct:notify", null);
        called("duties.mine[notify]", "news.gather", "webhook.took", "news.told");
        assertThat(address).hasValue(null);
    }
}
