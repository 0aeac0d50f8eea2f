package io.reeldrop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.job.Databases;
import io.reeldrop.job.Job;
import io.reeldrop.job.Jobs;
import io.reeldrop.job.Node;
import io.reeldrop.job.State;
import io.reeldrop.job.Store;
import io.reeldrop.storage.S3Call;
import io.reeldrop.storage.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two node processes read one queue, and one of them is killed with messages in its hands, twice; every event comes twice, and the watch
 * looks once an hour: whatever is taken, an event took. {@code -Devents.drops=200 -Devents.seed=1}.
 */
@Tag("nightly")
class EventNodesIT extends LongRun {

    private static final int DROPS = Integer.getInteger("events.drops", 40);
    private static final long SEED = Long.getLong("events.seed", System.nanoTime() % 1_000_000);

    private final List<Child> running = new ArrayList<>();

    @Test
    void each_drop_is_bought_once_whoever_hears_of_it_and_however_often() throws Exception {
        say(DROPS + " drops, -Devents.seed=" + SEED);
        String url = Databases.postgres();
        try (SandboxProcess gateway = new SandboxProcess(Map.of("render", "100..500"));
                S3Server s3 = S3Server.process(folder.resolve("s3")).bucket("drops"); SqsServer sqs = new SqsServer();
                Store store = Store.open(url, "postgres", "")) {
            String queue = sqs.queue("drops");
            Jobs jobs = new Jobs(store, new Node("test", Clock.systemUTC(), ZoneOffset.UTC));
            List<Site> sites = List.of(site("one", url, gateway, s3, sqs, queue), site("two", url, gateway, s3, sqs, queue));
            try {
                for (Site site : sites) {
                    running.add(site.run());
                }
                running.forEach(child -> child.await("reeldrop is running.*"));
                tell(Drop.make(DROPS, folder, ""), s3, sqs, queue);
                // A message stays in a node's hands for a while, so that kills fall between its receipt and its deletion.
                s3.slow(S3Call.LIST, 1_000);
                for (int i = 1; i <= 2; i++) {
                    int taken = i * DROPS / 4;
                    eventually().until(() -> all(jobs).size() >= taken);
                    running.get(0).kill();
                    running.set(0, sites.get(0).run());
                }
                s3.allow();
                eventually().untilAsserted(() -> assertThat(all(jobs)).hasSize(DROPS)
                        .allSatisfy(job -> assertThat(job.state().ended() && job.filed()).as("%s %s", job, job.state()).isTrue()));
                eventually().until(() -> sqs.left(queue) == 0);
                Map<State, Long> states = all(jobs).stream().collect(Collectors.groupingBy(Job::state, Collectors.counting()));
                say(states + ", tasks " + gateway.report().path("tasksCreated") + ", taken by "
                        + takers(store));
                // A kill inside a POST leaves it in doubt.
                assertThat(states.keySet()).isSubsetOf(State.DELIVERED, State.IN_DOUBT);
                assertThat(states.getOrDefault(State.DELIVERED, 0L)).isGreaterThan(DROPS / 2);
                assertThat(gateway.report().path("bodiesSeenTwice").asInt(-1)).isZero();
                assertThat(gateway.report().path("tasksCreated").asInt()).isBetween(states.get(State.DELIVERED).intValue(), DROPS);
                assertThat(Shelf.bucket(s3, "drops", "press/in").names()).isEmpty();
                assertThat(running).allSatisfy(child -> assertThat(child.lines())
                        .noneMatch(line -> line.contains(" ERROR ") && !line.contains("IN DOUBT")));
            } finally {
                running.forEach(Child::close);
            }
        }
    }

    private Site site(String name, String url, SandboxProcess gateway, S3Server s3, SqsServer sqs, String queue) throws Exception {
        Site site = new Site(folder.resolve(name)).bucket(s3, "drops", "press", "s3://drops/press/out");
        BucketEventsTest.events(site.home(), queue);
        Path file = site.home().resolve("routes/watch/bucket-events.camel.yaml");
        Files.writeString(file, Files.readString(file).replace("visibilitySeconds: 3", "visibilitySeconds: 8"));
        return site.set("reeldrop.store.url", url).set("reeldrop.store.user", "postgres").set("reeldrop.sqs.endpoint", sqs.endpoint())
                .set("reeldrop.accounts.sandbox.base-url", gateway.uri()).set("reeldrop.accounts.sandbox.max-in-flight", "200")
                .set("reeldrop.submit.timeout-ms", "5000").set("reeldrop.look-ms", "3600000").set("reeldrop.poll.interval-ms", "200")
                .set("reeldrop.min-free-bytes", "1");
    }

    private static void tell(List<Drop> drops, S3Server s3, SqsServer sqs, String queue) {
        Random random = new Random(SEED);
        Shelf in = Shelf.bucket(s3, "drops", "press/in");
        for (Drop drop : drops) {
            List<String> suffixes = random.nextBoolean() ? List.of(".png", ".json") : List.of(".json", ".png");
            for (String suffix : suffixes) {
                in.put(drop.name() + suffix, suffix.equals(".png") ? drop.image() : drop.sidecar());
                String message = Told.values()[random.nextInt(Told.values().length)].created("drops", "press/in/" + drop.name() + suffix);
                sqs.send(queue, message);
                sqs.send(queue, message);
            }
        }
    }

    private static List<Job> all(Jobs jobs) {
        return jobs.list("1 = 1", Map.of(), Integer.MAX_VALUE);
    }

    /** How many drops each node bought. */
    private static Map<String, Object> takers(Store store) {
        return store.jdbc().queryForList("SELECT node, count(DISTINCT job_id) AS jobs FROM job_event"
                + " WHERE state = 'SUBMITTING' GROUP BY node", Map.of())
                .stream().collect(Collectors.toMap(row -> String.valueOf(row.get("node")), row -> row.get("jobs")));
    }
}
