package io.reeldrop.console.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeldrop.console.terminal.Words;
import io.reeldrop.job.Job;
import io.reeldrop.job.Json;
import io.reeldrop.job.Micros;
import io.reeldrop.job.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LookCommandsTest extends CommandTest {

    private static final String ESC = "\033";

    @Test
    void without_a_store_a_command_says_so_and_makes_none() throws IOException {
        Path empty = Files.createDirectories(home.resolve("empty"));
        assertThat(run("jobs", "--home", empty.toString())).isEqualTo(1);
        assertThat(err).contains("There is no store at").contains("reeldrop run");
        assertThat(empty.resolve("data")).doesNotExist();
    }

    @Test
    void wrong_settings_are_listed_with_exit_78_and_wrong_usage_with_2() {
        assertThat(run("jobs", "--set", "reeldrop.lok-ms=1", "--set", "reeldrop.settle-ms=x")).isEqualTo(78);
        assertThat(err).contains("There are 2 problems:").contains("Did you mean reeldrop.look-ms").doesNotContain("\tat ");
        assertThat(run("jobs", "--stat", "FAILED")).isEqualTo(2);
        assertThat(run("retry")).isEqualTo(2);
        assertThat(run("retry", "--watch", "press")).isEqualTo(2);
        assertThat(run("resolve", "cat")).isEqualTo(2);
        assertThat(run("resolve", "cat", "--not-charged", "--buy-again")).isEqualTo(2);
        assertThat(run("pause")).isEqualTo(2);
        assertThat(run("jobs", "--since", "yesterday")).isEqualTo(2);
        assertThat(err).contains("write it like");
    }

    @Test
    void help_and_version_need_no_store() {
        assertThat(run("help")).isZero();
        assertThat(out).contains("jobs", "resolve", "Exit codes", "Examples");
        assertThat(run("jobs", "--version")).isZero();
        assertThat(out).startsWith("reeldrop ");
    }

    @Test
    void jobs_are_filtered_and_counted() {
        sample.waiting("spring/cat");
        sample.failed("dog");
        sample.delivered("cow");
        assertThat(run("jobs", "--state", "failed,DELIVERED")).isZero();
        assertThat(out.lines()).hasSize(3).noneMatch(line -> line.contains("spring/cat"));
        assertThat(err).contains("1 DELIVERED, 1 FAILED");
        run("jobs", "--name", "spring/*");
        assertThat(out.lines()).hasSize(2);
        run("jobs", "--name", "%");
        assertThat(out.lines()).hasSize(1);
        run("jobs", "--watch", "other");
        assertThat(out.lines()).hasSize(1);
        run("jobs", "--limit", "1");
        assertThat(out.lines()).hasSize(2).anyMatch(line -> line.contains("cow"));
        assertThat(err).contains("newest 1");
        sample.clock.forward(7_200_000);
        sample.waiting("late");
        run("jobs", "--since", "1h");
        assertThat(out.lines()).hasSize(2).anyMatch(line -> line.contains("late"));
        sample.store.jdbc().update("UPDATE job SET waits_for = 'budget: account acme' WHERE stem = 'late'", Map.of());
        run("jobs", "--waits-for", "budget");
        assertThat(out.lines()).hasSize(2).anyMatch(line -> line.contains("late"));
    }

    @Test
    void jobs_fit_a_terminal_in_colour_and_are_tab_separated_without() {
        sample.failed("a-name-so-long-that-no-terminal-of-eighty-columns-has-room-for-it-猫猫猫");
        onTerminal("", "jobs");
        assertThat(out).contains(ESC + "[31mFAILED").contains("…");
        assertThat(out.replaceAll(ESC + "\\[\\d+m", "").lines()).allMatch(line -> Table.width(line) <= 90);
        onTerminal("", "--no-color", "jobs");
        assertThat(out).doesNotContain(ESC).contains("FAILED");
        run("jobs");
        assertThat(out).doesNotContain(ESC).doesNotContain("…").contains("FAILED\tpress\ta-name");
    }

    @Test
    void a_name_cannot_command_the_terminal() {
        sample.waiting("evil" + ESC + "[2J\nline");
        run("jobs");
        assertThat(out).doesNotContain(ESC).contains("\\nline");
        assertThat(out.lines()).hasSize(2);
    }

    @Test
    void json_has_the_columns_of_the_job_table() {
        Job job = sample.delivered("cat");
        run("jobs", "--json");
        JsonNode jobs = Json.read(out, JsonNode.class);
        assertThat(jobs).hasSize(1);
        assertThat(jobs.get(0).get("id").asText()).isEqualTo(job.id());
        assertThat(jobs.get(0).get("cost_micros").asLong()).isEqualTo(Micros.of("30"));
        assertThat(jobs.get(0).at("/request/model").asText()).isEqualTo("gen4.5");
        assertThat(jobs.get(0).get("reason").isNull()).isTrue();
        run("show", "cat", "--json");
        assertThat(Json.read(out, JsonNode.class).get("events")).hasSize(6);
    }

    @Test
    void show_finds_a_job_by_id_the_beginning_of_one_or_name_and_asks_if_several_are_meant() {
        Job cat = sample.delivered("cat");
        assertThat(run("show", cat.id())).isZero();
        assertThat(run("show", cat.id().substring(0, 12))).isZero();
        assertThat(run("show", "cat")).isZero();
        assertThat(out).contains("press/cat", "30 credits, the gateway's own figure", "RENDERING    40 s", "cat.mp4");
        sample.waiting("dog");
        assertThat(run("show", "1")).isEqualTo(1);
        assertThat(err).contains("may mean", "press  cat", "press  dog");
        assertThat(run("show", "none")).isEqualTo(1);
    }

    @Test
    void show_tells_for_a_job_in_doubt_when_to_look_for_its_task_and_the_three_ways_out() {
        Job job = sample.inDoubt("cat");
        run("show", "cat");
        String posted = Words.time(job.number("submitted_at") - 60_000, sample.clock.getZone());
        assertThat(out).contains("--task-id", "--not-charged", "--buy-again", "gen4.5", "account 'acme'", posted);
    }

    @Test
    void show_has_advice_for_every_state() {
        sample.accept("taking", "taking");
        sample.waiting("waiting");
        sample.submitting("submitting");
        sample.rendering("rendering");
        sample.delivering("delivering");
        sample.delivered("delivered");
        sample.rejected("rejected");
        sample.failed("failed");
        sample.undelivered("undelivered");
        sample.inDoubt("in_doubt");
        sample.waiting("cancelled");
        run("cancel", "cancelled");
        for (State state : State.values()) {
            assertThat(run("show", state.name().toLowerCase(Locale.ROOT))).as(state.name()).isZero();
            assertThat(out.substring(out.indexOf("What to do next")).lines()).as(state.name()).hasSizeGreaterThan(1);
        }
    }

    @Test
    void spend_adds_up_what_is_reserved_and_what_is_charged() {
        sample.delivered("cat");
        sample.inDoubt("dog");
        sample.waiting("cow");
        assertThat(run("spend", "--by", "watch,model", "--csv")).isZero();
        assertThat(out).isEqualTo("watch,model,tasks,delivered,reserved,charged,total,unit\npress,gen4.5,1,1,25,30,55,credits\n");
        run("spend");
        assertThat(out).contains("TOTAL\t1 task, 1 video, 55 credits, of which reserved 25", "55 of 1000 credits (5 %)",
                "55 of 500 (11 %)");
        String today = sample.node.today();
        run("spend", "--since", today, "--until", today, "--by", "day", "--csv");
        assertThat(out).contains(today + ",1,1,25,30,55");
        run("spend", "--until", "2020-01-01");
        assertThat(out).contains("Nothing was bought in that time.");
    }

    @Test
    void spend_counts_every_task_of_a_job_that_was_bought_again() {
        sample.failed("cat");
        run("retry", "cat", "--yes");
        sample.steps.accepted(sample.steps.intend(sample.job("cat")), "second", null);
        run("spend", "--by", "account", "--csv");
        assertThat(out).contains("acme,2,0,25,25,50,credits");
    }
}
