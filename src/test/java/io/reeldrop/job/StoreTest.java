package io.reeldrop.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.NativeLibraryNotFoundException;

class StoreTest {

    @TempDir
    Path home;

    @Test
    void every_connection_makes_each_commit_durable() throws SQLException {
        try (Store store = Store.open(url())) {
            List<Connection> connections = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                connections.add(store.dataSource().getConnection());
            }
            for (Connection connection : connections) {
                assertThat(pragma(connection, "journal_mode")).isEqualTo("wal");
                assertThat(pragma(connection, "synchronous")).describedAs("FULL").isEqualTo("2");
                assertThat(pragma(connection, "foreign_keys")).isEqualTo("1");
                assertThat(pragma(connection, "busy_timeout")).isEqualTo("30000");
                connection.close();
            }
        }
    }

    @Test
    void only_one_runs_on_it_and_the_next_may_when_that_one_is_gone() {
        try (Store second = Store.open(url())) {
            try (Store first = Store.open(url())) {
                first.lock();
                assertThatThrownBy(second::lock).isInstanceOf(Rejected.class)
                        .hasMessageContaining("another process already runs jobs on " + Store.file(url()));
            }
            second.lock();
        }
    }

    @Test
    void the_folder_is_made_and_what_was_stored_is_there_again() {
        try (Sample sample = new Sample(home, 1_795_000_000_000L)) {
            sample.rendering("cat");
        }
        try (Store store = Store.open(url())) {
            assertThat(store.jdbc().queryForObject("SELECT task_id FROM job", Map.of(), String.class)).isEqualTo("task-1");
        }
    }

    @Test
    void another_kind_of_url_and_a_file_that_is_no_store_are_told_with_the_setting() throws Exception {
        assertThatThrownBy(() -> Store.open("jdbc:h2:mem:x")).isInstanceOf(Rejected.class).hasMessageContaining("reeldrop.store.url");
        assertThatThrownBy(() -> Store.open("jdbc:sqlite:")).isInstanceOf(Rejected.class).hasMessageContaining("is no store");
        Files.createDirectories(home.resolve("data"));
        Files.writeString(home.resolve("data/reeldrop.db"), "a text of somebody's that only looks like a store by its name; ".repeat(40));
        assertThatThrownBy(() -> Store.open(url())).isInstanceOf(Rejected.class).hasMessageContaining("cannot be opened");
        assertThat(home.resolve("data/reeldrop.db")).content().startsWith("a text of somebody's");
    }

    @Test
    void a_driver_that_cannot_be_unpacked_is_told_of_its_folder_and_not_of_the_stores() {
        Throwable fault = new IllegalStateException("pool",
                new SQLException("Error opening connection", new NativeLibraryNotFoundException("No native library found")));
        assertThat(SqliteFile.problem("reeldrop.store.url", home, fault, "No native library found").toString())
                .contains(System.getProperty("java.io.tmpdir"), "noexec", "-Dorg.sqlite.tmpdir=", "No native library found")
                .doesNotContain("reeldrop.store.url");
    }

    @Test
    void a_password_in_the_url_is_not_shown() {
        assertThat(Store.shown("jdbc:postgresql://db.example/reeldrop?user=me&password=hidden"))
                .isEqualTo("jdbc:postgresql://db.example/reeldrop?…");
        assertThat(Store.shown("jdbc:postgresql://db.example/reeldrop")).isEqualTo("jdbc:postgresql://db.example/reeldrop");
    }

    @Test
    void an_older_store_is_copied_before_its_schema_is_changed() throws SQLException {
        olderStore();
        try (Store store = Store.open(url())) {
            assertThat(store.jdbc().queryForObject("SELECT count(*) FROM job", Map.of(), Long.class)).isZero();
        }
        try (Connection copy = DriverManager.getConnection(url() + ".before-0.bak"); Statement statement = copy.createStatement();
                ResultSet rows = statement.executeQuery("SELECT what, (SELECT count(*) FROM sqlite_master WHERE name = 'job') FROM kept")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("paid");
            assertThat(rows.getInt(2)).describedAs("copied before the migration").isZero();
        }
    }

    @Test
    void without_room_for_the_copy_the_schema_is_left_alone() throws Exception {
        olderStore();
        Files.createDirectories(home.resolve("data/reeldrop.db.before-0.bak/in-the-way"));
        assertThatThrownBy(() -> Store.open(url())).isInstanceOf(Rejected.class).hasMessageContaining("cannot be opened");
        try (Connection store = DriverManager.getConnection(url()); Statement statement = store.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM sqlite_master WHERE name = 'job'")) {
            assertThat(rows.getInt(1)).isZero();
        }
    }

    @Test
    void its_tables_are_made_whatever_the_threads_class_loader_sees() {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try (Store other = Store.open("jdbc:sqlite:" + home.resolve("other.db"))) {
            assertThat(other.jdbc().queryForObject("SELECT count(*) FROM job", Map.of(), Long.class)).isZero();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void a_store_of_today_is_not_copied() throws Exception {
        Store.open(url()).close();
        Store.open(url()).close();
        try (var files = Files.list(home.resolve("data"))) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".bak"));
        }
    }

    /** One that knows versions, but none of those that there are. */
    private void olderStore() throws SQLException {
        home.resolve("data").toFile().mkdirs();
        Flyway.configure().dataSource(url(), null, null).baselineVersion("0").load().baseline();
        try (Connection connection = DriverManager.getConnection(url()); Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE kept (what TEXT)");
            statement.execute("INSERT INTO kept VALUES ('paid')");
        }
    }

    private String url() {
        return "jdbc:sqlite:" + home.resolve("data/reeldrop.db");
    }

    private static String pragma(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery("PRAGMA " + name)) {
            return row.getString(1);
        }
    }
}
