package io.reeldrop.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.reeldrop.job.PostgresServer;
import io.reeldrop.job.Rejected;
import io.reeldrop.job.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The password of the store is changed, in the database and in its file, while a node runs. */
class StorePasswordTest {

    @TempDir
    Path home;

    @Test
    void each_new_connection_takes_the_password_that_its_file_holds_then() throws Exception {
        Path file = Files.writeString(home.resolve("password"), "first\n");
        try (PostgresServer server = new PostgresServer(home.resolve("postgres"))) {
            execute(server, "CREATE ROLE node LOGIN PASSWORD 'first'");
            execute(server, "GRANT ALL ON SCHEMA public TO node");
            // The server of the tests asks nobody for a password by itself.
            server.stop();
            Path rules = home.resolve("postgres/pg_hba.conf");
            Files.writeString(rules, "host all node all scram-sha-256\n" + Files.readString(rules));
            server.start();
            Settings settings = Settings.load(home, Map.of(), Map.of("reeldrop.store.url", server.url(), "reeldrop.store.user", "node",
                    "reeldrop.store.password-file", file.toString()));
            try (Store store = settings.store()) {
                execute(server, "ALTER ROLE node PASSWORD 'second'");
                Files.writeString(file, "second\n");
                store.dataSource().unwrap(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
                assertThat(store.jdbc().queryForObject("SELECT current_user", Map.of(), String.class)).isEqualTo("node");
            }
            Files.writeString(file, "wrong\n");
            assertThatThrownBy(settings::store).describedAs("the server does ask").isInstanceOf(Rejected.class)
                    .hasMessageContaining("password");
        }
    }

    private static void execute(PostgresServer server, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(server.url(), server.user(), ""); var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
