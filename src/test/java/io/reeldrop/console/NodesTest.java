package io.reeldrop.console;

import static io.reeldrop.pipeline.Bench.SIDECAR;
import static io.reeldrop.pipeline.Bench.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.console.pipeline.Pipeline;
import io.reeldrop.job.Databases;
import io.reeldrop.job.Job;
import io.reeldrop.job.Jobs;
import io.reeldrop.job.Node;
import io.reeldrop.job.State;
import io.reeldrop.job.Workers;
import io.reeldrop.pipeline.Bench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes of one home on one PostgreSQL store, and what the commands tell of them. */
class NodesTest {

    private static final int DROPS = 60;

    @TempDir
    Path home;
    @TempDir
    Path elsewhere;

    @Test
    void two_nodes_share_the_drops_of_one_folder_and_one_of_them_looks() throws Exception {
        try (Bench bench = shared().start(); Pipeline second = bench.another()) {
            for (int i = 0; i < DROPS; i++) {
                bench.drop("d" + i, SIDECAR);
            }
            bench.untilEnded(DROPS);
            assertThat(bench.states()).isEqualTo(Map.of(State.DELIVERED, (long) DROPS));
            assertThat(bench.sandbox().report().tasksCreated()).isEqualTo(DROPS);
            assertThat(bench.sandbox().report().bodiesSeenTwice()).isZero();
            assertThat(second.store().jdbc().queryForList(
                    "SELECT DISTINCT node FROM job_event WHERE node IS NOT NULL", Map.of(), String.class))
                    .containsExactlyInAnyOrder(name(bench.pipeline()), name(second));
            assertThat(second.store().jdbc().queryForList("SELECT DISTINCT node FROM duty", Map.of(), String.class)).hasSizeBetween(1, 2);
        }
    }

    @Test
    void a_spooled_video_stays_with_its_node_until_that_one_is_gone() throws Exception {
        Rig rig = new Rig(elsewhere);
        try (Bench bench = shared().start()) {
            Path out = spooled(bench);
            String first = name(bench.pipeline());
            try (Pipeline second = bench.another()) {
                // Either may be the quicker one: once would tell nothing.
                for (int i = 0; i < 8; i++) {
                    int tries = bench.job("one").tries();
                    due(bench.pipeline());
                    eventually().until(() -> bench.job("one").tries() > tries);
                }
                assertThat(bench.job("one").text("spooled_by")).isEqualTo(first);
                assertThat(bench.sandbox().report().downloads()).isEqualTo(1);
                tell(rig, bench, first, name(second));
                Job before = bench.job("one");
                bench.stop();
                Files.delete(out);
                // A minute cannot be waited for, and the database's clock not be moved.
                second.store().jdbc().update("DELETE FROM node WHERE name = :first", Map.of("first", first));
                assertThat(rig.run(on(bench, "nodes"))).isZero();
                assertThat(rig.out).doesNotContain(first).contains(name(second));
                due(second);
                eventually().until(() -> Files.exists(out.resolve("one.mp4")));
                eventually().until(() -> job(second, before).state() == State.DELIVERED);
                assertThat(bench.sandbox().report().downloads()).isEqualTo(2);
                assertThat(bench.sandbox().report().tasksCreated()).isEqualTo(1);
            }
        }
    }

    @Test
    void a_spooled_video_waits_for_its_node_to_be_started_again() throws Exception {
        Rig rig = new Rig(elsewhere);
        try (Bench bench = shared().start()) {
            Path out = spooled(bench);
            String first = name(bench.pipeline());
            Job before = bench.job("one");
            try (Pipeline second = bench.another()) {
                bench.stop();
                Files.delete(out);
                assertThat(rig.run(on(bench, "nodes"))).isZero();
                assertThat(rig.out).contains(first, name(second)).doesNotContain("gone since");
                due(second);
                Workers workers = second.context().getRegistry().lookupByNameAndType("deliverWorkers", Workers.class);
                long asked = workers.asked();
                eventually().until(() -> workers.asked() > asked + 2);
                assertThat(job(second, before).state()).isEqualTo(State.DELIVERING);
                assertThat(job(second, before).text("spooled_by")).isEqualTo(first);
                bench.start();
                assertThat(name(bench.pipeline())).isEqualTo(first);
                eventually().until(() -> job(second, before).state() == State.DELIVERED);
                assertThat(bench.sandbox().report().downloads()).isEqualTo(1);
            }
        }
    }

    /** Makes a video that lies in the spool, because a file lies where its folder should be. */
    private Path spooled(Bench bench) throws IOException {
        Path out = home.resolve("watch/out");
        Files.deleteIfExists(out);
        Files.writeString(out, "a file where the folder should be");
        bench.drop("one", SIDECAR);
        eventually().until(() -> bench.job("one") != null && bench.job("one").tries() > 0 && bench.job("one").state() == State.DELIVERING);
        return out;
    }

    /** The database's clock counts, and that cannot be moved. */
    private static void due(Pipeline node) {
        node.store().jdbc().update("UPDATE job SET due_at = 0 WHERE claimed_by IS NULL", Map.of());
    }

    private void tell(Rig rig, Bench bench, String first, String second) {
        assertThat(rig.run(on(bench, "nodes"))).isZero();
        assertThat(rig.out).contains(first, second, "SPOOLED").doesNotContain("gone since");
        assertThat(rig.run(on(bench, "jobs"))).isZero();
        assertThat(rig.out).containsPattern("NODE\\s").contains(first);
        assertThat(rig.run(on(bench, "show", "one"))).isZero();
        assertThat(rig.out).containsPattern("WAITING .*" + first);
    }

    private Bench shared() throws IOException {
        return new Bench(home, Bench.QUICK).set("reeldrop.store.url", Databases.postgres()).set("reeldrop.store.user", "postgres")
                .set("reeldrop.submit.workers", "1");
    }

    private String[] on(Bench bench, String... words) {
        String[] all = Arrays.copyOf(words, words.length + 6);
        System.arraycopy(new String[] {"--home", home.toString(), "--set", "reeldrop.store.url=" + bench.get("reeldrop.store.url"), "--set",
            "reeldrop.store.user=postgres"}, 0, all, words.length, 6);
        return all;
    }

    private static Job job(Pipeline node, Job job) {
        return Bench.bean(node, Jobs.class).find(job.id()).orElseThrow();
    }

    private static String name(Pipeline node) {
        return Bench.bean(node, Node.class).name();
    }
}
