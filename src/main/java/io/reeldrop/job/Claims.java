package io.reeldrop.job;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Knows which claims are in this node's hand: from the moment their rows arrive until their workers are done with them, however they end.
 * A claim that was stored while its answer was lost is in nobody's, nor is one whose worker gave up because the store was away. Both are
 * freed as soon as the store answers again, rather than when their leases end.
 */
public final class Claims implements PollingConsumerPollStrategy {

    private final Nodes nodes;
    private final Map<Synchronization, String> held = new ConcurrentHashMap<>();
    /** Many may claim at a time; while it is looked which claims were lost, nobody does: no row is between the store and this. */
    private final ReentrantReadWriteLock claiming = new ReentrantReadWriteLock();
    /** Those whose last claim failed: it may have been stored all the same. */
    private final Set<Consumer> failed = ConcurrentHashMap.newKeySet();

    public Claims(Nodes nodes) {
        this.nodes = nodes;
    }

    /** A claimed row is a job in hand from now on, through every queue that it is handed on by. */
    public Job take(Map<String, Object> row, Exchange exchange) {
        Job job = Jobs.job(row);
        Synchronization claim = new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                held.remove(this);
            }
        };
        held.put(claim, job.id());
        exchange.getExchangeExtension().addOnCompletion(claim);
        return job;
    }

    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        claiming.readLock().lock();
        return true;
    }

    /** After a failure it looks at the first success, so that a claim that never succeeds frees nothing again and again. */
    @Override
    public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
        claiming.readLock().unlock();
        if (failed.contains(consumer) && claiming.writeLock().tryLock()) {
            try {
                nodes.free(Set.copyOf(held.values()));
                failed.remove(consumer);
            } finally {
                claiming.writeLock().unlock();
            }
        }
    }

    @Override
    public boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
        failed.add(consumer);
        // Not where the freeing failed.
        if (claiming.getReadHoldCount() > 0) {
            claiming.readLock().unlock();
        }
        return false;
    }
}
