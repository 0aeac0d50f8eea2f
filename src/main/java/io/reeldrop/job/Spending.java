package io.reeldrop.job;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** What was bought, from the job table: as far back as ended jobs are kept. */
public final class Spending {

    /** What spending may be told apart by. */
    public enum By {
        WATCH("job.watch"), ACCOUNT("job.account"), MODEL("coalesce(job.model, '?')"), DAY("job.bought_day");

        private final String column;

        By(String column) {
            this.column = column;
        }
    }

    /**
     * One line of the bill.
     *
     * @param group          values of what it is told apart by, in the order asked for
     * @param unit           of the amounts; lines of different units are never added up
     * @param tasks          accepted by a gateway
     * @param delivered      videos that lie in their place
     * @param reservedMicros estimated for tasks whose price the gateway has not told (yet), jobs in doubt among them
     * @param chargedMicros  all else: the gateways' own figures, and what a person decided to count as paid
     * @param unpriced       tasks without any price, in none of the two amounts
     */
    public record Line(List<String> group, String unit, long tasks, long delivered, long reservedMicros, long chargedMicros,
            long unpriced) {
    }

    private static final String RESERVED = """
            CASE WHEN state IN ('TAKING', 'WAITING') OR charged_micros IS NOT NULL THEN 0
                 WHEN cost_micros < coalesce(estimate_micros, 0) THEN cost_micros ELSE coalesce(estimate_micros, 0) END""";

    private final NamedParameterJdbcTemplate jdbc;

    public Spending(Store store) {
        this.jdbc = store.jdbc();
    }

    /**
     * @param since first day that counts (ISO date), or null
     * @param until last day that counts (ISO date), or null
     */
    public List<Line> lines(List<By> by, String since, String until) {
        String groups = by.stream().map(b -> b.column + " AS g" + b.ordinal() + ", ").collect(Collectors.joining());
        String keys = by.stream().map(b -> "g" + b.ordinal() + ", ").collect(Collectors.joining());
        String sql = "SELECT " + groups + "coalesce(a.unit, '?') AS unit, sum(job.tasks) AS tasks,"
                + " count(*) FILTER (WHERE state = 'DELIVERED') AS delivered,"
                + " sum(reserved) AS reserved, sum(cost_micros - reserved) AS charged, count(*) FILTER (WHERE unpriced) AS unpriced"
                + " FROM (SELECT *, " + RESERVED + " AS reserved,"
                + " (SELECT count(DISTINCT task_id) FROM job_event e WHERE e.job_id = j.id) AS tasks,"
                + " task_id IS NOT NULL AND estimate_micros IS NULL AND charged_micros IS NULL AS unpriced FROM job j) job"
                + " LEFT JOIN account a ON a.name = job.account WHERE bought_day IS NOT NULL"
                + (since == null ? "" : " AND bought_day >= :since") + (until == null ? "" : " AND bought_day <= :until")
                + " GROUP BY " + keys + "unit ORDER BY " + keys + "unit";
        return jdbc.query(sql, new MapSqlParameterSource("since", since).addValue("until", until), (row, n) -> new Line(
                IntStream.range(0, by.size()).mapToObj(i -> text(row, i + 1)).toList(), row.getString("unit"), row.getLong("tasks"),
                row.getLong("delivered"), row.getLong("reserved"), row.getLong("charged"), row.getLong("unpriced")));
    }

    private static String text(java.sql.ResultSet row, int column) {
        try {
            return row.getString(column);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
