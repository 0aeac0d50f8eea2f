package io.reeldrop.monitor;

import java.util.Locale;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Ready: the routes run, and the store answers. What lies beyond this process's own duty does not count: an account that is paused, a
 * gateway or a bucket that is down. Goes down first of all when the process is told to stop.
 */
public final class Ready extends AbstractHealthCheck {

    private final Monitor monitor;
    private final long mostSeconds;

    /** @param intervalMs between two readings of the store; three may fail to come */
    public Ready(Monitor monitor, long intervalMs) {
        super("reeldrop", "store");
        this.monitor = monitor;
        this.mostSeconds = Math.max(15, 3 * intervalMs / 1000);
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        if (!getCamelContext().getStatus().isStarted()) {
            builder.message("Reeldrop is " + getCamelContext().getStatus().name().toLowerCase(Locale.ROOT)).down();
        } else if (!monitor.storeAnswers(mostSeconds)) {
            builder.message("The store has not answered for " + Math.round(monitor.storeAge()) + " s").down();
        } else {
            builder.up();
        }
    }
}
