package io.reeldrop.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.reeldrop.job.Postgres.Limits;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.util.PSQLException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Rows that somebody has and does not give back, and statements that take too long: nobody waits for them for ever, on no side. */
class LimitsTest {

    private static final String LOCK = "SELECT 1 FROM account FOR UPDATE";

    @TempDir
    Path home;
    private String url;

    @BeforeEach
    void database() {
        url = Databases.postgres();
    }

    @Test
    void rows_that_another_keeps_are_waited_for_in_vain_and_no_session_is_left_behind() throws SQLException {
        try (Sample sample = sample(new Limits(60_000, 100, 20_000)); Connection other = DriverManager.getConnection(url, "postgres", "")) {
            Job waits = sample.waiting("waits");
            Job bought = sample.submitting("bought");
            lock(other);
            isRepeated(() -> sample.steps.intend(waits), "55P03");
            isRepeated(() -> sample.steps.accepted(bought, "task-1", null), "55P03");
            try (var statement = other.createStatement(); var row = statement.executeQuery(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")) {
                row.next();
                assertThat(row.getInt(1)).describedAs("sessions that still wait").isZero();
            }
            other.rollback();
            assertThat(sample.steps.intend(waits)).isNotNull();
            assertThat(sample.steps.accepted(bought, "task-1", null)).isTrue();
        }
    }

    @Test
    void a_node_that_vanishes_inside_of_a_transaction_keeps_its_rows_only_for_a_while() throws SQLException {
        try (Store gone = store(new Limits(100, 20_000, 20_000)); Connection vanished = gone.dataSource().getConnection();
                Sample sample = sample(Limits.USUAL)) {
            Job job = sample.waiting("cat");
            lock(vanished);
            assertThat(sample.steps.intend(job)).isNotNull();
            isRepeated(() -> new JdbcTemplate(new SingleConnectionDataSource(vanished, true)).execute(LOCK), "25P03");
        }
    }

    @Test
    void a_statement_that_takes_too_long_is_ended_by_the_server() {
        try (Store store = store(new Limits(60_000, 60_000, 100))) {
            isRepeated(() -> store.jdbc().queryForList("SELECT pg_sleep(600)", Map.of()), "57014");
        }
    }

    @Test
    void the_server_gives_up_before_the_driver_does() {
        try (Store store = Store.open(url, "postgres", "")) {
            assertThat(limits(store.jdbc().getJdbcTemplate())).containsExactly("15s", "20s", "25s", "15", "5", "3");
        }
    }

    @Test
    void what_the_server_limits_more_strictly_by_itself_stays() throws SQLException {
        try (Connection own = DriverManager.getConnection(url, "postgres", ""); var statement = own.createStatement()) {
            statement.execute("ALTER DATABASE " + own.getCatalog() + " SET lock_timeout = '3s'");
        }
        try (Store store = Store.open(url, "postgres", "")) {
            assertThat(store.jdbc().queryForObject("SHOW lock_timeout", Map.of(), String.class)).isEqualTo("3s");
            assertThat(store.jdbc().queryForObject("SHOW statement_timeout", Map.of(), String.class)).isEqualTo("25s");
        }
    }

    @Test
    void what_may_take_minutes_has_no_limits_and_is_as_durable() throws SQLException {
        try (Connection own = DriverManager.getConnection(url, "postgres", ""); var statement = own.createStatement()) {
            statement.execute("ALTER DATABASE " + own.getCatalog() + " SET synchronous_commit = 'off'");
        }
        // No statement of the schema's would come to its end within a millisecond.
        try (Store store = store(new Limits(1, 1, 1))) {
            store.patiently(patient -> {
                JdbcTemplate jdbc = new JdbcTemplate(patient);
                assertThat(limits(jdbc)).startsWith("0", "0", "0");
                assertThat(jdbc.queryForObject("SELECT count(*) FROM job", Integer.class)).isZero();
                assertThat(jdbc.queryForObject("SHOW synchronous_commit", String.class)).isEqualTo("on");
            });
        }
    }

    /** Fails for that SQLSTATE, and the error policy takes it for a store that is away. */
    private static void isRepeated(ThrowingCallable step, String state) {
        Throwable fault = catchThrowable(step);
        assertThat(fault).rootCause().isInstanceOf(PSQLException.class).extracting(cause -> ((PSQLException) cause).getSQLState())
                .isEqualTo(state);
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, fault);
        assertThat(new StoreFaults(null).none(exchange)).isFalse();
    }

    private static String[] limits(JdbcTemplate jdbc) {
        return new String[] {show(jdbc, "idle_in_transaction_session_timeout"), show(jdbc, "lock_timeout"), show(jdbc, "statement_timeout"),
            show(jdbc, "tcp_keepalives_idle"), show(jdbc, "tcp_keepalives_interval"), show(jdbc, "tcp_keepalives_count")};
    }

    private static String show(JdbcTemplate jdbc, String setting) {
        return jdbc.queryForObject("SHOW " + setting, String.class);
    }

    private static void lock(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute(LOCK);
        }
    }

    private Sample sample(Limits limits) {
        return new Sample(store(limits), home, 1_795_000_000_000L);
    }

    private Store store(Limits limits) {
        return new Store(new Postgres(url, "postgres", () -> "", limits));
    }
}
