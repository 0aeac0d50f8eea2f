package io.reeldrop.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectivesTest {

    private static Rig rig;

    @BeforeAll
    static void start() throws Exception {
        rig = new Rig(Map.of("slots", "1000"));
    }

    @AfterAll
    static void stop() throws Exception {
        rig.close();
    }

    static Stream<Option> faults() {
        return Stream.of(Option.values()).filter(Option::isFault);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void every_fault_can_be_asked_for_by_its_name(Option fault) {
        SandboxOptions asked = Directives.in("a cat [" + fault.label() + "]").over(SandboxOptions.parse(Map.of()));
        assertThat(faults().filter(other -> asked.strikes(other, 7, 1))).containsExactly(fault);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void a_submit_is_refused_as_often_as_its_prompt_asks(int status) throws Exception {
        String prompt = "[status-" + status + " 2] [retry-after 30]";
        assertThat(rig.post(Rig.order("another")).statusCode()).isEqualTo(200);
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> refused = rig.post(Rig.order(prompt));
            assertThat(refused.statusCode()).isEqualTo(status);
            assertThat(refused.headers().firstValue("Retry-After").isPresent()).isEqualTo(status == 429);
        }
        assertThat(rig.post(Rig.order(prompt)).statusCode()).isEqualTo(200);
    }

    @Test
    void a_submit_is_dropped_or_led_elsewhere_as_often_as_its_prompt_asks() throws Exception {
        long tasks = rig.sandbox.report().tasksCreated();
        assertThatThrownBy(() -> rig.post(Rig.order("[drop-before]"))).isInstanceOf(IOException.class);
        assertThat(rig.post(Rig.order("[redirect-submits] [redirect-status 307]")).statusCode()).isEqualTo(307);
        assertThat(rig.sandbox.report().tasksCreated()).isEqualTo(tasks);
        rig.submit("[drop-before]");
        rig.submit("[redirect-submits] [redirect-status 307]");
    }

    @ParameterizedTest
    @EnumSource(names = {"LOSE_ANSWERS", "RESET_ANSWERS", "ERROR_ANSWERS", "NO_ID", "HTML_ANSWERS"})
    void the_first_answer_to_a_purchase_goes_wrong_and_the_second_is_right(Option fault) throws Exception {
        long tasks = rig.sandbox.report().tasksCreated();
        String prompt = "[" + fault.label() + "]";
        try {
            assertThat(rig.post(Rig.order(prompt)).body()).doesNotContain("\"id\"");
        } catch (IOException e) {
            assertThat(fault).isIn(Option.LOSE_ANSWERS, Option.RESET_ANSWERS);
        }
        assertThat(rig.submit(prompt)).isNotEmpty();
        assertThat(rig.sandbox.report().tasksCreated()).isEqualTo(tasks + 2);
    }

    @Test
    void polls_go_wrong_as_often_as_the_prompt_asks() throws Exception {
        String id = rig.submit("[poll-429 3] [html-polls 2] [retry-after 9]");
        for (int i = 0; i < 3; i++) {
            assertThat(rig.poll(id).headers().firstValue("Retry-After")).contains("9");
        }
        assertThat(rig.status(id)).isEqualTo("RUNNING");
        String cut = rig.submit("[reset-polls 2]");
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> rig.poll(cut)).isInstanceOf(IOException.class);
        }
        assertThat(rig.status(cut)).isEqualTo("RUNNING");
        String page = rig.submit("[html-polls]");
        assertThat(rig.poll(page).body()).startsWith("<!doctype");
        assertThat(rig.status(page)).isEqualTo("RUNNING");
        String moved = rig.submit("[redirect-polls]");
        assertThat(rig.poll(moved).statusCode()).isEqualTo(302);
        assertThat(rig.status(moved)).isEqualTo("RUNNING");
    }

    @Test
    void the_first_tasks_of_a_prompt_fail() throws Exception {
        String prompt = "[fail INTERNAL 1] [cancelled 2]";
        String failed = rig.submit(prompt);
        String cancelled = rig.submit(prompt);
        String good = rig.submit(prompt);
        rig.clock.pass(1000);
        assertThat(rig.task(failed).path("failureCode").asText()).isEqualTo("INTERNAL");
        assertThat(rig.status(cancelled)).isEqualTo("CANCELLED");
        assertThat(rig.status(good)).isEqualTo("SUCCEEDED");
    }

    @Test
    void an_output_is_out_of_date_as_often_as_the_prompt_asks() throws Exception {
        String id = rig.submit("[stale-outputs 1] [render 1] [redirect-downloads]");
        rig.clock.pass(1);
        assertThat(rig.fetch(rig.download(rig.task(id).path("output").path(0).asText())).statusCode()).isEqualTo(403);
        String fresh = rig.task(id).path("output").path(0).asText();
        assertThat(rig.fetch(rig.download(fresh)).statusCode()).isEqualTo(302);
        assertThat(rig.fetch(rig.download(fresh)).statusCode()).isEqualTo(200);
    }

    @Test
    void what_is_no_option_means_nothing_and_a_wrong_value_is_refused() throws Exception {
        rig.submit("a [cat] on [the mat] [port 7]");
        assertThat(rig.post(Rig.order("[render soon]")).body()).contains("option render: 'soon' is not a whole number");
        assertThat(rig.post(Rig.order("[no-id twice]")).body()).contains("'twice' is not a number of times");
    }
}
