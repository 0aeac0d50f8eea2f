package io.reeldrop.pipeline;

import static io.reeldrop.pipeline.Bench.SIDECAR;
import static io.reeldrop.pipeline.Bench.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeldrop.job.Job;
import io.reeldrop.job.Rejected;
import io.reeldrop.job.State;
import io.reeldrop.sandbox.Option;
import io.reeldrop.storage.S3Call;
import io.reeldrop.storage.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The last look before a POST: a store that was put back under a process that runs buys nothing again either. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnknownPurchaseTest {

    private Path home;
    private Bench bench;

    @BeforeAll
    void start(@TempDir Path home) throws IOException {
        this.home = home;
        bench = new Bench(home, Bench.QUICK).start();
    }

    @AfterEach
    void clear() throws IOException {
        bench.clear();
    }

    @AfterAll
    void stop() throws IOException {
        bench.close();
    }

    @Test
    void a_job_that_was_bought_goes_on_with_its_task_whether_its_image_is_still_there_or_not() throws Exception {
        bench.drop("gone", SIDECAR);
        bench.drop("there", SIDECAR);
        bench.drop("lost", SIDECAR);
        bench.untilEnded(3);
        String task = bench.job("there").taskId();
        for (String suffix : new String[] {".png", ".json"}) {
            Files.copy(bench.root.resolve("done/there" + suffix), bench.root.resolve("in-progress/there" + suffix));
            Files.copy(bench.root.resolve("done/lost" + suffix), bench.root.resolve("in-progress/lost" + suffix));
        }
        // The answer to its POST never came to its receipt.
        Path receipt = receipt(bench.job("lost"));
        Files.writeString(receipt, Files.readString(receipt).replaceFirst("\"taskId\" : \"[^\"]*\"", "\"taskId\" : null"));
        bench.pipeline().store().jdbc().update("UPDATE job SET state = 'WAITING', task_id = NULL, bought = 0, cost_micros = 0,"
                + " submitted_at = NULL,"
                + " place = 'IN_PROGRESS', filed = 0, output_url = NULL, output_sha256 = NULL, due_at = 0, token = token + 1",
                        Map.of());
        eventually().until(() -> bench.all().stream().allMatch(job -> job.state().ended() && job.filed()));
        assertThat(bench.states()).isEqualTo(Map.of(State.DELIVERED, 2L, State.IN_DOUBT, 1L));
        assertThat(bench.sandbox.report().tasksCreated()).isEqualTo(3);
        assertThat(bench.sandbox.report().posts()).isEqualTo(3);
        assertThat(bench.job("there").taskId()).isEqualTo(task);
        assertThat(bench.job("there").number("bought")).isEqualTo(1);
        assertThat(bench.job("lost").text("reason")).contains("by its receipt");
        assertThat(bench.log.text()).contains("is not bought again: it goes on with task " + task, "is not bought again: in doubt");
        assertThat(Site.files(bench.root.resolve("out"))).containsOnlyKeys("gone.mp4", "gone.result.json", "there.mp4",
                "there.result.json", "lost.mp4",
                "lost.result.json");
    }

    @Test
    void while_no_receipt_can_be_written_nothing_is_bought_and_nothing_is_in_doubt() throws Exception {
        bench.drop("before", SIDECAR);
        bench.untilEnded(1);
        Path receipts = home.resolve("data/receipts");
        Path away = Files.move(receipts, home.resolve("away"));
        Files.writeString(receipts, "a file is in the way");
        for (int i = 0; i < 8; i++) {
            bench.drop("d" + i, SIDECAR);
        }
        eventually().until(() -> bench.jobs().list("state = 'WAITING' AND reason LIKE 'no receipt could be written%'", Map.of(),
                9).size() >= 2);
        bench.moveOn(Duration.ofSeconds(61));
        eventually().until(() -> bench.all().stream().anyMatch(job -> job.tries() > 1));
        assertThat(bench.sandbox.report().posts()).isEqualTo(1);
        assertThat(bench.log.text().split("Buying stops", -1)).describedAs("told once").hasSize(2);
        Files.delete(receipts);
        Files.move(away, receipts);
        bench.moveOn(Duration.ofSeconds(121));
        bench.untilEnded(9);
        assertThat(bench.states()).isEqualTo(Map.of(State.DELIVERED, 9L));
        assertThat(bench.sandbox.report().posts()).isEqualTo(9);
        assertThat(bench.log.text()).contains("Buying goes on: receipts can be written");
        assertThat(bench.pipeline().store().jdbc().queryForMap("SELECT in_flight, submitting, tasks FROM account WHERE name ="
                + " 'sandbox'", Map.of()))
                .containsEntry("in_flight", 0).containsEntry("submitting", 0).containsEntry("tasks", 9);
    }

    @Test
    void a_definitive_refusal_leaves_no_receipt_behind() throws Exception {
        bench.sandbox.faults(Option.STATUS_429, 1);
        bench.drop("cat", SIDECAR);
        eventually().until(() -> bench.sandbox.report().posts() > 0 && bench.job("cat").state() == State.WAITING);
        assertThat(Site.files(home.resolve("data/receipts")).keySet()).noneMatch(file -> file.contains(bench.job("cat").id()));
        bench.sandbox.faults(Option.STATUS_429, 0);
        bench.ledger().resume("account", "sandbox");
        bench.untilState("cat", State.DELIVERED);
        assertThat(Files.readString(receipt(bench.job("cat")))).contains("\"taskId\" : \"" + bench.job("cat").taskId() + "\"");
    }

    @Test
    void on_a_place_that_is_not_the_stores_nothing_starts() throws Exception {
        bench.drop("cat", SIDECAR);
        bench.untilEnded(1);
        bench.stop();
        bench.set("reeldrop.receipts", home.resolve("not-mounted").toString());
        assertThatThrownBy(bench::start).isInstanceOf(Rejected.class).hasMessageContaining("not this store's place of receipts");
        assertThat(home.resolve("not-mounted")).doesNotExist();
        bench.set("reeldrop.receipts", home.resolve("data/receipts").toString()).start();
    }

    /** The bucket wrote it, and went away before it could say so. */
    @Test
    void a_receipt_that_may_have_been_written_puts_no_job_in_doubt_that_was_not_sent() throws Exception {
        try (S3Server s3 = S3Server.inProcess().bucket("receipts");
                Bench bench = new Bench(home.resolve("bucket"), Bench.QUICK).s3(s3).set("reeldrop.receipts", "s3://receipts/r").start()) {
            s3.leaveAfter(S3Call.PUT);
            bench.drop("cat", SIDECAR);
            eventually().until(() -> bench.job("cat") != null && bench.job("cat").state() == State.WAITING && bench.job("cat").tries() > 0);
            assertThat(bench.log.text()).contains("could not be removed");
            s3.allow();
            bench.moveOn(Duration.ofSeconds(61));
            bench.untilEnded(1);
            assertThat(bench.states()).isEqualTo(Map.of(State.DELIVERED, 1L));
            assertThat(bench.sandbox.report().posts()).isEqualTo(1);
        }
    }

    @Test
    void the_task_of_a_post_during_which_the_store_was_put_back_comes_to_its_receipt() throws Exception {
        bench.drop("cat", Bench.prompt("[delay 3000] c"));
        bench.untilState("cat", State.SUBMITTING);
        eventually().until(() -> bench.sandbox.report().posts() == 1);
        bench.ledger().pauseAll(true, "the store is put back");
        bench.pipeline().store().jdbc().update("UPDATE job SET state = 'WAITING', bought = 0, slot = 0, cost_micros = 0,"
                + " submitted_at = NULL, claimed_by = NULL, due_at = 0, token = token + 1", Map.of());
        eventually().until(() -> bench.log.text().contains("the job went another way meanwhile"));
        bench.ledger().pauseAll(false, null);
        bench.untilEnded(1);
        assertThat(bench.states()).isEqualTo(Map.of(State.DELIVERED, 1L));
        assertThat(bench.sandbox.report().posts()).isEqualTo(1);
    }

    private Path receipt(Job job) throws IOException {
        return Site.files(home.resolve("data/receipts")).values().stream().filter(file -> file.getFileName().toString()
                .equals(job.id() + "-1.json")).findFirst()
                .orElseThrow();
    }
}
