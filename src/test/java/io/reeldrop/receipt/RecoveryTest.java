package io.reeldrop.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeldrop.job.Databases;
import io.reeldrop.job.Job;
import io.reeldrop.job.Jobs;
import io.reeldrop.job.Micros;
import io.reeldrop.job.Orders;
import io.reeldrop.job.Place;
import io.reeldrop.job.Sample;
import io.reeldrop.job.State;
import io.reeldrop.storage.S3;
import io.reeldrop.storage.Storages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever became of a job after the backup, its row is brought up to what was bought, and left alone where it knows. */
@ParameterizedClass
@EnumSource(Databases.class)
class RecoveryTest {

    private static final long DAY = 86_400_000;

    @Parameter
    Databases database;

    @TempDir
    Path home;

    private Sample sample;
    private Receipts receipts;

    @BeforeEach
    void open() {
        sample = new Sample(database, home, 1_795_000_000_000L);
        receipts = new Receipts(new Storages(new S3("", "us-east-1", false, "", "", "")), home.resolve("receipts").toString(), sample.node);
    }

    @AfterEach
    void close() {
        sample.close();
    }

    @Test
    void one_that_waited_was_bought() throws IOException {
        bought(sample.waiting("cat"), 1, "t1");
        assertThat(look()).isEqualTo(new Recovery.Found(0, 1, 0, 0));
        is("cat", State.RENDERING, "t1", 1);
        assertThat(sample.account("in_flight")).isEqualTo(1);
        assertThat(sample.account("tasks")).isEqualTo(1);
        assertThat(sample.account("spent_micros")).isEqualTo(Micros.of("25"));
        assertThat(look().nothing()).describedAs("a second look finds nothing").isTrue();
    }

    @Test
    void one_that_was_still_to_be_moved_out_of_in_was_bought() throws IOException {
        sample.accept("cat", "cat");
        bought(withPlace(sample.job("cat"), Place.IN_PROGRESS), 1, null);
        assertThat(look()).isEqualTo(new Recovery.Found(0, 1, 1, 0));
        is("cat", State.IN_DOUBT, null, 1);
        assertThat(sample.job("cat").place()).describedAs("another drop of that name may lie in in/").isEqualTo(Place.IN_PROGRESS);
        assertThat(sample.job("cat").text("reason")).contains("by its receipt");
    }

    @Test
    void one_that_the_store_does_not_know_is_put_back_with_all_that_belongs_to_it() throws IOException {
        Job job = bought(sample.waiting("cat"), 2, "t2");
        sample.store.jdbc().update("DELETE FROM job", Map.of());
        sample.store.jdbc().update("DELETE FROM account", Map.of());
        assertThat(look()).isEqualTo(new Recovery.Found(1, 0, 0, 0));
        is("cat", State.RENDERING, "t2", 2);
        for (String column : new String[] {"id", "watch", "account", "name", "stem", "files", "places", "place", "identity", "image",
                "request", "model"}) {
            assertThat(sample.job("cat").text(column)).as(column).isEqualTo(job.text(column));
        }
        assertThat(sample.account("in_flight")).isEqualTo(1);
        assertThat(sample.account("tasks")).isEqualTo(2);
        assertThat(sample.jobs.sameDrop("identity-cat", "cat")).describedAs("the same drop once more").isPresent();
    }

    @Test
    void one_in_doubt_got_its_answer() throws IOException {
        Job doubtful = sample.inDoubt("cat");
        receipt(doubtful, "t1");
        look();
        is("cat", State.RENDERING, "t1", 1);
    }

    @Test
    void one_in_doubt_was_not_charged_and_bought_once_more() throws IOException {
        Job doubtful = sample.inDoubt("cat");
        sample.clock.forward(1000);
        bought(with(doubtful, "bought", 0L), 1, "t1");
        look();
        is("cat", State.RENDERING, "t1", 1);
    }

    @Test
    void one_in_doubt_was_bought_again() throws IOException {
        bought(sample.inDoubt("cat"), 2, "t2");
        look();
        is("cat", State.RENDERING, "t2", 2);
        assertThat(sample.account("in_flight")).isEqualTo(1);
    }

    @Test
    void one_that_rendered_failed_and_was_bought_again_and_the_last_of_them_counts() throws IOException {
        Job rendering = sample.rendering("cat");
        bought(rendering, 2, "t2");
        bought(rendering, 3, "t3");
        look();
        is("cat", State.RENDERING, "t3", 3);
    }

    @Test
    void one_that_had_failed_was_bought_again() throws IOException {
        bought(sample.failed("cat"), 2, "t2");
        look();
        is("cat", State.RENDERING, "t2", 2);
    }

