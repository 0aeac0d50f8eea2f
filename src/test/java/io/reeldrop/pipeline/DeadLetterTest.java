package io.reeldrop.pipeline;

import static io.reeldrop.pipeline.Bench.SIDECAR;
import static io.reeldrop.pipeline.Bench.eventually;
import static io.reeldrop.pipeline.Bench.prompt;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.job.Job;
import io.reeldrop.job.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Moving a dead letter back into {@code in/} is the way to try again, and never the way to pay twice. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadLetterTest {

    private Bench bench;

    @BeforeAll
    void start(@TempDir Path home) throws IOException {
        bench = new Bench(home, Bench.QUICK).set("reeldrop.deliver.tries", "2").set("reeldrop.deliver.retry-ms", "100").start();
    }

    @AfterAll
    void close() throws IOException {
        bench.close();
    }

    @Test
    void a_rejected_drop_that_was_corrected_is_bought_once() throws Exception {
        bench.drop("rejected", SIDECAR.replace("1280:720", "16:9"));
        bench.untilState("rejected", State.REJECTED);
        long before = tasks();
        Files.writeString(bench.root.resolve("dead-letter/rejected.json"), SIDECAR);
        bench.moveBack("rejected");
        bench.untilState("rejected", State.DELIVERED);
        assertThat(tasks() - before).isEqualTo(1);
        assertThat(bench.root.resolve("out/rejected.mp4")).exists();
        assertThat(bench.root.resolve("dead-letter/rejected.error.json")).doesNotExist();
        assertThat(bench.status()).doesNotContain("rejected:");
    }

    @Test
    void an_undelivered_drop_is_fetched_without_a_new_task() throws Exception {
        bench.drop("undelivered", prompt("[not-a-video 2]"));
        bench.untilState("undelivered", State.UNDELIVERED);
        String task = bench.job("undelivered").taskId();
        assertThat(bench.error("undelivered")).contains(task).contains("nothing is bought again");
        assertThat(bench.root.resolve("out/undelivered.mp4")).doesNotExist();
        long before = tasks();
        bench.moveBack("undelivered");
        bench.untilState("undelivered", State.DELIVERED);
        assertThat(tasks()).isEqualTo(before);
        assertThat(bench.job("undelivered").taskId()).isEqualTo(task);
        assertThat(bench.root.resolve("out/undelivered.mp4")).exists();
        assertThat(bench.root.resolve("done/undelivered.png")).exists();
        assertThat(bench.root.resolve("dead-letter/undelivered.error.json")).doesNotExist();
    }

    @Test
    void a_failed_drop_is_a_new_task() throws Exception {
        bench.drop("failed", prompt("[fail SAFETY.INPUT.TEXT]"));
        bench.untilState("failed", State.FAILED);
        assertThat(bench.error("failed")).contains("SAFETY.INPUT.TEXT").contains("buys a new one");
        long before = tasks();
        bench.moveBack("failed");
        eventually().until(() -> bench.jobs().list("name = 'failed' AND state = 'FAILED' AND filed = 1", Map.of(), 9).size() == 2);
        assertThat(tasks() - before).isEqualTo(1);
    }

    @Test
    void a_drop_in_doubt_comes_back_with_its_report_and_is_delivered_once_it_is_resolved() throws Exception {
        bench.drop("doubt", prompt("doubt [lose]"));
        bench.untilState("doubt", State.IN_DOUBT);
        Job job = bench.job("doubt");
        long posts = bench.sandbox.report().posts();
        bench.moveBack("doubt");
        eventually().until(() -> !Files.exists(bench.in("doubt.png")) && bench.job("doubt").filed()
                && Files.exists(bench.root.resolve("dead-letter/doubt.png")));
        assertThat(bench.sandbox.report().posts()).isEqualTo(posts);
        assertThat(bench.job("doubt").state()).isEqualTo(State.IN_DOUBT);
        assertThat(bench.root.resolve("dead-letter/doubt.json")).exists();
        assertThat(bench.error("doubt")).contains("reeldrop resolve " + job.id()).contains("Moving the files back changes nothing");
        assertThat(bench.status()).contains("doubt: ").contains("reeldrop resolve " + job.id());
        assertThat(bench.log.text()).contains("still in doubt");

        bench.orders().adopt(bench.job("doubt"), bench.taskOf("doubt [lose]"));
        bench.untilState("doubt", State.DELIVERED);
        assertThat(bench.sandbox.report().posts()).isEqualTo(posts);
        assertThat(bench.root.resolve("out/doubt.mp4")).exists();
        assertThat(bench.root.resolve("done/doubt.png")).exists();
        assertThat(bench.root.resolve("done/doubt.json")).exists();
        assertThat(bench.root.resolve("dead-letter/doubt.png")).doesNotExist();
        assertThat(bench.root.resolve("dead-letter/doubt.error.json")).doesNotExist();
    }

    @Test
    void the_same_drop_twice_is_one_task_and_the_second_copy_is_put_aside() throws Exception {
        bench.drop("same", SIDECAR);
        bench.untilState("same", State.DELIVERED);
        long before = tasks();
        bench.drop("same", SIDECAR);
        bench.untilState("same", State.REJECTED);
        Job second = bench.job("same");
        assertThat(tasks()).isEqualTo(before);
        assertThat(second.stem()).isEqualTo("same-2");
        assertThat(bench.error("same-2")).contains("this very drop is job").contains("Nothing was bought a second time");
        assertThat(bench.root.resolve("dead-letter/same-2.png")).exists();
        assertThat(bench.root.resolve("done/same.png")).exists();
    }

    @Test
    void the_same_drop_again_while_it_is_being_made_is_one_task() throws Exception {
        bench.drop("busy", prompt("busy [render 3000]"));
        bench.untilState("busy", State.RENDERING);
        bench.drop("busy", prompt("busy [render 3000]"));
        eventually().until(() -> bench.jobs().list("name = 'busy'", Map.of(), 9).size() == 2);
        eventually().until(() -> bench.jobs().list("name = 'busy' AND filed = 1", Map.of(), 9).size() == 2);
        assertThat(bench.jobs().list("name = 'busy'", Map.of(), 9)).extracting(Job::state)
                .containsExactlyInAnyOrder(State.DELIVERED, State.REJECTED);
        assertThat(bench.jobs().list("name = 'busy' AND task_id IS NOT NULL", Map.of(), 9)).hasSize(1);
    }

    @Test
    void other_content_under_the_same_name_is_another_video_and_nothing_is_overwritten() throws Exception {
        bench.drop("other", SIDECAR);
        bench.untilState("other", State.DELIVERED);
        bench.drop("other", prompt("a calm sea"));
        eventually().until(() -> bench.jobs().list("name = 'other' AND state = 'DELIVERED'", Map.of(), 9).size() == 2);
        for (String file : new String[] {"out/other.mp4", "out/other-2.mp4", "out/other.result.json", "out/other-2.result.json",
                "done/other.png", "done/other-2.png", "done/other.json", "done/other-2.json"}) {
            assertThat(bench.root.resolve(file)).exists();
        }
    }

    @Test
    void a_corrected_default_makes_new_tasks() throws Exception {
        Files.createDirectories(bench.in("series"));
        Files.writeString(bench.in("series/_defaults.json"),
                "{\"model\": \"gen4_turbo\", \"ratio\": \"1280:720\", \"promptText\": \"wvaes\"}");
        bench.drop("series/one", "{}");
        bench.untilState("series/one", State.DELIVERED);
        long before = tasks();
        Files.writeString(bench.in("series/_defaults.json"),
                "{\"model\": \"gen4_turbo\", \"ratio\": \"1280:720\", \"promptText\": \"waves, corrected\"}");
        Files.move(bench.root.resolve("done/series/one.png"), bench.in("series/one.png"));
        Files.move(bench.root.resolve("done/series/one.json"), bench.in("series/one.json"));
        eventually().until(() -> bench.jobs().list("name = 'series/one' AND state = 'DELIVERED'", Map.of(), 9).size() == 2);
        assertThat(tasks() - before).isEqualTo(1);
        assertThat(bench.root.resolve("out/series/one.mp4")).exists();
        assertThat(bench.root.resolve("out/series/one-2.mp4")).exists();
    }

    @Test
    void the_report_may_be_moved_back_along_with_the_drop() throws Exception {
        bench.drop("along", SIDECAR.replace("5}", "1}"));
        bench.untilState("along", State.REJECTED);
        Files.writeString(bench.root.resolve("dead-letter/along.json"), SIDECAR);
        Files.move(bench.root.resolve("dead-letter/along.error.json"), bench.in("along.error.json"));
        bench.moveBack("along");
        bench.untilState("along", State.DELIVERED);
    }

    private long tasks() {
        return bench.sandbox.report().tasksCreated();
    }
}
