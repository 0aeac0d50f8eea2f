package io.reeldrop.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class NewsTest {

    private static final long HOUR = 3_600_000;

    @Parameter
    Databases database;

    @TempDir
    Path home;

    private Sample sample;
    private News news;

    @BeforeEach
    void open() {
        sample = new Sample(database, home, 1_795_000_000_000L);
        news = new News(sample.store, sample.jobs, sample.ledger, sample.node, HOUR);
    }

    @AfterEach
    void close() {
        sample.close();
    }

    @Test
    void good_news_is_no_news() {
        sample.delivered("cat");
        sample.rendering("dog");
        assertThat(news.gather()).isNull();
    }

    @Test
    void every_dead_letter_is_told_with_what_to_do_but_not_what_a_person_cancelled() {
        sample.failed("failed");
        sample.rejected("rejected");
        sample.undelivered("undelivered");
        Job doubtful = sample.inDoubt("doubtful");
        sample.steps.cancelled(sample.rendering("cancelled"), "by hand", null);
        JsonNode message = message();
        assertThat(message.path("jobs").findValuesAsText("name"))
                .containsExactlyInAnyOrder("failed", "rejected", "undelivered", "doubtful");
        assertThat(message.path("jobs")).anySatisfy(job -> {
            assertThat(job.path("job").asText()).isEqualTo(doubtful.id());
            assertThat(job.path("state").asText()).isEqualTo("IN_DOUBT");
            assertThat(job.path("whatToDo").asText()).contains("reeldrop resolve " + doubtful.id());
        });
    }

    @Test
    void what_the_webhook_did_not_take_is_told_again_and_what_it_took_is_not() {
        sample.failed("cat");
        String first = news.gather();
        assertThat(news.gather()).isEqualTo(first);
        news.told();
        assertThat(news.gather()).isNull();
        sample.failed("dog");
        assertThat(message().path("jobs").findValuesAsText("name")).containsExactly("dog");
    }

    @Test
    void a_job_that_ended_in_another_way_while_its_news_was_on_the_way_is_told_once_more() {
        Job posted = sample.submitting("cat");
        sample.steps.inDoubt(posted, "no answer");
        news.gather();
        sample.steps.accepted(posted, "late", null);
        sample.steps.undelivered(sample.job("cat"), "lost");
        news.told();
        assertThat(message().path("jobs").path(0).path("state").asText()).isEqualTo("UNDELIVERED");
    }

    @Test
    void news_that_comes_up_while_other_news_is_on_the_way_is_not_lost() {
        sample.failed("cat");
        news.gather();
        sample.failed("dog");
        news.told();
        assertThat(message().path("jobs").findValuesAsText("name")).containsExactly("dog");
    }

    @Test
    void a_pause_is_told_once_and_so_is_its_end() {
        sample.ledger.pauseByHand("account", "acme", "prices doubled");
        JsonNode account = message().path("accounts").path(0);
        assertThat(account.path("name").asText()).isEqualTo("acme");
        assertThat(account.path("now").asText()).isEqualTo("paused: prices doubled");
        news.told();
        assertThat(news.gather()).isNull();
        sample.ledger.resume("account", "acme");
        assertThat(message().path("accounts").path(0).path("now").asText()).isEqualTo("working again");
        news.told();
        assertThat(news.gather()).isNull();
    }

    @Test
    void a_pause_that_ran_out_stands_until_something_is_bought() {
        sample.ledger.pause("acme", Pause.NOT_REACHABLE, "no connection", null);
        assertThat(message().path("accounts").path(0).path("now").asText()).isEqualTo("paused: no connection");
        news.told();
        for (int i = 0; i < 3; i++) {
            sample.clock.forward(60_000);
            assertThat(news.gather()).as("the next try may fail like the last").isNull();
            sample.ledger.pause("acme", Pause.NOT_REACHABLE, "no connection", null);
            assertThat(news.gather()).isNull();
        }
        sample.clock.forward(60_000);
        sample.ledger.bought("acme");
        assertThat(message().path("accounts").path(0).path("now").asText()).isEqualTo("working again");
    }

    @Test
    void an_account_that_was_not_asked_for_its_tasks_works_again_when_they_are_told() {
        sample.ledger.quiet("acme", "403", null);
        news.gather();
        news.told();
        sample.clock.forward(HOUR);
        assertThat(news.gather()).isNull();
        sample.ledger.told("acme");
        assertThat(message().path("accounts").path(0).path("now").asText()).isEqualTo("working again");
    }

    @Test
    void a_held_watch_is_told_once_although_each_hold_is_short_and_so_is_its_end() {
        Job fetched = sample.steps.fetched(sample.delivering("cat"), 2_000_000, "cd".repeat(32));
        sample.ledger.hold("press", "out/ is full", 10_000);
        assertThat(message().path("watches").path(0).path("now").asText()).isEqualTo("buys nothing: out/ is full");
        news.told();
        sample.clock.forward(30_000);
        assertThat(news.gather()).isNull();
        sample.ledger.hold("press", "out/ is full", 10_000);
        assertThat(news.gather()).isNull();
        sample.steps.delivered(fetched, "cat.mp4");
        assertThat(message().path("watches").path(0).path("now").asText()).isEqualTo("working again");
    }

    @Test
    void a_hold_that_nothing_renewed_is_over_after_a_while() {
        sample.ledger.hold("press", "out/ is full", 10_000);
        news.gather();
        news.told();
        sample.clock.forward(200_000);
        assertThat(message().path("watches").path(0).path("now").asText()).isEqualTo("working again");
    }

    @Test
    void silence_is_told_while_jobs_are_under_way_and_ends_with_a_delivery() {
        sample.rendering("cat");
        sample.clock.forward(HOUR - 5_000);
        assertThat(news.gather()).isNull();
        sample.clock.forward(10_000);
        assertThat(message().path("watches").path(0).path("now").asText()).contains("nothing was delivered for 60 minutes");
        news.told();
        sample.delivered("dog");
        assertThat(message().path("watches").path(0).path("now").asText()).isEqualTo("working again");
    }

    @Test
    void silence_with_nothing_to_do_is_no_news() {
        sample.delivered("cat");
        sample.inDoubt("dog");
        news.gather();
        news.told();
        sample.clock.forward(10 * HOUR);
        assertThat(news.gather()).isNull();
        sample.waiting("cow");
        assertThat(news.gather()).describedAs("it has only just come").isNull();
    }

    private JsonNode message() {
        return Json.read(news.gather(), JsonNode.class);
    }
}
