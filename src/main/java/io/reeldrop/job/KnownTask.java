package io.reeldrop.job;

import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** Which job a task belongs to, or once did: a task is one payment, and one job's. */
final class KnownTask {

    /** Over a job {@code o} and the parameter {@code :task}. */
    static final String HAS = "(o.task_id = :task OR ' ' || coalesce(o.orphans, '') || ' ' LIKE '% ' || replace(replace(replace(:task, '!', '!!'), '%', '!%'), '_', '!_') || ' %' ESCAPE '!'"
            + " OR EXISTS (SELECT 1 FROM job_event e WHERE e.job_id = o.id AND e.task_id = :task))";

    private final NamedParameterJdbcTemplate jdbc;

    KnownTask(NamedParameterJdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The job other than {@code id} that has the task. */
    Optional<String> of(String task, String id) {
        return jdbc.queryForList("SELECT o.id FROM job o WHERE o.id <> :id AND " + HAS + " LIMIT 1", Map.of("task", task, "id", id),
                String.class)
                .stream().findFirst();
    }
}
