package io.reeldrop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.job.Job;
import io.reeldrop.job.State;
import io.reeldrop.sandbox.Report;
import io.reeldrop.sandbox.dialect.Dialect;
import io.reeldrop.sandbox.dialect.Dialects;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of a drop in every shape in which any gateway's documents let it answer. */
class EveryGatewayTest {

    private static final String KEY = "key_of_every_gateway";

    @TempDir
    Path home;

    @Test
    void delivers_in_every_shape_and_books_what_was_named() throws Exception {
        Map<String, String> options = new HashMap<>(Bench.QUICK);
        options.putAll(Map.of("slots", "1000", "output-host", "localhost", "key", KEY));
        try (Bench bench = new Bench(home, options)) {
            for (Dialect gateway : Dialects.all()) {
                String account = "reeldrop.accounts." + gateway.name() + ".";
                bench.environment.put("REELDROP_ACCOUNTS_" + gateway.name().toUpperCase(Locale.ROOT) + "_API_KEY", KEY);
                bench.set(account + "base-url", bench.sandbox.uri() + gateway.base()).set(account + "max-in-flight", "20")
                        .set(account + "allow-private-addresses", "true").watch(gateway.name(), gateway.name());
                // Polls keep their distance as at the real gateways; the render is over by the first.
                for (int i = 0; i < gateway.styles().size(); i++) {
                    Bench.drop(home.resolve(gateway.name()), "cat-" + i, Bench.SIDECAR.replace("1280:720", ratio(gateway)));
                }
            }
            bench.start();
            int drops = Dialects.all().stream().mapToInt(gateway -> gateway.styles().size()).sum();
            bench.untilAll(drops, job -> job.state() == State.DELIVERED && job.filed());
            Report report = bench.sandbox.report();
            assertThat(report.tasksCreated()).isEqualTo(drops);
            assertThat(report.keyLeaks()).isZero();
            assertThat(report.bodiesSeenTwice()).isZero();
            for (Dialect gateway : Dialects.all()) {
                List<Job> jobs = bench.all().stream().filter(job -> job.account().equals(gateway.name())).toList();
                assertThat(jobs.stream().map(Job::taskId)).doesNotHaveDuplicates();
                assertThat(jobs)
                        .allSatisfy(job -> assertThat(home.resolve(gateway.name() + "/out/" + job.text("output_file"))).isNotEmptyFile());
                assertThat(report.gateways().get(gateway.name()).styles()).hasSameSizeAs(gateway.styles());
                assertThat(jobs.stream().mapToLong(job -> job.number("cost_micros")).sum()).as(gateway.name())
                        .isEqualTo(report.gateways().get(gateway.name()).billed() * 1_000_000);
            }
        }
    }

    private static String ratio(Dialect gateway) {
        List<String> ratios = gateway.models().values().iterator().next().ratios();
        return ratios == null || ratios.contains("1280:720") ? "1280:720" : ratios.get(0);
    }
}
