package io.reeldrop.job;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.component.seda.SedaEndpoint;

/**
 * How many more jobs the workers of one stage can take: a claim asks for no more than that, because time in the queue eats the lease.
 * The stage is the route of that name, fed by the {@code seda:} queue of that name.
 */
public final class Workers implements CamelContextAware {

    /** Jobs in the queue for each worker: enough to keep it busy until the next claim, little enough not to wait long. */
    private static final int DEPTH = 8;

    private final String stage;
    private final int limit;
    private CamelContext context;

    /** @param workers of the stage */
    public Workers(String stage, int workers) {
        this.stage = stage;
        this.limit = workers * DEPTH;
    }

    public int free() {
        int queued = context.getEndpoint("seda:" + stage, SedaEndpoint.class).getCurrentQueueSize();
        return Math.max(0, limit - queued - context.getInflightRepository().size(stage));
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
