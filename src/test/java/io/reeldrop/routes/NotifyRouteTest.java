package io.reeldrop.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NotifyRouteTest extends RouteTest {

    private static final String ADDRESS = "https://chat.example/hooks/key";
    private static final String POST = "http:webhook";

    NotifyRouteTest() {
        super("file:routes/pipeline/notify.camel.yaml", POST);
    }

    @Override
    Properties settings() {
        Properties settings = super.settings();
        settings.setProperty("reeldrop.notify.webhook", ADDRESS);
        return settings;
    }

    @BeforeEach
    void news() {
        rules.says("duties.mine[notify]", true);
        rules.says("news.gather", "{\"jobs\": []}");
        rules.says("webhook.took", true);
    }

    @Test
    void news_is_gathered_sent_and_told() {
        send("direct:notify", null);
        called("duties.mine[notify]", "news.gather", POST, "webhook.took", "news.told");
    }

    @Test
    void it_goes_to_the_webhook_as_json() {
        AtomicReference<Map<String, Object>> headers = new AtomicReference<>();
        AtomicReference<Object> body = new AtomicReference<>();
        rules.on(POST, exchange -> {
            headers.set(exchange.getMessage().getHeaders());
            body.set(exchange.getMessage().getBody());
            return null;
        });
        send("direct:notify", null);
        assertThat(headers.get()).containsEntry(Exchange.HTTP_URI, ADDRESS).containsEntry(Exchange.CONTENT_TYPE, "application/json");
        assertThat(body).hasValue("{\"jobs\": []}");
    }

    @Test
    void who_has_not_the_duty_sends_nothing() {
        rules.says("duties.mine[notify]", false);
        send("direct:notify", null);
        called("duties.mine[notify]");
    }

    @Test
    void without_news_nothing_is_sent() {
        rules.says("news.gather", null);
        send("direct:notify", null);
        called("duties.mine[notify]", "news.gather");
    }

    @Test
    void news_that_was_not_taken_is_not_told() {
        rules.says("webhook.took", false);
        send("direct:notify", null);
        called("duties.mine[notify]", "news.gather", POST, "webhook.took");
    }

    @Test
    void whatever_keeps_the_webhook_from_answering_the_rule_is_told_of_and_the_log_is_not() {
        for (Exception fault : new Exception[] {new ConnectException("refused"), new IllegalArgumentException(ADDRESS)}) {
            rules.forget();
            news();
            rules.fails(POST, fault);
            AtomicReference<Object> silence = new AtomicReference<>();
            rules.on("webhook.took", exchange -> {
                silence.set(exchange.getVariable("silence"));
                return false;
            });
            send("direct:notify", null);
            called("duties.mine[notify]", "news.gather", POST, "webhook.took");
            assertThat(silence).hasValue(fault);
        }
    }
}
