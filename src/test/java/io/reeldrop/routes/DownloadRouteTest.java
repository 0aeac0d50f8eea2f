package io.reeldrop.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DownloadRouteTest extends RouteTest {

    private static final String GET = "http:output";
    private static final List<String> HOP = List.of("fetch.prepare", "outputs.authorize", GET, "fetch.redirected");

    DownloadRouteTest() {
        super("file:routes/pipeline/download.camel.yaml", GET);
    }

    @BeforeEach
    void rules() {
        rules.says("outputs.connections", "publicConnections");
        rules.on("fetch.prepare", exchange -> exchange.removeProperty("nextAddress"));
    }

    @Test
    void the_video_is_asked_for_once_with_what_the_host_may_see_of_the_key() {
        download("https://a.example/1");
        called("outputs.connections", "fetch.prepare", "outputs.authorize", GET, "fetch.redirected");
    }

    @Test
    void each_redirect_is_a_request_of_its_own_addressed_and_authorized_anew() {
        AtomicInteger redirects = new AtomicInteger(3);
        rules.on("fetch.redirected", exchange -> {
            exchange.setProperty("nextAddress", redirects.getAndDecrement() > 0 ? "https://b.example/2" : null);
            return null;
        });
        download("https://a.example/1");
        List<String> calls = new ArrayList<>(List.of("outputs.connections"));
        Collections.nCopies(4, HOP).forEach(calls::addAll);
        assertThat(rules.calls()).isEqualTo(calls);
    }

    @Test
    void without_an_address_nobody_is_asked() {
        download(null);
        called("outputs.connections");
    }

    @Test
    void whatever_keeps_the_host_from_answering_the_rule_is_told_of() {
        for (Exception fault : new Exception[] {new ConnectException("refused"), new IllegalArgumentException("no address at all")}) {
            rules.forget();
            rules();
            rules.fails(GET, fault);
            AtomicReference<Object> silence = new AtomicReference<>();
            rules.on("fetch.redirected", exchange -> {
                silence.set(exchange.getVariable("silence"));
                return null;
            });
            download("https://a.example/1");
            called("outputs.connections", "fetch.prepare", "outputs.authorize", GET, "fetch.redirected");
            assertThat(silence).hasValue(fault);
        }
    }

    @Test
    void where_the_rule_ends_the_download_no_redirect_is_followed() {
        rules.on("fetch.redirected", exchange -> {
            exchange.setProperty("nextAddress", "https://b.example/2");
            exchange.setRouteStop(true);
            return null;
        });
        download("https://a.example/1");
        called("outputs.connections", "fetch.prepare", "outputs.authorize", GET, "fetch.redirected");
    }

    @Test
    void the_connections_are_those_that_the_account_allows() {
        for (String pool : List.of("anyConnections", "publicConnections")) {
            rules.says("outputs.connections", pool);
            download("https://a.example/1");
            assertThat(context.getEndpoints()).anySatisfy(endpoint -> assertThat(endpoint.getEndpointUri()).startsWith("http://output")
                    .contains(pool));
        }
    }

    private void download(String address) {
        Exchange exchange = new DefaultExchange(context);
        exchange.setVariable("job", "job-1");
        exchange.setProperty("nextAddress", address);
        assertThat(template.send("direct:download", exchange).getException()).isNull();
    }
}
