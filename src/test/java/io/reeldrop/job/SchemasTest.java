package io.reeldrop.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two schemas are one: what one kind of store holds, the other can. */
class SchemasTest {

    @Test
    void both_have_the_same_tables_columns_and_versions(@TempDir Path home) {
        try (Store sqlite = Databases.SQLITE.open(home); Store postgres = Databases.POSTGRESQL.open(home)) {
            Map<String, TreeSet<String>> one = columns(sqlite, "SELECT m.name AS tab, c.name AS col, c.\"notnull\" OR c.pk > 0 AS"
                    + " needed FROM sqlite_master m"
                    + " JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name <>"
                            + " 'flyway_schema_history'");
            Map<String, TreeSet<String>> other = columns(postgres, "SELECT table_name AS tab, column_name AS col, CASE is_nullable"
                    + " WHEN 'NO' THEN 1 ELSE 0 END AS needed"
                    + " FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'flyway_schema_history'");
            assertThat(one).isEqualTo(other).containsKeys("job", "job_event", "account", "watch", "bookmark");
            assertThat(versions(sqlite)).isEqualTo(versions(postgres)).isNotEmpty();
        }
    }

    private static Map<String, TreeSet<String>> columns(Store store, String query) {
        Map<String, TreeSet<String>> columns = new TreeMap<>();
        store.jdbc().query(query, Map.of(), row -> {
            columns.computeIfAbsent(row.getString("tab"), t -> new TreeSet<>()).add(row.getString("col")
                    + (row.getInt("needed") == 1 ? " not null" : ""));
        });
        return columns;
    }

    private static List<String> versions(Store store) {
        return store.jdbc().queryForList("SELECT version FROM flyway_schema_history ORDER BY installed_rank", Map.of(), String.class);
    }
}
