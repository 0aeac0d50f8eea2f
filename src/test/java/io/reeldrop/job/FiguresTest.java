package io.reeldrop.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.job.Figures.Group;
import io.reeldrop.job.Figures.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FiguresTest {

    @TempDir
    Path home;

    @ParameterizedTest
    @EnumSource
    void what_is_under_way_is_counted_by_state_and_what_has_ended_by_how_often(Databases database) {
        try (Sample sample = new Sample(database, home, 1_795_000_000_000L)) {
            sample.waiting("wait-1");
            sample.waiting("wait-2");
            sample.rendering("render");
            sample.delivering("deliver");
            sample.delivered("done-1");
            sample.delivered("done-2");
            sample.failed("failed");
            sample.rejected("rejected");
            sample.inDoubt("doubt");
            Job undelivered = sample.undelivered("lost");
            new Orders(sample.store, sample.node).goOn(undelivered, false);
            List<Group> groups = Figures.read(sample.store, sample.node).groups();
            assertThat(counted(groups, Kind.OPEN)).containsOnly(Map.entry("WAITING", 2L), Map.entry("RENDERING", 2L),
                    Map.entry("DELIVERING", 1L), Map.entry("IN_DOUBT", 1L));
            assertThat(counted(groups, Kind.ENDED)).containsOnly(Map.entry("DELIVERED", 2L), Map.entry("FAILED", 1L),
                    Map.entry("REJECTED", 1L), Map.entry("IN_DOUBT", 1L), Map.entry("UNDELIVERED", 1L));
            assertThat(groups).allMatch(group -> group.kind() == Kind.LATE || "press".equals(group.watch()))
                    .allMatch(group -> group.account().equals("acme"));
            assertThat(sample.jobs.counts("press")).isEqualTo(Map.of("WAITING", 2L, "RENDERING", 2L, "DELIVERING", 1L,
                    "IN_DOUBT", 1L, "DELIVERED", 2L, "FAILED", 1L, "REJECTED", 1L));
            assertThat(sample.jobs.beingMade("press", 10)).extracting(Job::stem).containsExactly("render", "deliver", "lost");
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_was_forgotten_stays_counted(Databases database) {
        try (Sample sample = new Sample(database, home, 1_795_000_000_000L)) {
            sample.delivered("old");
            sample.inDoubt("doubt");
            sample.clock.forward(91L * 86_400_000);
            sample.delivered("new");
            new Upkeep(sample.store, sample.node, 4, 90, 86_400_000, jobs -> { }).prune();
            assertThat(sample.jobs.list("1 = 1", Map.of(), 10)).extracting(Job::stem).containsExactly("doubt", "new");
            assertThat(counted(Figures.read(sample.store, sample.node).groups(), Kind.ENDED)).containsEntry("DELIVERED", 2L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ages_run_from_the_drop_while_it_waits_and_from_the_end_that_needs_a_person(Databases database) {
        try (Sample sample = new Sample(database, home, 1_795_000_000_000L)) {
            sample.accept("wait", "wait");
            long accepted = sample.clock.millis();
            sample.clock.forward(60_000);
            sample.steps.taken(sample.job("wait"));
            sample.inDoubt("doubt");
            long doubted = sample.clock.millis();
            sample.clock.forward(600_000);
            new Upkeep(sample.store, sample.node, 4, 90, 86_400_000, jobs -> { }).explain();
            List<Group> groups = Figures.read(sample.store, sample.node).groups();
            assertThat(groups).contains(new Group(Kind.WAITS, "WAITING", "press", "acme", "turn", 1, accepted),
                    new Group(Kind.OLDEST, "IN_DOUBT", "press", "acme", null, 1, doubted));
        }
    }

    @ParameterizedTest
    @EnumSource
    void waits_go_by_their_reason_without_the_name_in_it(Databases database) {
        try (Sample sample = new Sample(database, home, 1_795_000_000_000L)) {
            sample.waiting("one");
            sample.waiting("two");
            sample.ledger.pauseByHand("watch", "press", "holiday");
            new Upkeep(sample.store, sample.node, 4, 90, 86_400_000, jobs -> { }).explain();
            assertThat(Figures.read(sample.store, sample.node).groups()).filteredOn(group -> group.kind() == Kind.WAITS)
                    .singleElement().satisfies(group -> assertThat(group.reason()).isEqualTo("pause"))
                    .satisfies(group -> assertThat(group.jobs()).isEqualTo(2));
        }
    }

    @ParameterizedTest
    @EnumSource
    void polls_are_late_a_second_after_they_were_due_but_not_while_they_are_held_back(Databases database) {
        try (Sample sample = new Sample(database, home, 1_795_000_000_000L)) {
            long due = sample.rendering("cat").dueAt();
            sample.clock.forward(due - sample.clock.millis() + 1000);
            assertThat(late(sample)).isEmpty();
            sample.clock.forward(1);
            assertThat(late(sample)).containsExactly(new Group(Kind.LATE, null, null, "acme", null, 1, due));
            sample.ledger.quiet("acme", "401", null);
            assertThat(late(sample)).isEmpty();
        }
    }

    @Test
    void nothing_reads_the_whole_table() {
        try (Sample sample = new Sample(Databases.SQLITE, home, 1_795_000_000_000L)) {
            List<String> plan = sample.store.jdbc().query("EXPLAIN QUERY PLAN " + Figures.COUNT, Map.of("now", 1, "late", 1),
                    (row, n) -> row.getString("detail"));
            assertThat(plan).anyMatch(line -> line.contains("COVERING INDEX job_due"))
                    .anyMatch(line -> line.contains("COVERING INDEX job_waiting"))
                    .noneMatch(line -> line.startsWith("SCAN job") || line.startsWith("SCAN j "));
        }
    }

    private static List<Group> late(Sample sample) {
        return Figures.read(sample.store, sample.node).groups().stream().filter(group -> group.kind() == Kind.LATE).toList();
    }

    private static Map<String, Long> counted(List<Group> groups, Kind kind) {
        return groups.stream().filter(group -> group.kind() == kind)
                .collect(Collectors.toMap(Group::state, Group::jobs, Long::sum));
    }
}
