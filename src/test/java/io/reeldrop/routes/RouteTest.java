package io.reeldrop.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.job.Discreet;
import io.reeldrop.job.Node;
import io.reeldrop.job.StoreFaults;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/**
 * One file of the pipeline, as it stands in routes/, with the error policy and without the rest: rules are stand-ins, and what leaves the
 * file arrives at a mock, which is one call more of {@link Rules}. One start a class.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RouteTest extends CamelTestSupport {

    final Rules rules = new Rules();
    /** As they stand in the error policy. */
    final List<String> delays = new ArrayList<>();
    private final String file;
    private final List<String> leaves;

    /** @param leaves the endpoints that mocks stand in for */
    RouteTest(String file, String... leaves) {
        this.file = file;
        this.leaves = List.of(leaves);
        testConfiguration().withUseAdviceWith(true).withUseRouteBuilder(false);
        camelContextConfiguration().withUseOverridePropertiesWithPropertiesComponent(settings()).withMockEndpointsAndSkip(
                this.leaves.stream().map(leaf -> leaf.replace(":", ":(//)?") + "(\\?.*)?").collect(Collectors.joining("|")));
    }

    /** The defaults, which a test may change. */
    Properties settings() {
        Properties settings = new Properties();
        try (InputStream defaults = RouteTest.class.getResourceAsStream("/io/reeldrop/runtime/application.properties")) {
            settings.load(defaults);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        settings.setProperty("reeldrop.store.kind", "sqlite");
        return settings;
    }

    @Override
    protected void doPostSetup() throws Exception {
        if (context.isStarted()) {
            return;
        }
        // What the bundle would open for whoever asks for it.
        List.of("store", "storeDataSource", "node", "seat", "accounts", "storages", "placesS3", "eventsSqs", "eventsSqsReceiver")
                .forEach(context.getRegistry()::unbind);
        rules.bind(context.getRegistry());
        bind("storeFaults", new StoreFaults(new Node("n", Clock.systemUTC(), ZoneOffset.UTC)));
        bind("discreet", new Discreet());
        for (String pool : List.of("submitConnections", "pollConnections", "anyConnections", "publicConnections")) {
            bind(pool, new BasicHttpClientConnectionManager());
        }
        for (String call : List.of("submitCall", "pollCall", "outputCall")) {
            bind(call, (HttpClientConfigurer) client -> { });
        }
        load("file:routes/pipeline/error-handling.camel.yaml");
        // Nobody waits for a store that is away.
        context.getRouteConfigurationDefinition("reeldrop").getOnExceptions().stream().map(OnExceptionDefinition::getRedeliveryPolicyType)
                .filter(Objects::nonNull).forEach(policy -> {
                    delays.add(policy.getRedeliveryDelay());
                    policy.setRedeliveryDelay("0");
                });
        context.getCamelContextExtension().addLogListener((exchange, log, message) -> {
            rules.note(log.getLevel() + " " + log.getLog().getName() + ": " + message);
            return message;
        });
        prepare();
        load(file);
        for (var route : List.copyOf(context.getRouteDefinitions())) {
            if (route.getInput().getEndpointUri().matches("(sql|timer|file):.*")) {
                AdviceWith.adviceWith(context, route.getId(), advice -> advice.replaceFromWith("direct:" + route.getId()));
                // What was put in its place is no proof that it runs.
                context.getRouteDefinition(route.getId()).getInput().setLocation(null);
            }
        }
        context.start();
    }

    /** Before the file is loaded. */
    void prepare() throws Exception {
    }

    final void load(String place) throws Exception {
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.resolveMandatoryResource(context, place));
    }

    final void bind(String name, Object bean) {
        context.getRegistry().bind(name, bean);
    }

    @BeforeEach
    final void begin() {
        rules.forget();
        for (String leaf : leaves) {
            MockEndpoint mock = getMockEndpoint("mock:" + leaf);
            mock.reset();
            mock.whenAnyExchangeReceived(exchange -> rules.call(leaf, exchange));
        }
    }

    /** Sends a message in and waits until all routes of the file are done with it. */
    final Exchange send(String endpoint, Object body) {
        return send(endpoint, body, null);
    }

    /** The same, with the job where the first step finds it. */
    final Exchange send(String endpoint, Object body, Object job) {
        Exchange exchange = new DefaultExchange(context, ExchangePattern.InOut);
        exchange.getMessage().setBody(body);
        if (job != null) {
            exchange.setVariable("job", job);
        }
        return template.send(endpoint, exchange);
    }

    final void called(String... calls) {
        assertThat(rules.calls()).isEqualTo(Arrays.asList(calls));
    }
}
