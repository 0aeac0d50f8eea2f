package io.reeldrop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Runs after the unit tests of the same build and reads what they wrote. */
class RouteCoverageIT {

    private static final Pattern ROUTE = Pattern.compile("<route [^>]*>");
    private static final Pattern ID = Pattern.compile(" id=\"([^\"]+)\"");
    private static final Pattern TOTAL = Pattern.compile(" exchangesTotal=\"(\\d+)\"");
    private static final Pattern OWN_ID = Pattern.compile("- route:\\s+id: ([a-z-]+)");

    /** Without unit tests (-Dtest=…, -DskipTests) there is nothing to read. */
    static boolean testsWereRun() {
        return Files.exists(RouteCoverage.FOLDER);
    }

    @Test
    @EnabledIf("testsWereRun")
    void every_route_is_run_by_a_test() throws Exception {
        TreeMap<String, Long> runs = new TreeMap<>();
        try (Stream<Path> dumps = Files.list(RouteCoverage.FOLDER)) {
            for (Path dump : (Iterable<Path>) dumps::iterator) {
                Matcher route = ROUTE.matcher(Files.readString(dump));
                while (route.find()) {
                    Matcher id = ID.matcher(route.group());
                    Matcher total = TOTAL.matcher(route.group());
                    if (id.find()) {
                        runs.merge(id.group(1), total.find() ? Long.parseLong(total.group(1)) : 0, Long::sum);
                    }
                }
            }
        }
        runs.forEach((id, total) -> System.out.printf("%8d  %s%n", total, id));
        TreeSet<String> unused = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            for (Path file : (Iterable<Path>) files.filter(f -> f.toString().endsWith(".camel.yaml"))::iterator) {
                Matcher id = OWN_ID.matcher(Files.readString(file));
                while (id.find()) {
                    if (runs.getOrDefault(id.group(1), 0L) == 0) {
                        unused.add(id.group(1));
                    }
                }
            }
        }
        assertThat(unused).as("routes that no test runs").isEmpty();
    }
}
