package io.reeldrop.sandbox.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeldrop.console.Rig;
import io.reeldrop.job.Databases;
import io.reeldrop.job.Job;
import io.reeldrop.job.Node;
import io.reeldrop.job.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimsBenchmarkTest {

    @TempDir
    Path home;

    @Test
    void each_step_is_measured_on_both_databases_and_nothing_is_left_behind() throws Exception {
        Rig rig = new Rig(home);
        List<String> steps = List.of("submit", "poll", "end", "deliver");
        assertThat(rig.run("benchmark", "claims", "--rows", "400", "--jobs", "20", "--polls", "40", "--turns", "1", "--workers", "2"))
                .as(rig.out + rig.err).isZero();
        assertThat(rig.out).contains("SQLite, 400 jobs");
        assertThat(steps).allSatisfy(step -> assertThat(rig.out.lines()).anyMatch(line -> line.matches(step + " +2 +[1-9]\\d* \\(.*")));

        String url = Databases.postgres();
        assertThat(rig.run("benchmark", "claims", "--rows", "400", "--jobs", "20", "--polls", "40", "--turns", "1", "--workers", "2",
                "--url", url, "--user", "postgres"))
                .as(rig.out + rig.err).isZero();
        assertThat(rig.out).contains("PostgreSQL, 400 jobs");
        assertThat(steps).allSatisfy(step -> assertThat(rig.out.lines()).anyMatch(line -> line.matches(step + " +2 +[1-9]\\d* \\(.*")));
        try (var connection = DriverManager.getConnection(url, "postgres", ""); var statement = connection.createStatement();
                var schemas = statement.executeQuery("SELECT 1 FROM pg_namespace WHERE nspname = 'reeldrop_benchmark'")) {
            assertThat(schemas.next()).isFalse();
        }
    }

    @Test
    void what_a_killed_run_left_is_told_with_its_remedy_and_without_what_stands_behind_the_question_mark() throws Exception {
        String url = Databases.postgres() + "&password=hidden";
        try (var connection = DriverManager.getConnection(url); var statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA reeldrop_benchmark");
        }
        Rig rig = new Rig(home);
        assertThat(rig.run("benchmark", "claims", "--url", url, "--user", "postgres")).isNotZero();
        assertThat(rig.out + rig.err).contains("DROP SCHEMA reeldrop_benchmark CASCADE").doesNotContain("hidden");
    }

    @Test
    void the_table_is_one_that_the_claims_find_their_jobs_in() throws Exception {
        try (Store store = Store.open("jdbc:sqlite:" + home.resolve("x.db"))) {
            Node node = new Node("node", Clock.systemUTC(), ZoneOffset.UTC);
            new Crowd(store, node).fill(1_000);
            assertThat(store.jdbc().queryForObject("SELECT count(*) FROM job", Map.of(), Integer.class)).isEqualTo(1_000);
            assertThat(store.jdbc().queryForList(
                    "SELECT sum(in_flight) FROM account UNION ALL SELECT sum(slot) FROM job", Map.of(), Integer.class))
                    .containsOnly(51);
            Map<String, Object> beans = new HashMap<>(Map.of("node_now", node.now(), "node_name", "node", "node_today", node.today(),
                    "steps_doubts", 4, "disk_room", 1_000, "receipts_room", 1_000, "submitWorkers_free", 32, "pollWorkers_free", 384,
                    "polling_underWay", "[]"));
            assertThat(ClaimsBenchmark.Claim.of(store, "claim-submit").claim(beans)).hasSize(16)
                    .extracting(Job::account).doesNotContainNull();
            assertThat(ClaimsBenchmark.Claim.of(store, "claim-poll").claim(beans)).hasSize(50);
            assertThatThrownBy(() -> ClaimsBenchmark.Claim.of(store, "claim-take").claim(beans)).hasMessageContaining("takeWorkers_free");
        }
    }

    @Test
    void the_claim_of_the_submits_reads_the_oldest_of_each_watch_by_their_own_index() throws IOException {
        try (Store store = Store.open("jdbc:sqlite:" + home.resolve("x.db"))) {
            assertThat(plan(store, "claim-submit")).anyMatch(line -> line.contains("INDEX job_waiting (account=? AND watch=?)"));
            assertThat(plan(store, "claim-poll")).anyMatch(line -> line.contains("INDEX job_due (state=? AND due_at<?)"));
        }
    }

    private static List<String> plan(Store store, String claim) throws IOException {
        try (var in = ClaimsBenchmarkTest.class.getResourceAsStream("/sql/sqlite/" + claim + ".sql")) {
            String sql = new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll(":#\\$\\{[^}]*}", "1");
            return store.jdbc().query("EXPLAIN QUERY PLAN " + sql, (row, n) -> row.getString("detail"));
        }
    }
}
