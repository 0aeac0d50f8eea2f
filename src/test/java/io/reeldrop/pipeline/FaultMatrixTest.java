package io.reeldrop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeldrop.job.Job;
import io.reeldrop.job.State;
import io.reeldrop.pipeline.FaultRow.Doubt;
import io.reeldrop.pipeline.FaultStage.Pause;
import io.reeldrop.sandbox.Report;
import io.reeldrop.sandbox.dialect.Dialects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a gateway does, over a dozen jobs each, or a hundred of them at night:
 * every drop's task is bought as often as it should be, none twice, none lost. {@code target/site/faults.md} tells what came of it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultMatrixTest {

    private FaultMatrix matrix;

    @BeforeAll
    void run(@TempDir Path home) throws IOException {
        matrix = new FaultMatrix(home, FaultRows.all());
        matrix.run();
        Path file = Path.of("target/site/faults.md");
        Files.createDirectories(file.getParent());
        Files.writeString(file, FaultTable.markdown(matrix.stages));
    }

    @AfterAll
    void close() throws IOException {
        matrix.close();
    }

    Stream<FaultStage> stages() {
        return matrix.stages.stream();
    }

    @ParameterizedTest
    @MethodSource("stages")
    void as_many_tasks_are_made_as_there_should_be_and_none_is_paid_twice(FaultStage stage) throws IOException {
        Map<String, List<JsonNode>> tasks = stage.tasks();
        Set<String> bodies = new HashSet<>();
        for (Job job : stage.jobs()) {
            List<JsonNode> made = tasks.getOrDefault(prompt(job), List.of());
            assertThat(made).as("%s", job.row()).hasSize(job.failures() + (job.state() == State.FAILED ? 0 : 1));
            assertThat(made).extracting(task -> task.path("bodySha256").asText()).as("a repetition asks for the same").containsOnly(
                    made.get(0).path("bodySha256").asText());
            assertThat(bodies.add(made.get(0).path("bodySha256").asText())).as("drops are not mixed up").isTrue();
            assertThat(job.failures()).as("%s", job.row()).isEqualTo(directive(stage, job).isEmpty() ? 0 : stage.row.failures);
        }
        assertThat(stage.jobs()).hasSize(FaultMatrix.JOBS);
        assertThat(tasks).hasSize(FaultMatrix.JOBS);
    }

    @ParameterizedTest
    @MethodSource("stages")
    void every_task_is_known_to_the_job_that_paid_for_it(FaultStage stage) throws IOException {
        Map<String, List<JsonNode>> tasks = stage.tasks();
        for (Job job : stage.jobs()) {
            Set<String> known = matrix.bench().jobs().events(job.id()).stream().map(event -> (String) event.get("task_id"))
                    .filter(id -> id != null).collect(Collectors.toSet());
            assertThat(known).isEqualTo(tasks.get(prompt(job)).stream().map(task -> task.path("id").asText()).collect(Collectors.toSet()));
            // Those that failed, and were bought again.
            String before = job.text("orphans");
            assertThat(before == null ? List.of() : List.of(before.split(" "))).isSubsetOf(known).doesNotContain(job.taskId());
        }
    }

    @ParameterizedTest
    @MethodSource("stages")
    void every_job_ends_as_it_should(FaultStage stage) {
        FaultRow row = stage.row;
        assertThat(stage.states()).isEqualTo(Map.of(row.last, (long) FaultMatrix.JOBS));
        if (row.doubt == Doubt.NONE) {
            assertThat(stage.first).isEqualTo(Map.of(row.first, (long) FaultMatrix.JOBS));
        } else if (row.struck() > 0) {
            assertThat(stage.first).isEqualTo(Map.of(State.IN_DOUBT, row.struck(), State.DELIVERED, FaultMatrix.JOBS - row.struck()));
            assertThat(stage.mostInDoubt).isEqualTo(row.struck());
        } else {
            assertThat(stage.first).containsOnlyKeys(State.DELIVERED, State.IN_DOUBT);
            assertThat(stage.mostInDoubt).isGreaterThanOrEqualTo(FaultRows.OUTAGE);
        }
    }

    @ParameterizedTest
    @MethodSource("stages")
    void every_purchase_was_intended_and_only_those_without_a_clear_answer_are_in_doubt(FaultStage stage) {
        Report report = stage.sandbox.report();
        assertThat(stage.entered(State.SUBMITTING)).isEqualTo(report.posts());
        long doubts = stage.entered(State.IN_DOUBT);
        long refused = report.postsByStatus().getOrDefault(429, 0L);
        assertThat(report.posts()).isEqualTo(switch (stage.row.doubt) {
            case NONE -> report.tasksCreated() + refused;
            case PAID -> report.tasksCreated();
            case UNPAID -> report.tasksCreated() + doubts;
        });
        assertThat(doubts).isEqualTo(stage.row.doubt == Doubt.NONE ? 0 : stage.mostInDoubt);
    }

    @ParameterizedTest
    @MethodSource("stages")
    void every_file_lies_in_the_place_where_its_drop_ended_and_nowhere_else(FaultStage stage) throws IOException {
        Set<String> expected = new TreeSet<>();
        for (Job job : stage.jobs()) {
            boolean delivered = job.state() == State.DELIVERED;
            String place = delivered ? "done/" : "dead-letter/";
            expected.addAll(List.of(place + job.stem() + ".png", place + job.stem() + ".json"));
            expected.addAll(delivered ? List.of("out/" + job.stem() + ".mp4", "out/" + job.stem() + ".result.json")
                    : List.of("dead-letter/" + job.stem() + ".error.json"));
            if (delivered) {
                assertThat(Onlooker.whole(Files.readAllBytes(stage.root().resolve("out/" + job.stem() + ".mp4")))).as(job.stem()).isTrue();
            }
        }
        Set<String> found = new TreeSet<>();
        for (String place : List.of("in", "in-progress", "out", "done", "dead-letter")) {
            Path folder = stage.root().resolve(place).resolve(stage.row.name);
            if (Files.exists(folder)) {
                try (Stream<Path> files = Files.walk(folder)) {
                    files.filter(Files::isRegularFile).forEach(file -> found.add(stage.root().relativize(file).toString()));
                }
            }
        }
        assertThat(found).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("stages")
    void what_is_counted_as_spent_is_what_the_gateway_charged_and_only_what_may_run_on_keeps_a_slot(FaultStage stage) {
        if (Dialects.at('/' + stage.row.gateway + '/').official()) {
            assertThat(stage.jobs().stream().mapToLong(job -> job.number("cost_micros")).sum())
                    .isEqualTo(stage.sandbox.report().creditsCharged() * 1_000_000);
        }
        assertThat(((Number) stage.account().get("in_flight")).longValue()).isEqualTo(stage.row.keepsSlot ? FaultMatrix.JOBS : 0);
        assertThat(((Number) stage.account().get("submitting")).longValue()).isZero();
    }

    @ParameterizedTest
    @MethodSource("stages")
    void no_call_and_no_key_follows_a_redirect_to_another_host(FaultStage stage) {
        assertThat(stage.sandbox.report().strays()).isZero();
        assertThat(stage.sandbox.report().keyLeaks()).isZero();
    }

    @Test
    void pauses_grow_and_are_as_long_as_the_gateway_asks() {
        List<Pause> storm = stage("storm").pauses;
        assertThat(storm).hasSizeGreaterThanOrEqualTo(6);
        for (int i = 1; i < 6; i++) {
            assertThat(storm.get(i).ms()).isGreaterThan(storm.get(i - 1).ms() * 3 / 2);
            assertThat(storm.get(i).from()).as("nothing is bought before the last pause is over")
                    .isGreaterThanOrEqualTo(storm.get(i - 1).until());
        }
        assertThat(stage("storm-s").pauses).hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(pause -> assertThat(pause.ms()).isGreaterThanOrEqualTo(Duration.ofMinutes(30).toMillis()));
        assertThat(stage("storm-date").pauses.get(0).until()).isGreaterThanOrEqualTo(FaultRows.BACK.toEpochMilli());
        assertThat(stage("storm-date").pauses.get(1).from()).isGreaterThanOrEqualTo(FaultRows.BACK.toEpochMilli());
    }

    @Test
    void a_job_ends_with_the_failure_code_that_its_task_had() {
        for (String name : List.of("fail-never", "fail-once", "fail-later")) {
            FaultStage failed = stage(name);
            assertThat(failed.jobs()).allSatisfy(job -> {
                String code = job.text("reason_code");
                // A relay's answer has no word for it in some of its shapes.
                if (code != null || Dialects.at('/' + failed.row.gateway + '/').official()) {
                    assertThat(directive(failed, job)).isEqualTo(code == null ? "[fail]" : "[fail " + code + "]");
                }
            });
        }
    }

    @Test
    void an_output_url_that_has_expired_is_asked_for_anew() {
        assertThat(stage("expired").entered(State.DELIVERING)).isEqualTo(3L * FaultMatrix.JOBS);
    }

    @Test
    void nobody_ever_sees_half_a_video() {
        assertThat(matrix.onlooker.complaints()).isEmpty();
    }

    private FaultStage stage(String name) {
        return matrix.stages.stream().filter(stage -> stage.row.name.equals(name)).findFirst().orElseThrow();
    }

    /** What the job's prompt asked the sandbox for. */
    private static String directive(FaultStage stage, Job job) {
        return stage.row.directive(Integer.parseInt(job.stem().replaceFirst(".*/d", "")));
    }

    private static String prompt(Job job) {
        return job.request().path("promptText").asText();
    }
}
