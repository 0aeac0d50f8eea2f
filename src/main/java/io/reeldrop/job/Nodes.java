package io.reeldrop.job;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.transaction.TransactionException;

/** The processes that run jobs on the store: each says now and then that it is there, and hands over what it holds when it stops. */
public final class Nodes {

    /** So long after a node was last heard of, others fetch again what lies in its spool. */
    public static final long GONE_MS = 60_000;

    private static final Logger LOG = LoggerFactory.getLogger(Nodes.class);
    /** Three beats: of a longer silence of its own, a node cannot say what the others did meanwhile. */
    private static final long DEAF_MS = 15_000;
    private static final long FORGET_MS = 7 * 86_400_000L;
    private static final String VERSION = Nodes.class.getPackage().getImplementationVersion();

    private static final String RELEASE = "UPDATE job SET due_at = :now, claimed_by = NULL"
            + " WHERE claimed_by IS NOT NULL AND due_at IS NOT NULL AND state NOT IN ('RENDERING', 'SUBMITTING')";

    /** All of them, so that the index of what is due finds the few that are claimed among all that have ended. */
    private static final List<String> STATES = Stream.of(State.values()).map(State::name).toList();

    private final NamedParameterJdbcTemplate jdbc;
    private final Node node;
    private final boolean alone;
    private volatile long beatsSince;
    private volatile long beatAt;

    public Nodes(Store store, Node node) {
        this.jdbc = store.jdbc();
        this.node = node;
        this.alone = !store.shared();
    }

    /**
     * Begins: what an earlier life of this node held (or anybody, where only one may be) is free at once,
     * but a POST it had under way is in doubt.
     */
    public void enter() {
        // First of all, and in one statement: what becomes free lies in this node's spool, and must not be an absent one's for a moment.
        jdbc.update("INSERT INTO node (name, version, started_at, seen_at) VALUES (:node, :version, :now, :now)"
                + " ON CONFLICT (name) DO UPDATE"
                + " SET version = excluded.version, started_at = excluded.started_at, seen_at = excluded.seen_at", values());
        jdbc.update("DELETE FROM node WHERE seen_at < :now - :forget", values().addValue("forget", FORGET_MS));
        String mine = alone ? "" : " AND claimed_by = :node";
        int doubtful = jdbc.update(Upkeep.EXPIRE + mine, values());
        int freed = jdbc.update(RELEASE + mine, values());
        if (doubtful + freed > 0) {
            LOG.info("Took over {} jobs of an earlier run; {} of them are in doubt.", doubtful + freed, doubtful);
        }
    }

    /**
     * While this node runs: what it claimed and nobody has in hand is free at once. A POST under way is not touched.
     *
     * @param held ids of the jobs that are in hand, as they were at an instant since which nothing was claimed
     */
    void free(Set<String> held) {
        Set<String> kept = new HashSet<>(held);
        // An empty list is no SQL.
        kept.add("");
        int freed = jdbc.update(RELEASE + " AND claimed_by = :node AND id NOT IN (:kept)", values().addValue("kept", kept));
        if (freed > 0) {
            LOG.info("{} claims were lost while the store did not answer: these jobs go on now.", freed);
        }
    }

    /** This node is there. */
    public void beat() {
        long now = node.now();
        jdbc.update("UPDATE node SET seen_at = :now WHERE name = :node", values());
        if (now - beatAt > DEAF_MS) {
            beatsSince = now;
        }
        beatAt = now;
    }

    /**
     * For the claims: whoever was last heard of before this is gone. Nobody is, until this node's own beats have come through for as long:
     * after the store was away, or this process was suspended, all others seem silent, and their spools hold videos that were paid for.
     * Where only one node may be, any other is gone at once.
     */
    public long goneBefore() {
        long now = node.now();
        if (alone) {
            return now;
        }
        return now - beatAt <= DEAF_MS && now - beatsSince >= GONE_MS ? now - GONE_MS : 0;
    }

    /**
     * Ends: whoever else is there may go on at once with what this node held. While videos lie in its spool it stays known, and is gone
     * only when it was away for so long as any other: it may have been stopped to be started again.
     */
    public void leave() {
        try {
            jdbc.update(RELEASE + " AND claimed_by = :node", values());
            jdbc.update("UPDATE duty SET until = 0 WHERE node = :node", values());
            jdbc.update("DELETE FROM node WHERE name = :node"
                    + " AND NOT EXISTS (SELECT 1 FROM job WHERE spooled_by = :node AND state = 'DELIVERING')", values());
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("The store could not be told that this node stops; others wait until its claims run out: {}", e.getMessage());
        }
    }

    /**
     * {@code name}, {@code version}, {@code started_at}, {@code seen_at}; {@code holds}: its claims,
     * {@code spooled}: videos that lie with it.
     */
    public List<Map<String, Object>> all() {
        return jdbc.queryForList("""
                SELECT name, version, started_at, seen_at,
                    (SELECT count(*) FROM job WHERE claimed_by = node.name AND due_at > :now AND state IN (:states)) AS holds,
                    (SELECT count(*) FROM job WHERE spooled_by = node.name AND state = 'DELIVERING') AS spooled
                FROM node ORDER BY name""", values().addValue("states", STATES));
    }

    private MapSqlParameterSource values() {
        return new MapSqlParameterSource("now", node.now()).addValue("node", node.name()).addValue("version", VERSION);
    }
}
