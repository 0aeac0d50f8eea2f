package io.reeldrop.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.Consumer;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The claims of the fetching, which hands its jobs on to the publishing; their workers end when the test lets them. */
class ClaimsTest {

    private static final long NOW = 1_795_000_000_000L;

    @TempDir
    Path home;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final CountDownLatch fetched = new CountDownLatch(1);
    private final CountDownLatch delivered = new CountDownLatch(1);
    private Sample sample;
    private Claims claims;
    private Consumer consumer;

    private void open(Databases database) throws Exception {
        sample = new Sample(database, home, NOW);
        claims = new Claims(new Nodes(sample.store, sample.node));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:claim").bean(claims, "take").to("seda:fetch");
                from("seda:fetch").routeId("fetch").process(exchange -> fetched.await()).to("seda:deliver");
                from("seda:deliver").routeId("deliver").process(exchange -> delivered.await());
            }
        });
        context.start();
        consumer = context.getRoute("fetch").getConsumer();
    }

    @AfterEach
    void close() throws IOException {
        fetched.countDown();
        delivered.countDown();
        context.close();
        sample.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_claim_whose_answer_was_lost_is_free_when_the_store_answers_again_and_nothing_else_is(Databases database) throws Exception {
        open(database);
        Map<String, Object> held = claimed("held");
        claimed("lost");
        claimed("others");
        sample.store.jdbc().update("UPDATE job SET claimed_by = 'other' WHERE name = 'others'", Map.of());
        sample.submitting("posted");
        sample.store.jdbc().update("UPDATE job SET claimed_by = 'run' WHERE name = 'posted'", Map.of());
        claim(held);
        fails();
        assertThat(holder("lost")).isEqualTo("run");
        succeeds();
        assertThat(holder("lost")).isNull();
        assertThat(sample.job("lost").dueAt()).isEqualTo(sample.node.now());
        assertThat(holder("held")).isEqualTo("run");
        assertThat(holder("others")).isEqualTo("other");
        assertThat(sample.job("posted").state()).isEqualTo(State.SUBMITTING);
        assertThat(holder("posted")).isEqualTo("run");
    }

    @Test
    void a_job_is_in_hand_until_its_last_worker_is_done() throws Exception {
        open(Databases.SQLITE);
        claim(claimed("cat"));
        working("fetch");
        fails();
        succeeds();
        assertThat(holder("cat")).isEqualTo("run");
        fetched.countDown();
        working("deliver");
        fails();
        succeeds();
        assertThat(holder("cat")).isEqualTo("run");
        delivered.countDown();
        Awaitility.await().atMost(60, TimeUnit.SECONDS).untilAsserted(() -> {
            fails();
            succeeds();
            assertThat(holder("cat")).as("its worker is gone, and said nothing to the store").isNull();
        });
    }

    @Test
    void a_job_that_met_an_error_while_the_store_answered_waits_for_the_end_of_its_lease() throws Exception {
        open(Databases.SQLITE);
        claimed("cat");
        succeeds();
        assertThat(holder("cat")).isEqualTo("run");
    }

    @Test
    void a_claim_on_its_way_from_the_store_is_not_taken_for_a_lost_one() throws Exception {
        open(Databases.SQLITE);
        fails();
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Consumer others = context.getRoute("deliver").getConsumer();
            other.submit(() -> claims.begin(others, null)).get();
            Map<String, Object> row = claimed("cat");
            succeeds();
            assertThat(holder("cat")).isEqualTo("run");
            claim(row);
            other.submit(() -> claims.commit(others, null, 1)).get();
            claimed("lost");
            succeeds();
            assertThat(holder("cat")).isEqualTo("run");
            assertThat(holder("lost")).isNull();
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void a_store_that_fails_again_while_claims_are_freed_is_asked_again() throws Exception {
        open(Databases.SQLITE);
        claimed("cat");
        fails();
        claims.begin(consumer, null);
        claims.commit(consumer, null, 0);
        // As Camel does when the commit throws.
        claims.rollback(consumer, null, 0, new IllegalStateException());
        assertThat(holder("cat")).isNull();
        claimed("dog");
        succeeds();
        assertThat(holder("dog")).isNull();
    }

    @Test
    void each_claim_but_that_of_the_polls_which_hold_nothing_goes_by_it() throws Exception {
        open(Databases.SQLITE);
        try (Stream<Path> files = Files.list(Path.of("routes/pipeline"))) {
            for (Path file : (Iterable<Path>) files.filter(f -> !f.endsWith("poll.camel.yaml"))::iterator) {
                String route = Files.readString(file);
                if (route.contains("/claim-")) {
                    assertThat(route).as("%s", file).contains("pollStrategy: \"#claims\"", "ref: claims\n            method: take\n");
                }
            }
        }
    }

    /** As the claim's statement does. @return the row as it is answered */
    private Map<String, Object> claimed(String name) {
        sample.delivering(name);
        return sample.store.jdbc().queryForMap("UPDATE job SET token = token + 1, claimed_at = :now, claimed_by = 'run',"
                + " due_at = :now + 300000 WHERE name = :name RETURNING *", Map.of("now", sample.node.now(), "name", name));
    }

    /** Its answer arrives. */
    private void claim(Map<String, Object> row) {
        context.createFluentProducerTemplate().withBody(row).to("direct:claim").send();
    }

    private void fails() {
        claims.begin(consumer, null);
        claims.rollback(consumer, null, 0, new IllegalStateException());
    }

    private void succeeds() {
        claims.begin(consumer, null);
        claims.commit(consumer, null, 0);
    }

    private void working(String stage) {
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> context.getInflightRepository().size(stage) == 1);
    }

    private String holder(String name) {
        return sample.job(name).text("claimed_by");
    }
}
