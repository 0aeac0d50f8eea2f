package io.reeldrop.monitor;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.reeldrop.delivery.Spool;
import io.reeldrop.job.Disk;
import io.reeldrop.job.Figures;
import io.reeldrop.job.Node;
import io.reeldrop.job.Store;
import io.reeldrop.job.Workers;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Reads the figures now and then, and knows for how long the store has not answered. Whoever looks, at the figures or at the health, is
 * answered from memory: a store that hangs must not make its onlookers hang.
 */
public final class Monitor implements CamelContextAware {

    private static final Logger LOG = LoggerFactory.getLogger(Monitor.class);

    private final Store store;
    private final Node node;
    private final Disk disk;
    private final Spool spool;
    private final int doubts;
    private CamelContext context;
    private Gauges gauges;
    private volatile long readAt = System.nanoTime();
    private volatile boolean answering;

    /** @param doubts ambiguous POSTs in a row that open an account's breaker */
    public Monitor(Store store, Node node, Disk disk, Spool spool, int doubts) {
        this.store = store;
        this.node = node;
        this.disk = disk;
        this.spool = spool;
        this.doubts = doubts;
    }

    /** Asks the store; where there is a meter registry, for all figures, in one reading. */
    public void read() {
        if (gauges == null) {
            gauges = gauges();
        }
        try {
            if (gauges == null) {
                store.jdbc().getJdbcOperations().execute("SELECT 1");
            } else {
                gauges.show(Readings.of(Figures.read(store, node), doubts));
            }
            if (!answering) {
                LOG.debug("The store answers.");
            }
            readAt = System.nanoTime();
            answering = true;
        } catch (DataAccessException e) {
            if (answering) {
                LOG.warn("The store does not answer: {}", e.getMessage());
            }
            answering = false;
        }
    }

    /** Whether the last reading succeeded and the next one does not take too long. */
    boolean storeAnswers(long mostSeconds) {
        return answering && storeAge() < mostSeconds;
    }

    /** Seconds since the store answered, or since the start if it never did. */
    double storeAge() {
        return (System.nanoTime() - readAt) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    private Gauges gauges() {
        Set<MeterRegistry> registries = context.getRegistry().findByType(MeterRegistry.class);
        // Where an application has several, the one that stands for all of them.
        MeterRegistry registry = registries.stream().min(Comparator.comparing(r -> !(r instanceof CompositeMeterRegistry))).orElse(null);
        if (registry == null) {
            return null;
        }
        Gauges fresh = new Gauges(registry);
        for (Workers workers : context.getRegistry().findByType(Workers.class)) {
            fresh.own(Metric.WORKERS, workers::number, workers.stage());
            fresh.own(Metric.WORKERS_BUSY, workers::busy, workers.stage());
            fresh.own(Metric.WORKERS_QUEUED, workers::queued, workers.stage());
        }
        fresh.own(Metric.SPOOL_BYTES, spool::bytes);
        fresh.own(Metric.DISK_FULL, () -> disk.full() == null ? 0 : 1);
        fresh.own(Metric.STORE_AGE, this::storeAge);
        return fresh;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.context = camelContext;
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }
}
