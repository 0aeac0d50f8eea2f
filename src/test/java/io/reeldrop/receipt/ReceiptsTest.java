package io.reeldrop.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeldrop.job.Job;
import io.reeldrop.job.Jobs;
import io.reeldrop.job.Node;
import io.reeldrop.storage.S3;
import io.reeldrop.storage.S3Call;
import io.reeldrop.storage.S3Server;
import io.reeldrop.storage.Storage;
import io.reeldrop.storage.Storages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** A receipt is made once, wherever the receipts lie. */
@ParameterizedClass
@ValueSource(booleans = {false, true})
class ReceiptsTest {

    private static S3Server server;
    private static int places;

    @Parameter
    boolean inBucket;

    @TempDir
    Path home;

    private final Clock clock = Clock.fixed(Instant.ofEpochMilli(1_795_000_000_000L), ZoneOffset.UTC);
    private Storage storage;
    private Receipts receipts;
    private Path folder;

    @BeforeAll
    static void serve() throws Exception {
        server = S3Server.inProcess().bucket("receipts");
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void open() {
        server.allow();
        folder = home.resolve("receipts");
        String place = inBucket ? "s3://receipts/p" + ++places : folder.toString();
        Storages storages = new Storages(new S3(server.endpoint(), S3Server.REGION, true, S3Server.ACCESS_KEY, S3Server.SECRET, ""));
        storage = storages.at(place);
        receipts = new Receipts(storages, place, new Node("n", clock, ZoneOffset.UTC));
    }

    @Test
    void a_purchase_is_written_down_once_and_whoever_comes_later_is_told_what_was_bought() throws IOException {
        assertThat(receipts.create(job(1, 1, 100), null)).isEmpty();
        assertThat(receipts.create(job(1, 1, 200), null)).hasValueSatisfying(found -> {
            assertThat(found.taskId()).isNull();
            assertThat(found.then().number("submitted_at")).isEqualTo(100);
        });
        receipts.bought(job(1, 1, 100), "t1");
        assertThat(receipts.create(job(1, 1, 200), null)).hasValueSatisfying(found -> assertThat(found.taskId()).isEqualTo("t1"));
        assertThat(receipts.create(job(1, 2, 300), null)).isEmpty();
        receipts.bought(job(1, 2, 300), "t2");
        assertThat(receipts.create(job(1, 1, 200), 50L)).describedAs("the job's latest")
                .hasValueSatisfying(found -> assertThat(found.taskId()).isEqualTo("t2"));
    }

    @Test
    void our_own_writing_whose_answer_was_lost_is_no_other_purchase() throws IOException {
        if (inBucket) {
            server.loseAnswer(S3Call.PUT);
        }
        assertThat(receipts.create(job(1, 1, 100), null)).isEmpty();
        assertThat(receipts.create(job(1, 1, 100), null)).isEmpty();
    }

    @Test
    void what_is_left_of_a_post_that_made_no_task_is_replaced_but_never_one_with_a_task() throws IOException {
        receipts.create(job(1, 1, 100), null);
        assertThat(receipts.create(job(1, 1, 200), 100L)).isEmpty();
        assertThat(receipts.last(id(1))).hasValueSatisfying(last -> assertThat(last.then().number("submitted_at")).isEqualTo(200));
        receipts.bought(job(1, 1, 200), "t");
        assertThat(receipts.create(job(1, 1, 300), 200L)).isPresent();
    }

    @Test
    void only_the_receipt_of_that_very_post_is_withdrawn_or_gets_its_task() throws IOException {
        receipts.create(job(1, 1, 100), null);
        receipts.withdraw(job(1, 1, 200));
        receipts.bought(job(1, 1, 200), "other");
        assertThat(receipts.last(id(1))).hasValueSatisfying(last -> assertThat(last.taskId()).isNull());
        receipts.bought(job(1, 1, 100), "t");
        receipts.withdraw(job(1, 1, 100));
        assertThat(receipts.last(id(1))).hasValueSatisfying(last -> assertThat(last.taskId()).isEqualTo("t"));
        receipts.create(job(2, 1, 100), null);
        receipts.withdraw(job(2, 1, 100));
        assertThat(receipts.last(id(2))).isEmpty();
        receipts.withdraw(job(2, 1, 100));
    }

    @Test
    void one_that_cannot_be_read_still_stands_for_a_purchase() throws IOException {
        storage.write(Receipt.name(id(1), 1), "{\"job\": ");
        assertThat(receipts.create(job(1, 1, 100), 50L)).hasValueSatisfying(found -> assertThat(found.taskId()).isNull());
    }

    @Test
    void of_many_that_buy_the_same_at_once_one_may() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> buyers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Job job = job(1, 1, 100 + i);
                buyers.add(() -> receipts.create(job, null).isEmpty());
            }
            int may = 0;
            for (Future<Boolean> buyer : threads.invokeAll(buyers)) {
                may += buyer.get() ? 1 : 0;
            }
            assertThat(may).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void they_are_listed_in_the_order_of_the_jobs_and_from_any_of_them_on() throws IOException {
        for (int i = 1; i <= 30; i++) {
            receipts.create(job(i * 40_000_000L, 1, 100), null);
        }
        receipts.create(job(40_000_000L * 20, 2, 200), null);
        storage.write("readme/other.txt", "of somebody else");
        assertThat(listed("")).hasSize(31).isSortedAccordingTo((a, b) -> a.id().compareTo(b.id()));
        assertThat(listed(id(40_000_000L * 20))).hasSize(12).startsWith(new Receipt.Named(id(40_000_000L * 20), 1),
                new Receipt.Named(id(40_000_000L * 20), 2));
        assertThat(listed(id(40_000_000L * 20).substring(0, 9))).hasSize(12);
        assertThat(storage.list("", 7)).hasSize(7);
    }

