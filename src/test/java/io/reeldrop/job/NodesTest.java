package io.reeldrop.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on one PostgreSQL store. */
class NodesTest {

    @TempDir
    Path home;

    private Sample sample;
    private Node other;

    @BeforeEach
    void open() {
        sample = new Sample(Databases.POSTGRESQL, home, 1_795_000_000_000L);
        other = new Node("other", sample.clock, ZoneOffset.UTC);
        new Nodes(sample.store, sample.node).enter();
        new Nodes(sample.store, other).enter();
    }

    @AfterEach
    void close() {
        sample.close();
    }

    @Test
    void a_seat_keeps_its_name_for_whoever_comes_after_and_is_never_shared() {
        String first;
        try (Seat one = Seat.take(home.resolve("spool")); Seat two = Seat.take(home.resolve("spool"))) {
            first = one.node();
            assertThat(two.node()).isNotEqualTo(first);
            assertThat(two.folder()).isNotEqualTo(one.folder()).isEmptyDirectory();
        }
        try (Seat again = Seat.take(home.resolve("spool"))) {
            assertThat(again.node()).isEqualTo(first);
        }
    }

    @Test
    void a_seat_on_a_copied_disk_gets_a_name_of_its_own() throws Exception {
        Files.createDirectories(home.resolve("spool"));
        Files.writeString(home.resolve("spool/1.node"), "elsewhere-abcd");
        try (Seat seat = Seat.take(home.resolve("spool"))) {
            assertThat(seat.node()).isNotEqualTo("elsewhere-abcd");
            assertThat(Files.readString(home.resolve("spool/1.node"))).isEqualTo(seat.node());
        }
    }

    @Test
    void a_seat_that_was_copied_from_a_host_whose_name_begins_alike_gets_a_name_of_its_own() throws Exception {
        String name;
        try (Seat seat = Seat.take(home.resolve("spool"))) {
            name = seat.node();
        }
        String host = name.substring(0, name.lastIndexOf('-'));
        Files.writeString(home.resolve("spool/1.node"), host + "-2-abcd");
        try (Seat seat = Seat.take(home.resolve("spool"))) {
            assertThat(seat.node()).isNotEqualTo(host + "-2-abcd").startsWith(host + "-").hasSameSizeAs(name);
        }
    }

    @Test
    void a_node_that_starts_again_takes_over_what_it_held_and_nothing_of_another() {
        taking("mine", sample.node);
        taking("others", other);
        sample.submitting("posted");
        sample.store.jdbc().update("UPDATE job SET claimed_by = 'run' WHERE name = 'posted'", Map.of());
        sample.submitting("others-post");
        sample.store.jdbc().update("UPDATE job SET claimed_by = 'other' WHERE name = 'others-post'", Map.of());
        new Nodes(sample.store, sample.node).enter();
        assertThat(sample.job("mine").text("claimed_by")).isNull();
        assertThat(sample.job("mine").dueAt()).isEqualTo(sample.node.now());
        assertThat(sample.job("others").text("claimed_by")).isEqualTo("other");
        assertThat(sample.job("posted").state()).isEqualTo(State.IN_DOUBT);
        assertThat(sample.job("others-post").state()).isEqualTo(State.SUBMITTING);
    }

    @Test
    void a_node_that_stops_hands_over_what_it_held_but_no_post() {
        taking("mine", sample.node);
        sample.submitting("posted");
        sample.store.jdbc().update("UPDATE job SET claimed_by = 'run' WHERE name = 'posted'", Map.of());
        Duties duties = new Duties(sample.store, sample.node);
        assertThat(duties.mine("upkeep")).isTrue();
        new Nodes(sample.store, sample.node).leave();
        assertThat(sample.job("mine").text("claimed_by")).isNull();
        assertThat(sample.job("posted").state()).isEqualTo(State.SUBMITTING);
        assertThat(new Duties(sample.store, other).mine("upkeep")).isTrue();
        assertThat(new Nodes(sample.store, other).all()).extracting(node -> node.get("name")).containsExactly("other");
    }

    @Test
    void a_node_that_stops_stays_known_while_videos_lie_with_it() {
        sample.steps.partlyFetched(sample.delivering("cat"), "e", "cut", 0);
        assertThat(sample.job("cat").text("spooled_by")).isEqualTo("run");
        Nodes nodes = new Nodes(sample.store, sample.node);
        nodes.leave();
        assertThat(nodes.all()).extracting(node -> node.get("name")).containsExactly("other", "run");
        nodes.enter();
        assertThat(nodes.all()).extracting(node -> node.get("seen_at")).contains(sample.node.now());
        sample.steps.undelivered(sample.job("cat"), "given up");
        nodes.leave();
        assertThat(nodes.all()).extracting(node -> node.get("name")).containsExactly("other");
    }

    @Test
    void a_duty_is_one_nodes_until_its_lease_has_run_out() {
        Duties mine = new Duties(sample.store, sample.node);
        Duties others = new Duties(sample.store, other);
        assertThat(mine.mine("look at press")).isTrue();
        assertThat(others.mine("look at press")).isFalse();
        assertThat(others.mine("look at other")).isTrue();
        sample.clock.forward(20_000);
        assertThat(mine.mine("look at press")).isTrue();
        sample.clock.forward(20_000);
        assertThat(others.mine("look at press")).isFalse();
        sample.clock.forward(10_001);
        assertThat(others.mine("look at press")).isTrue();
        assertThat(mine.mine("look at press")).isFalse();
    }

    @Test
    void the_timeline_says_which_node_did_each_step_and_leaves_out_a_persons_order() {
        taking("cat", other);
        sample.steps.taken(sample.job("cat"));
        new Orders(sample.store, sample.node).end(sample.job("cat"), "not wanted");
        assertThat(sample.jobs.events(sample.job("cat").id())).extracting(event -> event.get("state") + " " + event.get("node"))
                .containsExactly("TAKING null", "WAITING other", "CANCELLED null");
    }

    @Test
    void an_answer_counts_also_when_another_node_has_asked_again_meanwhile() {
        Job asked = sample.rendering("cat");
        sample.clock.forward(60_000);
        // As the claim of the polls does it.
        sample.store.jdbc().update("UPDATE job SET claimed_by = 'other', claimed_at = :now, due_at = :now + 5500 WHERE name = 'cat'",
                Map.of("now", sample.node.now()));
        sample.steps.rendered(asked, "http://127.0.0.1/video", null);
        assertThat(sample.job("cat").state()).isEqualTo(State.DELIVERING);
    }

    private void taking(String name, Node by) {
        sample.accept(name, name);
        sample.store.jdbc().update("UPDATE job SET claimed_by = :node, due_at = :later WHERE name = :name",
                Map.of("node", by.name(), "later", sample.node.now() + 60_000, "name", name));
    }
}
