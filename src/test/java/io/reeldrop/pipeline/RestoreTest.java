package io.reeldrop.pipeline;

import static io.reeldrop.pipeline.Bench.SIDECAR;
import static io.reeldrop.pipeline.Bench.eventually;
import static io.reeldrop.pipeline.Bench.prompt;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.Nightly;
import io.reeldrop.job.Databases;
import io.reeldrop.job.Job;
import io.reeldrop.job.State;
import io.reeldrop.runtime.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A store that is restored from a backup knows nothing of what was bought since; the receipts do, and nothing is bought again. */
@ParameterizedClass
@MethodSource("databases")
class RestoreTest {

    @Parameter
    Databases database;

    /** What the two databases are asked in different words is proven statement by statement, in RecoveryTest. */
    static Stream<Databases> databases() {
        return Stream.of(Databases.values()).filter(database -> Nightly.ON || database == Databases.SQLITE);
    }

    @TempDir
    Path home;

    private Bench bench;
    private String url;
    private Path copy;

    @BeforeEach
    void start() throws IOException {
        Map<String, String> options = new HashMap<>(Bench.QUICK);
        options.put("slots", "100");
        bench = new Bench(home, options).set("reeldrop.accounts.sandbox.max-in-flight", "60").set("reeldrop.submit.task-retries", "2");
        if (database == Databases.POSTGRESQL) {
            url = Databases.postgres();
            bench.set("reeldrop.store.url", url).set("reeldrop.store.user", "postgres");
        }
        bench.start();
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
    }

    /** Must show 5 of the issue, with every way that a job may have gone on since the backup. */
    @Test
    void of_a_store_that_is_ten_minutes_old_with_fifty_jobs_bought_since_nothing_is_bought_a_second_time() throws Exception {
        for (int i = 0; i < 5; i++) {
            bench.drop("delivered" + i, SIDECAR);
            bench.drop("rendering" + i, prompt("[render 60000] r"));
        }
        bench.drop("fails", prompt("[render 5000] [fail INTERNAL]"));
        bench.drop("lost", prompt("[lose] l"));
        bench.drop("spurned", prompt("[lose] s"));
        bench.drop("found", prompt("[lose] f"));
        bench.drop("refused-later", prompt("[render 5000] [fail SAFETY.INPUT.TEXT]"));
        for (String lost : new String[] {"lost", "spurned", "found"}) {
            bench.untilState(lost, State.IN_DOUBT);
        }
        for (int i = 0; i < 5; i++) {
            bench.untilState("delivered" + i, State.DELIVERED);
            bench.untilState("rendering" + i, State.RENDERING);
        }
        bench.ledger().pauseAll(true, "the queue of the backup");
        for (int i = 0; i < 10; i++) {
            bench.drop("waiting" + i, i < 7 ? SIDECAR : prompt("[render 600000] w"));
        }
        bench.untilAll(25, job -> job.state() != State.TAKING);
        backup();
        bench.ledger().pauseAll(false, null);
        bench.moveOn(Duration.ofMinutes(10));

        for (int i = 0; i < 46; i++) {
            bench.drop("new" + i, i < 30 ? SIDECAR : prompt("[render 600000] n"));
        }
        bench.drop("new-lost", prompt("[lose] nl"));
        bench.drop("new-found", prompt("[lose] nf"));
        bench.drop("new-fails", prompt("[fail INTERNAL] nx"));
        bench.drop("new-refused", prompt("[fail SAFETY.INPUT.TEXT] nr"));
        bench.orders().notCharged(bench.job("spurned"));
        bench.untilState("new-found", State.IN_DOUBT);
        bench.untilState("new-lost", State.IN_DOUBT);
        bench.untilState("new-refused", State.FAILED);
        for (int i = 0; i < 2; i++) {
            boughtAgain("fails", "new-fails");
        }
        eventually().until(() -> bench.states().getOrDefault(State.WAITING, 0L) == 0 && bench.states().getOrDefault(State.SUBMITTING,
                0L) == 0
                && bench.states().getOrDefault(State.DELIVERED, 0L) >= 42);
        Map<String, Long> bought = bought();
        long tasks = bench.sandbox.report().tasksCreated();
        System.out.println(database + ": " + bench.states() + ", " + tasks + " tasks");

        restore();

        assertThat(bench.log.text()).contains("The store is older than the receipts");
        bench.moveOn(Duration.ofMinutes(10));
        eventually().until(() -> {
            hurry();
            return bench.all().stream().allMatch(job -> job.state().ended() && job.filed());
        });
        System.out.println(database + ": " + bench.states());
        assertThat(bench.sandbox.report().tasksCreated()).as("tasks at the gateway").isEqualTo(tasks);
        assertThat(bought()).isEqualTo(bought).containsEntry("fails", 3L).containsEntry("new-fails", 3L);
        for (int i = 0; i < 46; i++) {
            assertThat(bench.job("new" + i).state()).as("new" + i).isEqualTo(State.DELIVERED);
            assertThat(bench.root.resolve("out/new" + i + ".mp4")).isNotEmptyFile();
            assertThat(bench.root.resolve("out/new" + i + "-2.mp4")).doesNotExist();
        }
        for (int i = 0; i < 10; i++) {
            assertThat(bench.job("waiting" + i).state()).isEqualTo(State.DELIVERED);
        }
        for (int i = 0; i < 5; i++) {
            assertThat(bench.job("rendering" + i).state()).isEqualTo(State.DELIVERED);
        }
        assertThat(bench.job("new-lost").state()).isEqualTo(State.IN_DOUBT);
        assertThat(bench.job("new-lost").text("reason")).contains("by its receipt", "nothing was bought again");
    }

    /** Waits for a task of each to fail, and for the next one, if there is to be one. */
    private void boughtAgain(String... names) {
        for (String name : names) {
            eventually().until(() -> EnumSet.of(State.WAITING, State.FAILED).contains(bench.job(name).state()));
        }
        Map<String, Long> before = bought();
        for (String name : names) {
            eventually().until(() -> {
                hurry();
                return bench.job(name).state() == State.FAILED || bench.job(name).number("bought") > before.get(name);
            });
        }
    }

    /** What waits for its next purchase need not wait, nor does the gateway's task; a database's clock cannot be moved. */
    private void hurry() {
        bench.moveOn(Duration.ofSeconds(1));
        bench.pipeline().store().jdbc().update("UPDATE job SET due_at = 0 WHERE state = 'WAITING' AND claimed_by IS NULL", Map.of());
    }

    private Map<String, Long> bought() {
        return bench.all().stream().filter(job -> job.number("bought") > 0)
                .collect(Collectors.toMap(Job::name, job -> job.number("bought"), (a, b) -> a, TreeMap::new));
    }

    private void backup() throws Exception {
        if (database == Databases.SQLITE) {
            copy = home.resolve("backup.db");
            bench.pipeline().store().backUp(copy);
        } else {
            bench.stop();
            url = Databases.copy(url);
            bench.start();
        }
    }

    /** Stops, puts the backup in the store's place, and starts again. */
    private void restore() throws Exception {
        bench.stop();
        if (database == Databases.SQLITE) {
            Path store = Path.of(Settings.load(home, bench.environment, bench.set).get("reeldrop.store.url")
                    .substring("jdbc:sqlite:".length()));
            for (String suffix : new String[] {"", "-wal", "-shm"}) {
                Files.deleteIfExists(Path.of(store + suffix));
            }
            Files.copy(copy, store);
        } else {
            bench.set("reeldrop.store.url", url);
        }
        bench.start();
    }
}
