package io.reeldrop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeldrop.job.Job;
import io.reeldrop.job.Jobs;
import io.reeldrop.job.Micros;
import io.reeldrop.job.Node;
import io.reeldrop.job.Orders;
import io.reeldrop.job.Place;
import io.reeldrop.job.State;
import io.reeldrop.job.Store;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;

/** What must be true in the end, whatever was killed or went away before: asked of the store, of the gateway and of the places. */
final class Audit {

    /** Of each drop, in the gateway's credits. */
    private static final String COST = "25";
    private static final long LONGEST_MINUTES = 10;
    private static final Node ME = new Node("test", Clock.systemUTC(), ZoneOffset.UTC);

    private final Ground ground;
    private final SandboxProcess sandbox;
    private final Store store;
    private final Jobs jobs;
    private final List<Drop> drops;

    /** @param drops all that were or will be dropped, and nothing else */
    Audit(Ground ground, SandboxProcess sandbox, Store store, List<Drop> drops) {
        this.ground = ground;
        this.sandbox = sandbox;
        this.store = store;
        this.jobs = new Jobs(store, ME);
        this.drops = drops;
    }

    List<Job> jobs() {
        return jobs.list("1 = 1", Map.of(), Integer.MAX_VALUE);
    }

    /** Waits until every drop is a job, and each of them as it should be. A store that is away for a while is waited for. */
    void until(Predicate<Job> condition) {
        Awaitility.await().atMost(LONGEST_MINUTES, TimeUnit.MINUTES).pollInterval(200, TimeUnit.MILLISECONDS).ignoreExceptions()
                .untilAsserted(() -> {
                    List<Job> all = jobs();
                    assertThat(all).hasSize(drops.size());
                    assertThat(all.stream().filter(condition.negate()).map(job -> job + " " + job.state() + " " + job.text("reason")))
                            .isEmpty();
                });
    }

    /**
     * Of the jobs that have ended, every one is delivered, or in doubt: because a kill fell inside its POST,
     * or because its answer was lost.
     *
     * @param struckInPost names of drops whose POST was under way when a process was killed
     * @return those in doubt
     */
    List<Job> doubtful(Set<String> struckInPost) throws IOException {
        Map<State, List<Job>> ended = jobs().stream().filter(job -> job.state().ended()).collect(Collectors.groupingBy(Job::state));
        List<Job> doubtful = ended.getOrDefault(State.IN_DOUBT, List.of());
        paidAtMostOnce();
        assertThat(ended.keySet()).isSubsetOf(State.DELIVERED, State.IN_DOUBT);
        List<Job> unanswered = doubtful.stream().filter(job -> !struckInPost.contains(job.name())).toList();
        assertThat(unanswered).describedAs("answers lost").hasSizeLessThanOrEqualTo(sandbox.report().path("answersLost").asInt());
        assertThat(tasks().keySet()).containsAll(unanswered.stream().map(Audit::prompt).toList());
        assertThat(ground.names("in")).isEmpty();
        assertThat(ground.names("dead-letter")).containsExactlyInAnyOrderElementsOf(doubtful.stream().map(Job::stem)
                .flatMap(stem -> List.of(stem + ".png", stem + ".json", stem + ".error.json").stream()).toList());
        return doubtful;
    }

    /**
     * Whether the task exists is asked of the gateway, as a person would. The first task is adopted by the real command, beside the
     * process that runs; the others as it does it, without a process for each.
     *
     * @return how many of them have a task
     */
    int resolve(Site site, List<Job> doubtful) throws IOException {
        Map<String, String> tasks = tasks();
        List<String> unpaid = new ArrayList<>(List.of("resolve"));
        Orders orders = new Orders(store, ME);
        int adopted = 0;
        for (Job job : doubtful) {
            String task = tasks.get(prompt(job));
            if (task == null) {
                unpaid.add(job.id());
            } else if (adopted++ == 0) {
                order(site, "resolve", job.id(), "--task-id", task);
            } else {
                orders.adopt(job, task);
            }
        }
        if (unpaid.size() > 1) {
            unpaid.addAll(List.of("--not-charged", "--yes"));
            order(site, unpaid.toArray(String[]::new));
        }
        return adopted;
    }

    private static void order(Site site, String... words) throws IOException {
        try (Child command = site.command(words)) {
            assertThat(command.exit()).describedAs("%s", command).isZero();
        }
    }

