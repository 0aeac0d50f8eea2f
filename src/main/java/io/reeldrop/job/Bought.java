package io.reeldrop.job;

import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** What the store knows was bought. */
public final class Bought {

    private static final String NEWEST = "SELECT * FROM job WHERE task_id IS NOT NULL AND bought > 0 ORDER BY id DESC LIMIT :limit";
    /** Whether a POST that is under way right now had its receipt written is not known; it is doubtful soon, or has a task. */
    private static final String ALL = "SELECT * FROM job WHERE id > :after AND bought > 0 AND submitted_at > 0 AND state <> 'SUBMITTING'"
            + " ORDER BY id LIMIT :limit";

    private final NamedParameterJdbcTemplate jdbc;

    public Bought(Store store) {
        this.jdbc = store.jdbc();
    }

    /** The newest jobs that have a task. */
    public List<Job> newest(int limit) {
        return jdbc.query(NEWEST, Map.of("limit", limit), Jobs.JOB);
    }

    /** All jobs that anything was bought for, in the order of their ids, some at a time. @param after only later ones; empty for all */
    public List<Job> after(String after, int limit) {
        return jdbc.query(ALL, Map.of("after", after, "limit", limit), Jobs.JOB);
    }
}
