package io.reeldrop.job;

import org.apache.camel.Exchange;

/**
 * The first step of what is done with a claimed job's files. A claim waits in its queue for a worker, and the process may have been
 * suspended meanwhile: when the lease is over, another node may have done it all, and what lies in the job's places may be the next drop's.
 * The token alone comes too late, since it is asked only when the files were moved.
 */
public final class Lease {

    /** What a step needs at least, up to its first renewal. */
    private static final long LEFT_MS = 5_000;

    private final Node node;

    public Lease(Node node) {
        this.node = node;
    }

    /** Ends the route where the claim holds no more, and at a stop, which hands over what was not begun. The job is claimed again. */
    public void require(Exchange exchange) {
        // The body before the variable: what comes from the fetching has its own claim's row there still.
        Job job = exchange.getMessage().getBody() instanceof Job body ? body : exchange.getVariable("job", Job.class);
        if (exchange.getContext().isStopping() || node.now() > job.dueAt() - LEFT_MS) {
            exchange.setRouteStop(true);
        }
    }
}
