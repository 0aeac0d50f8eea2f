package io.reeldrop.job;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** Copies all that is in an SQLite store into an empty PostgreSQL database: everything, or nothing. */
public final class Transfer {

    private static final int BATCH = 500;
    private static final int PRIME = 1_000_003;
    private static final String NOT_EMPTY = "The database is not empty, and holds something else than this store. Name an empty one";

    private final Connection from;
    private final Connection to;
    private final List<Table> tables;

    /** @param numbers whether each column holds numbers */
    private record Table(String name, Map<String, Boolean> numbers, int references) {

        List<String> columns() {
            return List.copyOf(numbers.keySet());
        }
    }

    private Transfer(Connection from, Connection to) throws SQLException {
        this.from = from;
        this.to = to;
        this.tables = tables();
    }

    /**
     * @param source which no process runs jobs on
     * @param target whose schema is that of the source
     * @return how many rows each table has; the same as before where this very copy was made already
     * @throws Stale if the target holds something else, or the copy is not the same as the source; nothing was changed then
     */
    public static Map<String, Long> copy(Store source, Store target) {
        Map<String, Long> rows = new TreeMap<>();
        target.patiently(patient -> rows.putAll(copy(source.dataSource(), patient)));
        return rows;
    }

    private static Map<String, Long> copy(DataSource source, DataSource target) {
        try (Connection from = source.getConnection(); Connection to = target.getConnection()) {
            to.setAutoCommit(false);
            try {
                Map<String, Long> rows = new Transfer(from, to).run();
                to.commit();
                return rows;
            } finally {
                // Nothing to undo after a commit.
                to.rollback();
                to.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new Stale("The copy failed, and nothing was changed: " + e.getMessage());
        }
    }

    private Map<String, Long> run() throws SQLException {
        try (Statement locks = to.createStatement()) {
            for (Table table : tables) {
                locks.execute("LOCK TABLE " + table.name() + " IN ACCESS EXCLUSIVE MODE");
            }
        }
        if (!empty()) {
            if (!sums(from).equals(sums(to))) {
                throw new Stale(NOT_EMPTY);
            }
            return rows();
        }
        for (Table table : tables) {
            copy(table);
        }
        if (!sums(from).equals(sums(to))) {
            throw new Stale("The copy is not what the store holds, and was taken back: " + sums(from) + ", but " + sums(to));
        }
        return rows();
    }

    private void copy(Table table) throws SQLException {
        String columns = String.join(", ", table.columns());
        String insert = "INSERT INTO " + table.name() + " (" + columns + ") OVERRIDING SYSTEM VALUE VALUES (?"
                + ", ?".repeat(table.columns().size() - 1) + ")";
        try (Statement read = from.createStatement(); Statement target = to.createStatement();
                PreparedStatement write = to.prepareStatement(insert)) {
            // They would count, and tell of, what was counted and told before.
            target.execute("ALTER TABLE " + table.name() + " DISABLE TRIGGER USER");
            ResultSet rows = read.executeQuery("SELECT " + columns + " FROM " + table.name());
            int waiting = 0;
            while (rows.next()) {
                for (int i = 1; i <= table.columns().size(); i++) {
                    write.setObject(i, number(rows.getObject(i)));
                }
                write.addBatch();
                if (++waiting == BATCH) {
                    write.executeBatch();
                    waiting = 0;
                }
            }
            write.executeBatch();
            target.execute("ALTER TABLE " + table.name() + " ENABLE TRIGGER USER");
            goOnCounting(table, target);
        }
    }

    /** SQLite gives small numbers as integers, whatever the column is. */
    private static Object number(Object value) {
        return value instanceof Integer number ? Long.valueOf(number) : value;
    }

    private void goOnCounting(Table table, Statement target) throws SQLException {
        List<String> counted = new ArrayList<>();
        try (ResultSet identities = target.executeQuery("SELECT column_name FROM information_schema.columns"
                + " WHERE table_schema = current_schema() AND table_name = '" + table.name() + "' AND is_identity = 'YES'")) {
            while (identities.next()) {
                counted.add(identities.getString(1));
            }
        }
        for (String column : counted) {
            target.execute("SELECT setval(pg_get_serial_sequence('" + table.name() + "', '" + column + "'), (SELECT coalesce(max("
                    + column + "), 0) + 1 FROM "
                    + table.name() + "), false)");
        }
    }

    private boolean empty() throws SQLException {
        for (Table table : tables) {
            if (!number(to, "SELECT count(*) FROM " + table.name()).equals("0")) {
                return false;
            }
        }
        return true;
    }

    private Map<String, Long> rows() throws SQLException {
        Map<String, Long> rows = new TreeMap<>();
        for (Table table : tables) {
            rows.put(table.name(), Long.valueOf(number(to, "SELECT count(*) FROM " + table.name())));
        }
        return rows;
    }

    /** Of each table, its rows and a sum over each of its columns: of numbers, or of the lengths of texts. */
    private Map<String, List<String>> sums(Connection in) throws SQLException {
        Map<String, List<String>> sums = new TreeMap<>();
        for (Table table : tables) {
            StringBuilder select = new StringBuilder("SELECT count(*)");
            table.numbers().forEach((column, number) -> select.append(", count(").append(column).append("), coalesce(sum(")
                    .append(number ? column + " % " + PRIME : "length(" + column + ")").append("), 0)"));
            try (Statement statement = in.createStatement(); ResultSet row = statement.executeQuery(select + " FROM " + table.name())) {
                row.next();
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= 1 + 2 * table.numbers().size(); i++) {
                    values.add(row.getString(i));
                }
                sums.put(table.name(), values);
            }
        }
        return sums;
    }

    /** Those that refer to others come after them. */
    private List<Table> tables() throws SQLException {
        List<Table> found = new ArrayList<>();
        List<String> names = new ArrayList<>();
        try (Statement statement = from.createStatement(); ResultSet rows = statement.executeQuery("SELECT name FROM sqlite_master"
                + " WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'flyway_schema_history' ORDER BY name")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        for (String name : names) {
            Map<String, Boolean> numbers = new TreeMap<>();
            try (Statement statement = from.createStatement(); ResultSet columns = statement.executeQuery("PRAGMA table_info("
                    + name + ")")) {
                while (columns.next()) {
                    numbers.put(columns.getString("name"), columns.getString("type").contains("INT"));
                }
            }
            found.add(new Table(name, numbers, Integer.parseInt(number(from, "SELECT count(*) FROM pragma_foreign_key_list('" + name
                    + "')"))));
        }
        found.sort(Comparator.comparingInt(Table::references));
        return found;
    }

    private static String number(Connection in, String query) throws SQLException {
        try (Statement statement = in.createStatement(); ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