    /** Waits for it; then looks at every byte. */
    void everythingIsDelivered() throws IOException {
        until(job -> job.state() == State.DELIVERED);
        paidAtMostOnce();
        Map<String, String> tasks = tasks();
        assertThat(tasks.keySet()).containsExactlyInAnyOrderElementsOf(drops.stream().map(Drop::prompt).toList());
        assertThat(sandbox.report().path("tasksCreated").asInt()).isEqualTo(drops.size());
        for (String place : List.of("in", "in-progress", "dead-letter")) {
            assertThat(ground.names(place)).describedAs(place).isEmpty();
        }
        assertThat(ground.names("out")).containsExactlyInAnyOrderElementsOf(Drop.names(drops, ".mp4", ".result.json"));
        assertThat(ground.names("done")).containsExactlyInAnyOrderElementsOf(Drop.names(drops, ".png", ".json"));
        sandbox.faults(Map.of("cut-downloads", "0"));
        Map<String, Job> byName = jobs().stream().collect(Collectors.toMap(Job::name, Function.identity()));
        for (Drop drop : drops) {
            isWhole(drop, byName.get(drop.name()), tasks.get(drop.prompt()));
        }
        assertThat(ground.unfinished()).isEmpty();
    }

    private void isWhole(Drop drop, Job job, String task) throws IOException {
        assertThat(job.taskId()).isEqualTo(task);
        assertThat(job.place()).isEqualTo(Place.DONE);
        assertThat(ground.shelf("done").read(drop.name() + ".png")).isEqualTo(drop.image());
        assertThat(ground.shelf("done").read(drop.name() + ".json")).isEqualTo(drop.sidecar());
        byte[] video = ground.shelf("out").read(drop.name() + ".mp4");
        JsonNode result = new ObjectMapper().readTree(ground.shelf("out").read(drop.name() + ".result.json"));
        assertThat(Onlooker.whole(video)).isTrue();
        assertThat(result.path("sha256").asText()).isEqualTo(Drop.sha256(video)).isEqualTo(job.text("output_sha256"));
        assertThat(result.path("bytes").asLong()).isEqualTo(video.length).isEqualTo(job.number("output_bytes"));
        ground.tellsOf(drop.name() + ".mp4", job);
        assertThat(result.path("taskId").asText()).isEqualTo(task);
        assertThat(result.path("state").asText()).isEqualTo("DELIVERED");
        assertThat(Drop.sha256(video)).describedAs("video of %s as the gateway has it", drop.name())
                .isEqualTo(Drop.sha256(sandbox.video(task)));
    }

    /** Slots and spend were moved by hundreds of interrupted steps and still add up. */
    void theBooksAreRight() {
        assertThat(number("SELECT sum(cost_micros) FROM job")).isEqualTo(cost(drops.size()));
        assertThat(sandbox.report().path("creditsCharged").asLong() * Micros.of("1")).isEqualTo(cost(drops.size()));
        assertThat(number("SELECT in_flight + submitting FROM account")).isZero();
        for (String table : List.of("account", "watch")) {
            String jobs = " FROM job, " + table + " t WHERE job." + table + " = t.name AND bought_day = t.day";
            assertThat(number("SELECT spent_micros FROM " + table)).isEqualTo(number("SELECT sum(job.cost_micros)" + jobs));
            assertThat(number("SELECT tasks FROM " + table)).isEqualTo(number("SELECT sum(job.bought)" + jobs));
        }
    }

    private long number(String query) {
        return store.jdbc().queryForObject(query, Map.of(), Long.class);
    }

    void paidAtMostOnce() {
        JsonNode report = sandbox.report();
        assertThat(report.path("bodiesSeenTwice").asInt(-1)).isZero();
        assertThat(report.path("tasksCreated").asInt(-1)).isEqualTo(report.path("distinctBodies").asInt(-2));
        assertThat(report.path("failed").asInt(-1)).isZero();
    }

    /** Whenever the kill came: what was bought was written down before. */
    void everyTaskHasItsReceipt(Site site) throws IOException {
        List<String> receipts = Site.files(site.home().resolve("data/receipts")).keySet().stream()
                .map(name -> name.replaceAll(".*/|-\\d+\\.json", "")).toList();
        Map<String, String> ids = jobs().stream().collect(Collectors.toMap(Audit::prompt, Job::id));
        assertThat(receipts).containsAll(tasks().keySet().stream().map(ids::get).toList());
    }

    /** Every task of the gateway, by its prompt. */
    Map<String, String> tasks() {
        return StreamSupport.stream(sandbox.tasks().spliterator(), false)
                .collect(Collectors.toMap(task -> task.path("promptText").asText(), task -> task.path("id").asText()));
    }

    /** Of so many drops, in millionths. */
    static long cost(int drops) {
        return drops * Micros.of(COST);
    }

    static String prompt(Job job) {
        return job.request().path("promptText").asText();
    }
}
