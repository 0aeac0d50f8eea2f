package io.reeldrop.sandbox.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.job.Databases;
import io.reeldrop.job.Job;
import io.reeldrop.job.Node;
import io.reeldrop.job.Nodes;
import io.reeldrop.job.Sample;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may claim a video that lies in another node's spool, and when: the claims as the routes run them. */
class SpooledTest {

    private static final int BEAT_MS = 5_000;

    @TempDir
    Path home;

    private Sample sample;
    private Nodes mine;
    private Nodes others;

    @AfterEach
    void close() {
        sample.close();
    }

    @Test
    void a_node_is_not_gone_because_nobody_could_be_heard_while_the_store_was_away() {
        open(Databases.POSTGRESQL);
        beat(14, mine, others);
        sample.clock.forward(100_000);
        assertThat(claimed()).isEmpty();
        beat(1, mine);
        assertThat(claimed()).isEmpty();
        beat(1, mine, others);
        beat(14, mine, others);
        assertThat(claimed()).isEmpty();
        beat(13, mine);
        assertThat(claimed()).containsExactlyInAnyOrder("part", "whole");
    }

    @Test
    void a_node_that_was_just_started_waits_a_minute_before_it_calls_another_one_gone() {
        open(Databases.POSTGRESQL);
        sample.clock.forward(3_600_000);
        mine.enter();
        assertThat(claimed()).isEmpty();
        beat(11, mine);
        assertThat(claimed()).isEmpty();
        beat(2, mine);
        assertThat(claimed()).containsExactlyInAnyOrder("part", "whole");
    }

    @Test
    void where_only_one_node_may_be_what_it_spooled_under_another_name_is_its_own() {
        open(Databases.SQLITE);
        assertThat(claimed()).containsExactlyInAnyOrder("part", "whole");
    }

    /** One job whose video lies in part with another node, and one whose video lies there whole. */
    private void open(Databases database) {
        sample = new Sample(database, home, 1_795_000_000_000L);
        Node other = new Node("other", sample.clock, ZoneOffset.UTC);
        mine = new Nodes(sample.store, sample.node);
        others = new Nodes(sample.store, other);
        mine.enter();
        others.enter();
        sample.steps.partlyFetched(sample.delivering("part"), "e", "cut", 0);
        sample.steps.fetched(sample.delivering("whole"), 9, "ab");
        sample.store.jdbc().update("UPDATE job SET spooled_by = 'other', due_at = 0", Map.of());
        others.beat();
    }

    private void beat(int times, Nodes... nodes) {
        for (int i = 0; i < times; i++) {
            sample.clock.forward(BEAT_MS);
            List.of(nodes).forEach(Nodes::beat);
        }
    }

    private List<String> claimed() {
        Map<String, Object> beans = Map.of("node_now", sample.node.now(), "node_name", sample.node.name(),
                "nodes_goneBefore", mine.goneBefore(), "fetchWorkers_free", 9, "disk_spools", 9, "deliverWorkers_free", 9);
        List<Job> jobs = new ArrayList<>(ClaimsBenchmark.Claim.of(sample.store, "claim-fetch").claim(beans));
        jobs.addAll(ClaimsBenchmark.Claim.of(sample.store, "claim-deliver").claim(beans));
        return jobs.stream().map(Job::name).toList();
    }
}
