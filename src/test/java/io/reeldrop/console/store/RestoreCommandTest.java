package io.reeldrop.console.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.job.Job;
import io.reeldrop.job.Store;
import io.reeldrop.job.State;
import io.reeldrop.receipt.Receipts;
import io.reeldrop.storage.S3;
import io.reeldrop.storage.Storages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Backups are made beside a run and put back without one. */
class RestoreCommandTest extends CommandTest {

    private Path backup;
    private Receipts receipts;

    @BeforeEach
    void receipts() {
        backup = home.resolve("b's/backup.db");
        receipts = new Receipts(new Storages(new S3("", "us-east-1", false, "", "", "")), home.resolve("data/receipts").toString(),
                sample.node);
    }

    @Test
    void what_was_bought_after_the_backup_is_known_again_and_the_store_as_it_was_is_kept() throws IOException {
        sample.waiting("cat");
        backUp();
        assertThat(out).contains("1 job,", "reeldrop restore");
        buy(sample.job("cat"));
        buy(sample.waiting("dog"));
        sample.store.close();
        assertThat(run("restore", backup.toString())).as(err).isZero();
        assertThat(out).contains("1 jobs that it did not know were put back", "1 were taken to a purchase",
                "Nothing is bought again", "2 go on with the task");
        try (Store restored = Store.open("jdbc:sqlite:" + home.resolve("data/reeldrop.db"))) {
            assertThat(restored.jdbc().queryForList("SELECT state || ' ' || task_id FROM job ORDER BY id", Map.of(), String.class))
                    .containsExactly("RENDERING task of cat", "RENDERING task of dog");
        }
        assertThat(home.resolve("data").toFile().list((folder, name) -> name.startsWith("reeldrop.db.before-restore-"))).isNotEmpty();
        assertThat(run("restore")).isZero();
        assertThat(out).contains("knows of every purchase");
    }

    @Test
    void beside_a_run_nothing_is_restored_and_what_is_no_store_neither() throws IOException {
        backUp();
        sample.waiting("cat");
        sample.store.lock();
        assertThat(run("restore", backup.toString())).isEqualTo(78);
        assertThat(err).contains("another process already runs jobs");
        sample.store.close();
        Path text = Files.writeString(home.resolve("text"), "x".repeat(10_000));
        assertThat(run("restore", text.toString())).isEqualTo(1);
        assertThat(err).contains("nothing was changed", "no store");
        assertThat(run("restore", home.resolve("none").toString())).isEqualTo(1);
        assertThat(home.resolve("data").toFile().list((folder, name) -> name.contains("restor"))).isEmpty();
        assertThat(run("jobs")).as(err).isZero();
        assertThat(out).contains("cat");
    }

    @Test
    void a_backup_replaces_no_file() throws IOException {
        backUp();
        assertThat(run("backup", backup.toString())).isEqualTo(1);
        assertThat(err).contains("there already");
    }

    @Test
    void in_a_store_that_is_older_than_a_jobs_receipts_it_is_not_resolved() throws IOException {
        Job doubtful = sample.inDoubt("cat");
        receipts.create(doubtful, null);
        receipts.bought(doubtful, "its task");
        assertThat(run("resolve", "cat", "--not-charged")).isEqualTo(1);
        assertThat(err).contains("Do first: reeldrop restore");
        assertThat(sample.job("cat").state()).isEqualTo(State.IN_DOUBT);
        assertThat(run("restore")).as(err).isZero();
        assertThat(sample.job("cat").taskId()).isEqualTo("its task");
    }

    @Test
    void a_place_without_the_receipts_of_what_the_store_knows_was_bought_is_not_its_place() throws IOException {
        buy(sample.waiting("cat"));
        sample.waiting("dog");
        Path away = Files.move(home.resolve("data/receipts"), home.resolve("away"));
        assertThat(run("restore")).isEqualTo(78);
        assertThat(err).contains(home.resolve("data/receipts").toString(), "not this store's place of receipts, or it is not mounted",
                "--new-receipts");
        assertThat(run("check")).isEqualTo(78);
        assertThat(out + err).contains("not this store's place of receipts");
        Files.move(away, home.resolve("data/receipts"));
        assertThat(run("restore")).as(err).isZero();
    }

    @Test
    void receipts_that_are_lost_for_good_are_written_anew_from_what_the_store_knows() throws IOException {
        buy(sample.waiting("cat"));
        Job doubtful = sample.inDoubt("dog");
        sample.waiting("hen");
        assertThat(run("restore", "--new-receipts")).as(err).isZero();
        assertThat(out).contains("1 receipt was written anew").contains("knows of every purchase");
        try (var files = Files.walk(home.resolve("data/receipts"))) {
            files.filter(Files::isRegularFile).toList().forEach(file -> file.toFile().delete());
        }
        assertThat(run("restore", "--new-receipts")).as(err).isZero();
        assertThat(out).contains("2 receipts were written anew");
        assertThat(receipts.last(sample.job("cat").id())).hasValueSatisfying(last -> assertThat(last.taskId()).isEqualTo("task of cat"));
        assertThat(receipts.last(doubtful.id())).hasValueSatisfying(last -> assertThat(last.taskId()).isNull());
        assertThat(run("restore")).as(err).isZero();
        assertThat(out).contains("knows of every purchase");
    }

    @Test
    void one_in_doubt_whose_receipt_names_its_task_is_not_cancelled() throws IOException {
        Job doubtful = sample.inDoubt("cat");
        receipts.create(doubtful, null);
        receipts.bought(doubtful, "its task");
        assertThat(run("cancel", "cat")).isEqualTo(1);
        assertThat(err).contains("Do first: reeldrop restore");
        assertThat(sample.job("cat").state()).isEqualTo(State.IN_DOUBT);
        receipts.create(sample.inDoubt("dog"), null);
        assertThat(run("cancel", "dog")).as(err).isZero();
    }

    private void backUp() throws IOException {
        Files.createDirectories(backup.getParent());
        assertThat(run("backup", backup.toString())).as(err).isZero();
    }

    private void buy(Job waiting) throws IOException {
        Job intended = sample.steps.intend(waiting);
        assertThat(receipts.create(intended, null)).isEmpty();
        sample.steps.accepted(intended, "task of " + intended.stem(), null);
        receipts.bought(intended, "task of " + intended.stem());
    }
}
