package io.reeldrop.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Counts in every context of the tests how often each step ran, by the line in its file; {@link RouteCoverageIT} adds the processes up.
 * Camel's own counters know no step of a doCatch in YAML, of the error policy one route's alone, and of Kamelets none.
 */
public final class RouteCoverage implements ContextServicePlugin, InterceptStrategy, RoutePolicyFactory {

    static final Path FOLDER = Path.of("target/route-coverage-by-process");
    private static final Map<String, LongAdder> RUNS = new ConcurrentHashMap<>();

    static {
        // Other processes than Maven's, which tests start, run elsewhere.
        if (System.getProperty("surefire.real.class.path") != null) {
            Runtime.getRuntime().addShutdownHook(new Thread(RouteCoverage::write));
        }
    }

    @Override
    public void load(CamelContext context) {
        context.getCamelContextExtension().addInterceptStrategy(this);
        context.addRoutePolicyFactory(this);
    }

    @Override
    public Processor wrapProcessorInInterceptors(CamelContext context, NamedNode step, Processor target, Processor next) {
        LongAdder runs = runs(step);
        return new DelegateAsyncProcessor(target) {

            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                runs.increment();
                return super.process(exchange, callback);
            }
        };
    }

    @Override
    public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
        LongAdder runs = runs(((RouteDefinition) route).getInput());
        return new RoutePolicySupport() {

            @Override
            public void onExchangeBegin(Route begun, Exchange exchange) {
                runs.increment();
            }
        };
    }

    /** Where it stands: the file's name and the line. */
    static String line(NamedNode node) {
        return String.valueOf(node.getLocation()).replaceAll(".*[/:](?=[^/]+$)", "") + ":" + node.getLineNumber();
    }

    private static LongAdder runs(NamedNode node) {
        return RUNS.computeIfAbsent(line(node), line -> new LongAdder());
    }

    private static void write() {
        try {
            Files.createDirectories(FOLDER);
            Files.write(FOLDER.resolve(String.valueOf(ProcessHandle.current().pid())),
                    (Iterable<String>) RUNS.entrySet().stream().map(line -> line.getValue() + " " + line.getKey())::iterator);
        } catch (IOException e) {
            throw new IllegalStateException("no route coverage", e);
        }
    }

    /** How often each line was run, over all processes. */
    static Map<String, Long> read() throws IOException {
        Map<String, Long> runs = new TreeMap<>();
        try (Stream<Path> processes = Files.list(FOLDER)) {
            for (Path process : (Iterable<Path>) processes::iterator) {
                for (String run : Files.readAllLines(process)) {
                    String[] words = run.split(" ", 2);
                    runs.merge(words[1], Long.parseLong(words[0]), Long::sum);
                }
            }
        }
        return runs;
    }
}
