package io.reeldrop.runtime;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.springframework.core.env.ConfigurableEnvironment;

/** One context's settings and foundation: those that its runtime bound, or else made when they are first asked for. */
final class Supply {

    private final CamelContext context;
    private Settings settings;
    private Foundation foundation;

    Supply(CamelContext context) {
        this.context = context;
    }

    /** @throws io.reeldrop.job.Rejected with every fault of the settings, each time it is asked */
    synchronized Settings settings() {
        if (settings == null) {
            Foundation bound = bound();
            settings = bound == null ? load() : bound.settings();
        }
        return settings;
    }

    /** @throws io.reeldrop.job.Rejected as {@link Foundation#open} does */
    synchronized Foundation foundation() {
        if (foundation == null) {
            Foundation bound = bound();
            foundation = bound == null ? Foundation.open(settings(), Clock.systemUTC()) : bound;
        }
        return foundation;
    }

    synchronized void hangUp() {
        if (foundation != null) {
            foundation.sqs().hangUp();
        }
    }

    synchronized void close() {
        if (foundation != null) {
            foundation.close();
        }
    }

    private Foundation bound() {
        return context.getRegistry().lookupByNameAndType(Foundation.NAME, Foundation.class);
    }

    private Settings load() {
        Map<String, String> env = System.getenv();
        Path home = Settings.defaultHome(env);
        ConfigurableEnvironment spring = context.getRegistry().lookupByNameAndType("environment", ConfigurableEnvironment.class);
        return spring == null ? Settings.load(home, env, context) : Settings.load(home, env, spring);
    }
}
