package io.reeldrop.pipeline;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.api.management.ManagedCamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.test.junit5.util.CamelRouteCoverageDumper;

/** Writes down what a test ran of each route, where the coverage report looks for it. */
final class RouteCoverage {

    static final String FOLDER = "target/camel-route-coverage";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private RouteCoverage() {
    }

    static void dump(CamelContext context) {
        try {
            String test = "pipeline-" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet();
            new CamelRouteCoverageDumper().dump(context.getCamelContextExtension().getContextPlugin(ManagedCamelContext.class).getManagedCamelContext(),
                    (ModelCamelContext) context, FOLDER, test + ".xml", test, "routes", 0);
        } catch (Exception e) {
            throw new IllegalStateException("no route coverage", e);
        }
    }
}
