package io.reeldrop.monitor;

import io.reeldrop.job.Workers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.camel.Route;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.apache.camel.support.ScheduledPollConsumer;

/**
 * Live: every step goes on claiming jobs, or trying to. A store that is away is no reason to start the process anew, nor is one that takes
 * its time: a claim has to stand still for minutes.
 */
public final class Live extends AbstractHealthCheck {

    private static final String CLAIM = "claim-";
    private static final long DEAD_SECONDS = 300;

    private record Beat(long count, long atSeconds) {
    }

    private final LongSupplier seconds;
    private final Map<String, Beat> beats = new HashMap<>();

    public Live() {
        this(() -> TimeUnit.NANOSECONDS.toSeconds(System.nanoTime()));
    }

    /** @param seconds from any beginning */
    Live(LongSupplier seconds) {
        super("reeldrop", "claims");
        this.seconds = seconds;
    }

    @Override
    public boolean isLiveness() {
        return true;
    }

    @Override
    public boolean isReadiness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        List<String> dead = new ArrayList<>();
        // While they are started or stopped, none has to move.
        if (getCamelContext().getStatus().isStarted()) {
            getCamelContext().getRoutes().stream().filter(this::dead).map(Route::getRouteId).sorted().forEach(dead::add);
        } else {
            beats.clear();
        }
        if (dead.isEmpty()) {
            builder.up();
        } else {
            builder.message("No longer looks for jobs: " + String.join(", ", dead)).down();
        }
    }

    private boolean dead(Route route) {
        if (!route.getRouteId().startsWith(CLAIM) || !(route.getConsumer() instanceof ScheduledPollConsumer consumer)) {
            return false;
        }
        String stage = route.getRouteId().substring(CLAIM.length());
        // Two signs of life, for each stands still while the other moves: a claim that keeps finding jobs does not come to its next turn,
        // and one that gets no connection does not come to ask for workers.
        long count = consumer.getCounter() + getCamelContext().getRegistry().findByType(Workers.class).stream()
                .filter(workers -> workers.stage().equals(stage)).mapToLong(Workers::asked).sum();
        long now = seconds.getAsLong();
        Beat beat = beats.compute(stage, (s, last) -> last == null || last.count() != count ? new Beat(count, now) : last);
        return now - beat.atSeconds() > DEAD_SECONDS;
    }
}
