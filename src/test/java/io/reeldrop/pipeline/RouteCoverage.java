package io.reeldrop.pipeline;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.api.management.ManagedCamelContext;

/**
 * Writes down what a test ran of each route, in the form and the place that Camel's coverage report reads. Camel's own dumper, made
 * for its test classes, stumbles over the routes of Kamelets.
 */
final class RouteCoverage {

    static final Path FOLDER = Path.of("target/camel-route-coverage");
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private RouteCoverage() {
    }

    static void dump(CamelContext context) {
        String test = "pipeline-" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet();
        try {
            String routes = context.getCamelContextExtension().getContextPlugin(ManagedCamelContext.class).getManagedCamelContext()
                    .dumpRoutesCoverageAsXml();
            Files.createDirectories(FOLDER);
            Files.writeString(FOLDER.resolve(test + ".xml"),
                    "<camelRouteCoverage>\n<test>\n  <class>" + test + "</class>\n  <method>routes</method>\n"
                    + "  <time>0</time>\n</test>\n" + routes + "\n</camelRouteCoverage>\n");
        } catch (Exception e) {
            throw new IllegalStateException("no route coverage", e);
        }
    }
}
