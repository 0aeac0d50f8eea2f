package io.reeldrop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.FromDefinition;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.TryDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.util.StringHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Runs after the unit tests of the same build, adds up what they wrote, and hands it to Camel's report. */
class RouteCoverageIT {

    private static final Path REPORTED = Path.of("target/camel-route-coverage/all-tests.xml");

    /** Without unit tests (-Dtest=…, -DskipTests) there is nothing to read. */
    static boolean testsWereRun() {
        return Files.exists(RouteCoverage.FOLDER);
    }

    @Test
    @EnabledIf("testsWereRun")
    void every_step_of_every_route_is_run_by_a_test() throws Exception {
        Map<String, Long> runs = RouteCoverage.read();
        List<String> unused = new ArrayList<>();
        StringBuilder report = new StringBuilder();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            load(context);
            for (RouteDefinition route : context.getRouteDefinitions()) {
                // The error policy is told of by itself.
                report(report, route.getId(), route.getInput(),
                        route.getOutputs().stream().filter(step -> !(step instanceof OnExceptionDefinition)).toList(), runs, unused);
            }
            for (RouteTemplateDefinition kamelet : context.getRouteTemplateDefinitions()) {
                report(report, kamelet.getId(), kamelet.getRoute().getInput(), kamelet.getRoute().getOutputs(), runs, unused);
            }
            for (RouteConfigurationDefinition policy : context.getRouteConfigurationDefinitions()) {
                report(report, policy.getId(), null, policy.getOnExceptions(), runs, unused);
            }
        }
        Files.createDirectories(REPORTED.getParent());
        Files.writeString(REPORTED, "<camelRouteCoverage>\n<test>\n  <class>all tests</class>\n  <method>routes</method>\n"
                + "</test>\n<camelContextRouteCoverage id=\"reeldrop\" exchangesTotal=\"1\" totalProcessingTime=\"0\">\n<routes>\n" + report
                + "</routes>\n</camelContextRouteCoverage>\n</camelRouteCoverage>\n");
        assertThat(unused).as("steps that no test runs").isEmpty();
    }

    /** Every route, Kamelet and error policy of the repository; none is started. */
    private static void load(DefaultCamelContext context) throws Exception {
        for (String folder : List.of("routes", "src/main/resources/kamelets")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                for (Path file : (Iterable<Path>) files.filter(f -> f.toString().endsWith(".yaml") && !f.endsWith("beans.camel.yaml"))
                        .sorted()::iterator) {
                    PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.resolveMandatoryResource(context, "file:" + file));
                }
            }
        }
    }

    private static void report(StringBuilder report, String id, FromDefinition from,
            List<? extends ProcessorDefinition<?>> outputs, Map<String, Long> runs, List<String> unused) {
        long total = from == null ? 1 : runs.getOrDefault(RouteCoverage.line(from), 0L);
        report.append("<route id=\"").append(id).append("\" exchangesTotal=\"").append(total).append("\" totalProcessingTime=\"0\">\n");
        int index = 0;
        step(report, "from", from == null ? "routeConfiguration:" + id : from.getUri(), index, total);
        if (total == 0) {
            unused.add(id + ", " + RouteCoverage.line(from) + ": from " + from.getUri());
        }
        for (ProcessorDefinition<?> step : steps(outputs)) {
            long times = times(step, runs);
            step(report, step.getShortName(), step.getLabel(), ++index, times);
            if (times == 0) {
                unused.add(id + ", " + RouteCoverage.line(step) + ": " + step.getShortName() + " " + step.getLabel());
            }
        }
        report.append("</route>\n");
    }

    /** A doTry and a doCatch are no steps of their own in Camel's eyes: they are run where the first one in them is. */
    private static long times(ProcessorDefinition<?> step, Map<String, Long> runs) {
        return step instanceof TryDefinition || step instanceof CatchDefinition ? times(step.getOutputs().get(0), runs)
                : runs.getOrDefault(RouteCoverage.line(step), 0L);
    }

    /** Whatever may be run, at any depth; that an onException has come about its steps tell. */
    private static List<ProcessorDefinition<?>> steps(List<? extends ProcessorDefinition<?>> outputs) {
        Collection<?> all = ProcessorDefinitionHelper.filterTypeInOutputs(List.copyOf(outputs), ProcessorDefinition.class);
        return all.stream().<ProcessorDefinition<?>>map(step -> (ProcessorDefinition<?>) step)
                .filter(step -> !(step instanceof OnExceptionDefinition)).toList();
    }

    private static void step(StringBuilder report, String kind, String label, int index, long times) {
        String text = StringHelper.xmlEncode(label);
        report.append("  <").append(kind).append(" id=\"").append(text).append("\" uri=\"").append(text).append("\" index=\"").append(index)
                .append("\" exchangesTotal=\"").append(times).append("\" totalProcessingTime=\"0\"/>\n");
    }
}
