package io.reeldrop.job;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.component.seda.SedaEndpoint;

/**
 * How many more jobs the workers of one stage can take: a claim asks for no more than that, because time in the queue eats the lease.
 * The stage is the route of that name, fed by the {@code seda:} queue of that name.
 */
public final class Workers implements CamelContextAware {

    private final String stage;
    private final int limit;
    private CamelContext context;

    /** @param limit jobs in the stage's queue and hands together */
    public Workers(String stage, int limit) {
        this.stage = stage;
        this.limit = limit;
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