    @Test
    void the_receipts_of_a_forgotten_job_are_gone_and_no_others() throws IOException {
        receipts.create(job(1, 1, 100), null);
        receipts.create(job(1, 2, 200), null);
        receipts.create(job(2, 1, 100), null);
        receipts.forget(List.of(job(1, 1, 100)));
        assertThat(listed("")).containsExactly(new Receipt.Named(id(2), 1));
        receipts.forget(List.of(job(2, 1, 100), job(3, 0, 0)));
        assertThat(listed("")).isEmpty();
        assertThat(inBucket || folder.toFile().list().length == 0).isTrue();
    }

    @Test
    void while_none_can_be_written_nothing_may_be_bought() throws IOException {
        if (inBucket) {
            server.deny(S3Call.PUT);
        } else {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(id(1).substring(0, 5)), "in the way");
        }
        assertThat(receipts.room()).isPositive();
        assertThatThrownBy(() -> receipts.create(job(1, 1, 100), null)).isInstanceOf(IOException.class)
                .hasMessageContaining("no receipt could be written to");
        assertThat(receipts.room()).isZero();
    }

    @Test
    void that_a_task_could_not_be_written_is_said_once_however_often_it_is_tried() {
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            for (int i = 0; i < 3; i++) {
                receipts.bought(job(1, 1, 100), "t1");
                receipts.bought(job(2, 1, 100), "t2");
            }
        } finally {
            System.setErr(before);
        }
        assertThat(said.toString(StandardCharsets.UTF_8).split("could not be written to its receipt", -1)).hasSize(3);
    }

    private List<Receipt.Named> listed(String from) throws IOException {
        List<Receipt.Named> all = new ArrayList<>();
        receipts.each(from, all::addAll);
        return all;
    }

    private static String id(long millis) {
        char[] text = "00000000000000".toCharArray();
        for (int i = 8; i >= 0; i--, millis >>>= 5) {
            text[i] = "0123456789abcdefghjkmnpqrstvwxyz".charAt((int) (millis & 31));
        }
        return new String(text);
    }

    private static Job job(long millis, int bought, long submitted) {
        return Jobs.job(new HashMap<>(Map.of("id", id(millis), "watch", "w", "stem", "cat", "state", "SUBMITTING", "bought", bought,
                "submitted_at", submitted)));
    }
}
