package io.reeldrop.pipeline;

import static io.reeldrop.pipeline.Bench.eventually;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.component.seda.SedaEndpoint;

/** Makes a bench whose pipeline goes on running fit for another test: no job, no file, no fault, no pause, an empty log. */
final class Sweep {

    private static final List<String> STAGES = List.of("take", "submit", "poll", "fetch", "deliver", "dead-letter");
    private static final List<String> PLACES = List.of("in", "in-progress", "out", "done", "dead-letter");

    private final Bench bench;

    private Sweep(Bench bench) {
        this.bench = bench;
    }

    static void over(Bench bench) throws IOException {
        Sweep sweep = new Sweep(bench);
        bench.assertNoKeyLeaked();
        bench.sandbox.reset();
        sweep.files();
        // Nobody claims them any more, and who has one in hand is too late.
        sweep.store("UPDATE job SET token = token + 1, claimed_by = 'nobody', due_at = :later");
        eventually().until(sweep::nothingIsUnderWay);
        sweep.files();
        sweep.store("DELETE FROM job");
        sweep.store("DELETE FROM ending");
        sweep.store("UPDATE account SET in_flight = 0, submitting = 0, day = '', spent_micros = 0, tasks = 0, doubts = 0, probe_at = 0,"
                + " paused_until = 0, paused_for = NULL, pause_kind = NULL, pauses = 0, quiet_until = 0, quiets = 0, notified = NULL");
        sweep.store("UPDATE watch SET day = '', spent_micros = 0, tasks = 0, paused_until = 0, paused_for = NULL, held_until = 0,"
                + " held_for = NULL, bought_at = 0, delivered_at = NULL, notified = NULL");
        sweep.store("DELETE FROM bookmark WHERE name = 'paused'");
        bench.sandbox.reset();
        bench.log.clear();
    }

    private boolean nothingIsUnderWay() {
        CamelContext context = bench.pipeline().context();
        return STAGES.stream().allMatch(stage -> context.getInflightRepository().size(stage) == 0
                && context.getEndpoint("seda:" + stage, SedaEndpoint.class).getCurrentQueueSize() == 0);
    }

    private void store(String statement) {
        bench.pipeline().store().jdbc().update(statement, Map.of("later", bench.clock.millis() + Duration.ofDays(9).toMillis()));
    }

    private void files() throws IOException {
        try (Stream<Path> roots = Files.list(bench.home)) {
            for (Path place : roots.filter(root -> Files.exists(root.resolve("in")))
                    .flatMap(root -> PLACES.stream().map(root::resolve)).filter(Files::isDirectory).toList()) {
                empty(place);
            }
        }
    }

    private static void empty(Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).filter(file -> !file.equals(place)).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