    @Test
    void one_that_failed_long_before_is_looked_at_when_somebody_asks_or_anything_else_was_found() throws IOException {
        bought(sample.failed("old"), 2, "t2");
        sample.clock.forward(DAY);
        sample.delivered("young");
        assertThat(look().nothing()).isTrue();
        bought(sample.waiting("cat"), 1, "t1");
        assertThat(look()).isEqualTo(new Recovery.Found(0, 2, 0, 0));
        is("old", State.RENDERING, "t2", 2);
        bought(sample.failed("hen"), 2, "t3");
        sample.clock.forward(DAY);
        sample.steps.rendered(sample.job("old"), "https://cdn.example/o", null);
        sample.steps.delivered(sample.job("old"), "old.mp4");
        sample.steps.rendered(sample.job("cat"), "https://cdn.example/c", null);
        sample.steps.delivered(sample.job("cat"), "cat.mp4");
        sample.delivered("younger");
        assertThat(look().nothing()).isTrue();
        assertThat(new Recovery(sample.store, sample.node, receipts, 90).run(true)).isEqualTo(new Recovery.Found(0, 1, 0, 0));
    }

    @Test
    void what_the_store_knows_is_left_alone() throws IOException {
        receipt(sample.inDoubt("doubtful"), null);
        receipt(sample.submitting("posted"), null);
        Job rendering = sample.rendering("rendering");
        receipt(rendering, rendering.taskId());
        Job delivered = sample.delivered("delivered");
        receipt(delivered, delivered.taskId());
        Job again = sample.rendering("again");
        receipt(again, again.taskId());
        sample.steps.failed(again, "INTERNAL", null, null, 60_000L);
        // Their receipts could not be removed.
        Job held = sample.submitting("held");
        receipt(held, null);
        sample.steps.notBought(held, "429", 0);
        receipt(sample.inDoubt("spurned"), null);
        new Orders(sample.store, sample.node).notCharged(sample.job("spurned"));
        List<Map<String, Object>> before = rows();
        assertThat(look().nothing()).isTrue();
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void a_later_try_that_wrote_no_receipt_does_not_hide_the_purchase_before() throws IOException {
        Job waiting = sample.waiting("cat");
        bought(waiting, 1, "t1");
        sample.clock.forward(1000);
        sample.steps.withheld(sample.steps.intend(sample.job("cat")), "the bucket is away", waiting.number("submitted_at"), 0);
        look();
        is("cat", State.RENDERING, "t1", 1);
    }

    @Test
    void one_that_ended_since_gives_way_to_the_one_that_took_its_place() throws IOException {
        Job first = sample.rendering("cat");
        sample.clock.forward(5000);
        bought(with(first, "id", later(first)), 1, "t2");
        assertThat(look()).isEqualTo(new Recovery.Found(1, 0, 0, 0));
        assertThat(sample.jobs.find(first.id()).orElseThrow().state()).isEqualTo(State.CANCELLED);
        assertThat(sample.jobs.find(first.id()).orElseThrow().filed()).describedAs("the files are the other's").isTrue();
        assertThat(sample.jobs.find(later(first)).orElseThrow().taskId()).isEqualTo("t2");
        assertThat(sample.account("in_flight")).isEqualTo(1);
    }

    @Test
    void the_same_drop_that_came_once_more_before_the_look_is_not_bought() throws IOException {
        Job first = bought(sample.waiting("cat"), 1, "t1");
        sample.store.jdbc().update("DELETE FROM job", Map.of());
        sample.clock.forward(1000);
        sample.waiting("cat");
        look();
        assertThat(sample.jobs.list("state = 'REJECTED'", Map.of(), 9)).hasSize(1).allMatch(job -> !job.id().equals(first.id()));
        assertThat(sample.jobs.find(first.id()).orElseThrow().state()).isEqualTo(State.RENDERING);
    }

    @Test
    void a_task_that_another_job_has_is_not_taken() throws IOException {
        Job dog = sample.rendering("dog");
        bought(sample.waiting("cat"), 1, dog.taskId());
        look();
        is("cat", State.IN_DOUBT, null, 1);
        assertThat(sample.job("cat").text("reason")).contains(dog.id());
    }

    @Test
    void two_nodes_that_start_at_once_put_each_job_back_once() throws Exception {
        for (int i = 0; i < 20; i++) {
            bought(sample.waiting("d" + i), 1, "t" + i);
        }
        sample.store.jdbc().update("DELETE FROM job", Map.of());
        ExecutorService nodes = Executors.newFixedThreadPool(2);
        try {
            for (Future<Recovery.Found> found : nodes.invokeAll(List.<Callable<Recovery.Found>>of(this::look, this::look))) {
                assertThat(found.get().stuck()).isZero();
            }
        } finally {
            nodes.shutdownNow();
        }
        assertThat(sample.jobs.list("state = 'RENDERING' AND bought = 1", Map.of(), 99)).hasSize(20);
        assertThat(sample.account("in_flight")).isEqualTo(20);
    }

    @Test
    void what_was_forgotten_on_purpose_is_not_put_back() throws IOException {
        bought(sample.waiting("cat"), 1, "t1");
        sample.store.jdbc().update("DELETE FROM job", Map.of());
        sample.clock.forward(91 * DAY);
        assertThat(look().nothing()).isTrue();
    }

    /** What a database that went back accepted since lies above; the purchases that it lost lie far below. */
    @Test
    void when_somebody_asks_all_receipts_are_compared() throws IOException {
        Job lost = bought(sample.waiting("cat"), 1, "t1");
        sample.store.jdbc().update("DELETE FROM job", Map.of());
        sample.clock.forward(DAY);
        sample.delivered("young");
        assertThat(look().nothing()).isTrue();
        assertThat(new Recovery(sample.store, sample.node, receipts, 90).run(true)).isEqualTo(new Recovery.Found(1, 0, 0, 0));
        assertThat(sample.jobs.find(lost.id()).orElseThrow().taskId()).isEqualTo("t1");
    }

    @Test
    void once_anything_was_found_all_are_compared_even_if_that_does_not_end_before_a_later_start() throws IOException {
        Job old = with(bought(sample.failed("old"), 2, "t2"), "bought", 3L);
        sample.clock.forward(DAY);
        sample.delivered("young");
        bought(sample.waiting("cat"), 1, "t1");
        // Only what is far below is looked at last.
        Path broken = home.resolve("receipts").resolve(Receipt.of(old).name());
        Files.createDirectory(broken);
        assertThatThrownBy(this::look).isInstanceOf(IOException.class);
        is("cat", State.RENDERING, "t1", 1);
        Files.delete(broken);
        sample.steps.rendered(sample.job("cat"), "https://cdn.example/c", null);
        sample.steps.delivered(sample.job("cat"), "cat.mp4");
        assertThat(look()).isEqualTo(new Recovery.Found(0, 1, 0, 0));
        is("old", State.RENDERING, "t2", 2);
        assertThat(look().nothing()).isTrue();
    }

    /** The store was away when its answer came, and the node was started again before it was back. */
    @Test
    void one_in_doubt_whose_task_its_receipt_names_is_found_however_old_it_is() throws IOException {
        Job doubtful = sample.inDoubt("cat");
        receipt(doubtful, "t1");
        receipt(sample.inDoubt("dog"), null);
        sample.clock.forward(DAY);
        sample.delivered("young");
        assertThat(look()).isEqualTo(new Recovery.Found(0, 1, 0, 0));
        is("cat", State.RENDERING, "t1", 1);
        is("dog", State.IN_DOUBT, null, 1);
        assertThat(look().nothing()).isTrue();
    }

    @Test
    void two_nodes_that_start_at_once_tell_of_no_job_that_the_other_took_to_its_purchase() throws Exception {
        for (int i = 0; i < 40; i++) {
            bought(sample.waiting("d" + i), 1, "t" + i);
        }
        ExecutorService nodes = Executors.newFixedThreadPool(4);
        try {
            int taken = 0;
            for (Future<Recovery.Found> found : nodes.invokeAll(List.<Callable<Recovery.Found>>of(this::look, this::look, this::look,
                    this::look))) {
                assertThat(found.get().stuck()).isZero();
                taken += found.get().taken();
            }
            assertThat(taken).isEqualTo(40);
        } finally {
            nodes.shutdownNow();
        }
    }

    private Recovery.Found look() throws IOException {
        return new Recovery(sample.store, sample.node, receipts, 90).run(false);
    }

    private void is(String name, State state, String task, int bought) {
        Job job = sample.job(name);
        assertThat(job.state()).isEqualTo(state);
        assertThat(job.taskId()).isEqualTo(task);
        assertThat(job.number("bought")).isEqualTo(bought);
    }

    private List<Map<String, Object>> rows() {
        return sample.store.jdbc().queryForList("SELECT * FROM job ORDER BY id", Map.of());
    }

    /** The n-th purchase of a job, which the store does not know of. */
    private Job bought(Job job, int number, String task) throws IOException {
        sample.clock.forward(1000);
        Job intended = job;
        for (var value : Map.<String, Object>of("state", "SUBMITTING", "bought", (long) number, "bought_day", sample.node.today(),
                "submitted_at", sample.node.now(),
                "slot", 1L, "cost_micros", number * Micros.of("25")).entrySet()) {
            intended = with(intended, value.getKey(), value.getValue());
        }
        receipt(intended, task);
        return intended;
    }

    private void receipt(Job intended, String task) throws IOException {
        assertThat(receipts.create(intended, null)).isEmpty();
        if (task != null) {
            receipts.bought(intended, task);
        }
    }

    private static Job withPlace(Job job, Place place) {
        return with(job, "place", place.name());
    }

    private static Job with(Job job, String column, Object value) {
        Map<String, Object> row = new HashMap<>(job.row());
        row.put(column, value);
        return Jobs.job(row);
    }

    /** An id of the same millisecond that sorts behind. */
    private static String later(Job job) {
        return job.id().substring(0, 9) + "zzzzz";
    }
}
