package io.reeldrop.job;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * What one node does for all: looking at a watch, sending news, tidying up. A duty is a lease in the store, which its node renews while
 * it lives; when it is gone, the next one that asks has it. Two nodes may do the same for a moment: nothing here may rely on being alone.
 */
public final class Duties {

    private static final long LEASE_MS = 30_000;

    private final NamedParameterJdbcTemplate jdbc;
    private final Node node;
    private final boolean alone;
    private final Map<String, Long> until = new ConcurrentHashMap<>();

    public Duties(Store store, Node node) {
        this.jdbc = store.jdbc();
        this.node = node;
        this.alone = !store.shared();
    }

    /** Whether this node has that duty now. Asked at least every ten seconds by whoever wants to keep it. */
    public boolean mine(String duty) {
        long now = node.now();
        if (alone || until.getOrDefault(duty, 0L) > now + LEASE_MS / 2) {
            return true;
        }
        MapSqlParameterSource values = new MapSqlParameterSource("duty", duty).addValue("node", node.name()).addValue("now", now)
                .addValue("until", now + LEASE_MS);
        boolean mine = jdbc.update("""
                INSERT INTO duty (name, node, until) VALUES (:duty, :node, :until)
                ON CONFLICT (name) DO UPDATE SET node = :node, until = :until
                WHERE duty.node = :node OR duty.until <= :now""", values) == 1;
        until.put(duty, mine ? now + LEASE_MS : 0L);
        return mine;
    }
}
