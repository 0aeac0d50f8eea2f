package io.reeldrop.job;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** Finds jobs for people: by what they know of them. */
public final class Search {

    private final NamedParameterJdbcTemplate jdbc;

    /**
     * What is asked for; an empty list or null asks for nothing.
     *
     * @param waitsFor     how {@code waits_for} begins
     * @param name         of the drop or the job, with {@code *} and {@code ?}
     * @param changedSince UTC epoch milliseconds of the last change of state
     */
    public record Filter(Collection<State> states, Collection<String> watches, Collection<String> accounts, String waitsFor, String name,
            Long changedSince) {

        public static final Filter ALL = new Filter(List.of(), List.of(), List.of(), null, null, null);

        private String where() {
            return (states.isEmpty() ? "" : " AND state IN (:states)") + (watches.isEmpty() ? "" : " AND watch IN (:watches)")
                    + (accounts.isEmpty() ? "" : " AND account IN (:accounts)")
                    + (waitsFor == null ? "" : " AND state = 'WAITING' AND waits_for LIKE :waitsFor ESCAPE '!'")
                    + (name == null ? "" : " AND (name LIKE :name ESCAPE '!' OR stem LIKE :name ESCAPE '!')")
                    + (changedSince == null ? "" : " AND changed_at >= :since");
        }

        private MapSqlParameterSource values() {
            return new MapSqlParameterSource("states", states.stream().map(State::name).toList()).addValue("watches", watches)
                    .addValue("accounts", accounts).addValue("waitsFor", waitsFor == null ? null : like(waitsFor) + "%")
                    .addValue("name", name == null ? null : like(name).replace('*', '%').replace('?', '_')).addValue("since", changedSince);
        }

        private static String like(String text) {
            return text.replaceAll("[!%_]", "!$0");
        }
    }

    public Search(Store store) {
        this.jdbc = store.jdbc();
    }

    /** The newest jobs that are asked for, oldest of them first. */
    public List<Job> jobs(Filter filter, int limit) {
        List<Job> jobs = jdbc.query("SELECT * FROM job WHERE 1 = 1" + filter.where() + " ORDER BY id DESC LIMIT :limit",
                filter.values().addValue("limit", limit), Jobs.JOB);
        Collections.reverse(jobs);
        return jobs;
    }

    /** How many of the jobs asked for are in each state; states without any are left out. */
    public Map<State, Long> counts(Filter filter) {
        Map<State, Long> counts = new EnumMap<>(State.class);
        jdbc.query("SELECT state, count(*) AS jobs FROM job WHERE 1 = 1" + filter.where() + " GROUP BY state", filter.values(),
                row -> {
                    counts.put(State.valueOf(row.getString("state")), row.getLong("jobs"));
                });
        return counts;
    }

    /** The jobs a person may mean by a word: the one of that id, else those whose id begins so, else those of that name; oldest first. */
    public List<Job> meant(String word) {
        var values = new MapSqlParameterSource("word", word).addValue("prefix", Filter.like(word.toLowerCase(java.util.Locale.ROOT)) + "%");
        List<Job> byId = word.isEmpty() ? List.of() : jdbc.query("SELECT * FROM job WHERE id LIKE :prefix ESCAPE '!' ORDER BY id LIMIT 20",
                values, Jobs.JOB);
        List<Job> byName = jdbc.query("SELECT * FROM job WHERE name = :word OR stem = :word ORDER BY id LIMIT 20", values, Jobs.JOB);
        List<Job> exact = byId.stream().filter(job -> job.id().equals(word)).toList();
        return !exact.isEmpty() ? exact : byName.isEmpty() ? byId : byName;
    }
}
