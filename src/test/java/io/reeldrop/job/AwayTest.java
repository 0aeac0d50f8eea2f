package io.reeldrop.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node relies on when its PostgreSQL crashes or is away. */
class AwayTest {

    @TempDir
    Path home;

    @Test
    void a_commit_is_on_disk_also_where_the_server_would_not_wait_for_that() {
        try (Store store = Databases.POSTGRESQL.open(home)) {
            assertThat(store.jdbc().queryForObject(
                    "SELECT reset_val FROM pg_settings WHERE name = 'synchronous_commit'", Map.of(), String.class))
                    .describedAs("what this server does by itself").isEqualTo("off");
            assertThat(store.jdbc().queryForObject("SHOW synchronous_commit", Map.of(), String.class)).isEqualTo("on");
        }
    }
}
