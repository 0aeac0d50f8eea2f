package io.reeldrop.drop;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.drop.Candidate.Whole;
import io.reeldrop.drop.Pairing.Patience;
import io.reeldrop.job.Databases;
import io.reeldrop.job.Draft;
import io.reeldrop.job.Job;
import io.reeldrop.job.Jobs;
import io.reeldrop.job.Ledger;
import io.reeldrop.job.Node;
import io.reeldrop.job.Place;
import io.reeldrop.job.Places;
import io.reeldrop.job.Rejected;
import io.reeldrop.job.State;
import io.reeldrop.job.Steps;
import io.reeldrop.job.Store;
import io.reeldrop.pipeline.Bench;
import io.reeldrop.storage.Storages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes on one PostgreSQL see the same drop at the same instant, as two that read the same queue do. */
class IntakeRaceTest {

    private static final int NODES = 4;
    private static final int DROPS = 25;

    @TempDir
    Path root;

    private final List<Store> stores = new ArrayList<>();
    private final List<Intake> intakes = new ArrayList<>();
    private Jobs jobs;
    private Watch watch;

    @BeforeEach
    void open() throws IOException {
        String url = Databases.postgres();
        Storages storages = new Storages(null);
        for (int i = 0; i < NODES; i++) {
            Store store = Store.open(url, "postgres", "");
            Node node = new Node("node" + i, Clock.systemUTC(), ZoneOffset.UTC);
            stores.add(store);
            jobs = new Jobs(store, node);
            intakes.add(new Intake(storages, jobs, new Steps(store, node, 1_000, 3), new Ledger(store, node, 3), node));
        }
        String at = root.toString();
        Defaults defaults = new Defaults(file -> new byte[0]);
        watch = new Watch("press", new Places(at, at + "/in", at + "/in-progress", at + "/out", at + "/done", at + "/dead-letter"),
                new Rights("sandbox", Set.of("sandbox"), Set.of(), null, null, null),
                new Pairing(new Patience(0, 0, 0), defaults, defaults::needsNoImage), defaults);
        Files.createDirectories(root.resolve("in"));
    }

    @AfterEach
    void close() {
        stores.forEach(Store::close);
    }

    private Found drop(String name, String sidecar) throws IOException {
        Bench.image(root.resolve("in/" + name + ".png"), name.hashCode());
        Files.writeString(root.resolve("in/" + name + ".json"), sidecar);
        return seen(name);
    }

    private Found seen(String name) {
        return new Found(watch, new Whole(name, new Entry(name + ".png", 1, 1), new Entry(name + ".json", 1, 1), List.of()));
    }

    /** What the route intake does. */
    private static void take(Intake intake, Found found) throws IOException {
        try {
            List<Draft> drafts = intake.read(found);
            if (!intake.known(found, drafts)) {
                intake.accept(found, drafts);
            }
        } catch (Rejected e) {
            intake.reject(found, e.problems());
        } catch (UncheckedIOException e) {
            intake.later(found, e);
        }
    }

    private void allAtOnce(List<Found> drops) throws Exception {
        CyclicBarrier line = new CyclicBarrier(NODES);
        ExecutorService nodes = Executors.newFixedThreadPool(NODES);
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (Intake intake : intakes) {
                ends.add(nodes.submit(() -> {
                    for (Found found : drops) {
                        line.await();
                        take(intake, found);
                    }
                    return null;
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        } finally {
            nodes.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {Bench.SIDECAR,
            "{\"promptText\": \"waves\", \"model\": \"gen4_turbo\", \"variations\": [{\"seed\": 1}, {\"seed\": 2}]}", "{\"promptText\": "})
    void a_drop_that_all_see_at_once_is_one_row_for_each_of_its_videos_or_one_dead_letter(String sidecar) throws Exception {
        List<Found> drops = new ArrayList<>();
        for (int i = 0; i < DROPS; i++) {
            drops.add(drop("d" + i, sidecar));
        }
        allAtOnce(drops);
        int each = sidecar.contains("variations") ? 2 : 1;
        List<Job> all = jobs.list("1 = 1", Map.of(), 1_000);
        assertThat(all).hasSize(each * DROPS).extracting(Job::stem).doesNotHaveDuplicates();
        assertThat(all).extracting(Job::state).containsOnly(sidecar.endsWith("}") ? State.TAKING : State.REJECTED);
    }

    @Test
    void a_sidecar_that_is_replaced_between_two_looks_makes_no_second_job() throws Exception {
        Found found = drop("cat", Bench.SIDECAR);
        List<Draft> first = intakes.get(0).read(found);
        Files.writeString(root.resolve("in/cat.json"), Bench.prompt("a storm"));
        List<Draft> second = intakes.get(1).read(found);
        intakes.get(0).accept(found, first);
        intakes.get(1).accept(found, second);
        assertThat(jobs.list("1 = 1", Map.of(), 10)).singleElement().satisfies(job ->
                assertThat(job.request().path("promptText").asText()).isEqualTo("waves"));
    }

    @Test
    void what_another_node_took_meanwhile_is_neither_a_second_copy_nor_a_fault() throws Exception {
        Found found = drop("cat", Bench.SIDECAR);
        List<Draft> drafts = intakes.get(1).read(found);
        take(intakes.get(0), found);
        assertThat(intakes.get(1).known(found, drafts)).as("its files are still in in/").isTrue();
        moveOut();
        assertThat(intakes.get(1).known(found, drafts)).as("its files have left").isTrue();
        take(intakes.get(1), found);
        jobs.list("1 = 1", Map.of(), 10).forEach(job ->
                stores.get(0).jdbc().update("UPDATE job SET state = 'FAILED', filed = 1", Map.of()));
        intakes.get(1).accept(found, drafts);
        intakes.get(1).reject(found, List.of(new io.reeldrop.job.Problem("cat.json", null, "is odd", null, "Mend it")));
        assertThat(jobs.list("1 = 1", Map.of(), 10)).hasSize(1);
    }

    @Test
    void a_second_copy_that_is_dropped_later_is_put_aside() throws Exception {
        take(intakes.get(0), drop("cat", Bench.SIDECAR));
        moveOut();
        take(intakes.get(1), drop("cat", Bench.SIDECAR));
        assertThat(jobs.list("1 = 1", Map.of(), 10)).extracting(Job::state).containsExactly(State.TAKING, State.REJECTED);
    }

    private void moveOut() throws IOException {
        Files.createDirectories(root.resolve("in-progress"));
        for (String file : List.of("cat.png", "cat.json")) {
            Files.move(root.resolve("in").resolve(file), root.resolve("in-progress").resolve(file));
        }
        stores.get(0).jdbc().update("UPDATE job SET place = '" + Place.IN_PROGRESS + "'", Map.of());
    }
}
