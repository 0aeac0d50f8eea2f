package io.reeldrop.job;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.component.seda.SedaEndpoint;

/**
 * How many more jobs the workers of one stage can take: a claim asks for no more than that, because time in the queue eats the lease.
 * The stage is the route of that name, fed by the {@code seda:} queue of that name.
 */
public final class Workers implements CamelContextAware {

    private final String stage;
    private final int number;
    private final int depth;
    private final AtomicLong asked = new AtomicLong();
    private CamelContext context;

    /**
     * @param workers of the stage
     * @param depth   jobs that may be claimed for each worker: enough to keep it busy until the next claim, little enough that none waits
     *                here for long while another node has nothing to do
     */
    public Workers(String stage, int workers, int depth) {
        this.stage = stage;
        this.number = workers;
        this.depth = depth;
    }

    public int free() {
        asked.incrementAndGet();
        return Math.max(0, number * depth - queued() - busy());
    }

    /** How often a claim asked: a sign of life. */
    public long asked() {
        return asked.get();
    }

    public String stage() {
        return stage;
    }

    public int number() {
        return number;
    }

    /** Those that have a job in hand. */
    public int busy() {
        return context.getInflightRepository().size(stage);
    }

    /** Jobs that were claimed and wait for a worker. */
    public int queued() {
        return context.getEndpoint("seda:" + stage, SedaEndpoint.class).getCurrentQueueSize();
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
