package io.reeldrop.console.pipeline;

import io.reeldrop.job.Problem;
import io.reeldrop.job.Rejected;
import io.reeldrop.runtime.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where {@code run} tells how it is and how the work stands: Camel's own management server, set up by our settings. */
public final class MonitorServer {

    private static final String PORT = "reeldrop.monitor.port";
    private static final String HOST = "reeldrop.monitor.host";
    private static final String HEALTH = "/health";
    private static final String METRICS = "/metrics";

    private MonitorServer() {
    }

    /** Camel's settings for it; empty if there is to be none. */
    static Map<String, String> camel(Settings settings) {
        Map<String, String> camel = new LinkedHashMap<>();
        if (wanted(settings)) {
            camel.put("camel.management.enabled", "true");
            camel.put("camel.management.host", settings.get(HOST));
            camel.put("camel.management.port", settings.get(PORT));
            camel.put("camel.management.healthCheckEnabled", "true");
            camel.put("camel.management.healthPath", HEALTH);
            camel.put("camel.management.metricsEnabled", "true");
            camel.put("camel.health.enabled", "true");
            // A consumer fails when its bucket does, and the context counts as dead while it stops: ours know better.
            camel.put("camel.health.consumersEnabled", "false");
            camel.put("camel.health.excludePattern", "context");
            camel.put("camel.metrics.enabled", "true");
            camel.put("camel.metrics.path", METRICS);
            camel.put("camel.metrics.binders", "jvm-memory,jvm-gc,jvm-thread,processor,file-descriptor,uptime");
            // There may be thousands of polls a second, and what happens at endpoints says no more than what happens in routes.
            camel.put("camel.metrics.enableExchangeEventNotifier", "false");
        }
        return camel;
    }

    public static boolean wanted(Settings settings) {
        return !settings.get(PORT).isEmpty();
    }

    /** In a line, where to look. */
    public static String where(Settings settings) {
        String host = settings.get(HOST);
        String url = "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + settings.get(PORT);
        return url + METRICS + ", " + url + HEALTH + "/live, " + url + HEALTH + "/ready";
    }

    /**
     * Tries the port before anything is started.
     *
     * @throws Rejected if it is taken
     */
    static void require(Settings settings) {
        if (wanted(settings)) {
            try (ServerSocket tried = new ServerSocket()) {
                tried.bind(new InetSocketAddress(settings.get(HOST), (int) settings.number(PORT)));
            } catch (IOException e) {
                throw new Rejected(new Problem(PORT, null,
                        settings.get(HOST) + ":" + settings.get(PORT) + " cannot be listened on: " + e.getMessage(), null,
                        "Choose another, or leave it empty"));
            }
        }
    }
}
