package io.reeldrop.job;

import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** Which job a task belongs to, or once did: a task is one payment, and one job's. */
final class KnownTask {

    /** The ids of the jobs that have the task of the parameter {@code :task}, or had it; each half has an index of its own. */
    static final String OWNERS = """
            SELECT id FROM job WHERE account IN (SELECT name FROM account) AND task_id = :task
            UNION ALL
            SELECT id FROM job WHERE orphans IS NOT NULL AND ' ' || orphans || ' '
                LIKE '% ' || replace(replace(replace(:task, '!', '!!'), '%', '!%'), '_', '!_') || ' %' ESCAPE '!'""";

    static final String OTHER = "SELECT o.id FROM (" + OWNERS + ") o WHERE o.id <> :id LIMIT 1";

    private final NamedParameterJdbcTemplate jdbc;

    KnownTask(NamedParameterJdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The job other than {@code id} that has the task. */
    Optional<String> of(String task, String id) {
        return jdbc.queryForList(OTHER, Map.of("task", task, "id", id), String.class).stream().findFirst();
    }
}
