package io.reeldrop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeldrop.job.Job;
import io.reeldrop.job.Jobs;
import io.reeldrop.job.Micros;
import io.reeldrop.job.Node;
import io.reeldrop.job.Place;
import io.reeldrop.job.State;
import io.reeldrop.job.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real process is killed again and again, at random instants, while drops come in. Its size and its chances can be set:
 * {@code -Dreeldrop.kill.kills=50 -Dreeldrop.kill.drops=200 -Dreeldrop.kill.seed=1}.
 */
class KillIT {

    private static final long SEED = Long.getLong("reeldrop.kill.seed", System.nanoTime() % 1_000_000);
    /** The longest life of a process that is up, or longer where starting takes longer. */
    private static final int LIFE_MS = 3_500;
    private static final String COST = "25";
    /** Behind every fifth prompt: a video that goes into a bucket in more than one part. */
    private static final String LARGE = " [video-bytes 34000000]";

    /** Slow answers, so that kills fall inside the POST; cut downloads, so that they fall between two tries; a lost answer now and then. */
    private static final Map<String, String> SANDBOX = Map.of("seed", Long.toString(SEED), "render", "100..1500", "video-frames", "2",
            "video-bytes", "2000000", "delay-answers", "0.5", "delay-answers-ms", "800", "lose-answers", "0.05", "cut-downloads", "0.25");

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);
    private final Map<String, Integer> struck = new TreeMap<>();
    private final Set<String> struckInPost = new TreeSet<>();
    private final Map<String, Integer> halves = new TreeMap<>();
    private final int kills = Integer.getInteger("reeldrop.kill.kills", usualKills());
    private final int number = Integer.getInteger("reeldrop.kill.drops", usualDrops());
    private final long began = System.nanoTime();
    private Ground ground;
    private SandboxProcess sandbox;
    private Site site;
    private long startMs = 3_000;

    int usualKills() {
        return 8;
    }

    int usualDrops() {
        return 40;
    }

    /** @param home of the site */
    Ground ground(Path home) throws Exception {
        return Ground.folders(home.resolve("watch"));
    }

    @Test
    void no_drop_is_lost_cut_or_paid_twice_however_often_the_process_is_killed() throws Exception {
        say(kills + " kills, " + number + " drops, -Dreeldrop.kill.seed=" + SEED);
        List<Drop> drops = Drop.make(number, folder, LARGE);
        try (SandboxProcess gateway = new SandboxProcess(SANDBOX); Ground places = ground(folder.resolve("home"))) {
            sandbox = gateway;
            ground = places;
            site = site();
            ground.under(site);
            try (Onlooker onlooker = ground.onlooker()) {
                for (int i = 0; i < kills; i++) {
                    life(drops.subList(i * number / kills, (i + 1) * number / kills));
                }
                lastLife(drops);
                assertThat(onlooker.complaints()).isEmpty();
            }
            say("killed while jobs were " + struck + ", their files: " + halves
                    + "; tasks created " + sandbox.report().path("tasksCreated"));
        }
    }

    private void lastLife(List<Drop> drops) throws Exception {
        try (Child run = site.run(); Store store = open(run)) {
            Jobs jobs = new Jobs(store, new Node("test", Clock.systemUTC(), ZoneOffset.UTC));
            List<Job> doubtful = whatTheKillsLeft(jobs);
            // What is submitted again could be lost again.
            sandbox.faults(Map.of("lose-answers", "0"));
            resolve(doubtful);
            everythingIsDelivered(jobs, drops);
            theBooksAreRight(store);
            run.end();
            fineLog(run);
        }
    }

    private Site site() throws IOException {
        return new Site(folder.resolve("home"))
                .set("reeldrop.accounts.sandbox.base-url", sandbox.uri())
                // Jobs in doubt keep their slots: there must be some left for the others.
                .set("reeldrop.accounts.sandbox.max-in-flight", Integer.toString(number + 20))
                .set("reeldrop.look-ms", "100").set("reeldrop.settle-ms", "150").set("reeldrop.poll.interval-ms", "200")
                .set("reeldrop.deliver.retry-ms", "200").set("reeldrop.min-free-bytes", "1");
    }

    /** One process from its start to its violent end; some drops are there before it, the others come while it lives. */
    private void life(List<Drop> share) throws Exception {
        int before = random.nextInt(share.size() + 1);
        for (Drop drop : share.subList(0, before)) {
            put(drop);
        }
        boolean whileStarting = random.nextInt(6) == 0;
        long start = System.nanoTime();
        try (Child run = site.run()) {
            if (!whileStarting) {
                run.await("reeldrop is running.*");
                startMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            }
            int end = random.nextInt((int) (whileStarting ? startMs : Math.max(LIFE_MS, startMs)));
            int[] instants = random.ints(share.size() - before, 0, end + 1).sorted().toArray();
            int now = 0;
            for (int i = 0; i < instants.length; i++) {
                run.live(instants[i] - now);
                now = instants[i];
                put(share.get(before + i));
            }
            run.live(end - now);
            run.kill();
            say("killed");
            fineLog(run);
        }
        Map<String, String> standings = Wreck.standings(site.storeFile(), folder);
        Wreck.halves(ground, standings).forEach(half -> halves.merge(half, 1, Integer::sum));
        standings.forEach((name, standing) -> {
            struck.merge(standing, 1, Integer::sum);
            if (standing.equals("SUBMITTING")) {
                struckInPost.add(name);
            }
        });
    }

    private void put(Drop drop) throws IOException {
        ground.put(drop, random.nextBoolean());
    }

    /** Lost answers are told as errors, and rightly so; nothing else may go wrong. */
    private static void fineLog(Child run) {
        assertThat(run.lines()).filteredOn(line -> line.contains(" ERROR ") && !line.contains("IN DOUBT")).isEmpty();
    }

    private Store open(Child run) {
        run.await("reeldrop is running.*");
        return Store.open("jdbc:sqlite:" + site.storeFile());
    }

    /** Every drop is delivered, or in doubt: because a kill fell inside its POST, or because its answer was lost. */
    private List<Job> whatTheKillsLeft(Jobs jobs) throws IOException {
        until(jobs, job -> job.state().ended() && job.filed());
        Map<State, List<Job>> ended = all(jobs).stream().collect(Collectors.groupingBy(Job::state));
        List<Job> doubtful = ended.getOrDefault(State.IN_DOUBT, List.of());
        say("" + ended.entrySet().stream().map(e -> e.getValue().size() + " " + e.getKey()).toList());
        paidAtMostOnce();
        everyTaskHasItsReceipt(jobs);
        assertThat(ended.keySet()).isSubsetOf(State.DELIVERED, State.IN_DOUBT);
        List<Job> unanswered = doubtful.stream().filter(job -> !struckInPost.contains(job.name())).toList();
        assertThat(doubtful).extracting(Job::name).containsAll(struckInPost);
        assertThat(unanswered).hasSizeLessThanOrEqualTo(sandbox.report().path("answersLost").asInt());
        assertThat(tasksByPrompt().keySet()).containsAll(unanswered.stream().map(KillIT::prompt).toList());
        assertThat(ground.names("in")).isEmpty();
        assertThat(ground.names("in-progress")).isEmpty();
        assertThat(ground.names("dead-letter")).containsExactlyInAnyOrderElementsOf(doubtful.stream().map(Job::stem)
                .flatMap(stem -> List.of(stem + ".png", stem + ".json", stem + ".error.json").stream()).toList());
        return doubtful;
    }

    /** With the real command; whether the task exists is asked of the gateway, as a person would. */
    private void resolve(List<Job> doubtful) throws IOException {
        Map<String, String> tasks = tasksByPrompt();
        List<String> unpaid = new ArrayList<>(List.of("resolve"));
        int paid = 0;
        for (Job job : doubtful) {
            String task = tasks.get(prompt(job));
            if (task == null) {
                unpaid.add(job.id());
            } else {
                paid++;
                order("resolve", job.id(), "--task-id", task);
            }
        }
        say("in doubt " + doubtful.size() + " (killed inside their POST: " + struckInPost.size() + "), "
                + paid + " of them have a task");
        if (unpaid.size() > 1) {
            unpaid.addAll(List.of("--not-charged", "--yes"));
            order(unpaid.toArray(String[]::new));
        }
    }

    private void order(String... words) throws IOException {
        try (Child command = site.command(words)) {
            assertThat(command.exit()).describedAs("%s", command).isZero();
        }
    }

    private void everythingIsDelivered(Jobs jobs, List<Drop> drops) throws IOException {
        until(jobs, job -> job.state() == State.DELIVERED);
        paidAtMostOnce();
        Map<String, String> tasks = tasksByPrompt();
        assertThat(tasks.keySet()).containsExactlyInAnyOrderElementsOf(drops.stream().map(Drop::prompt).toList());
        assertThat(sandbox.report().path("tasksCreated").asInt()).isEqualTo(number);
        for (String place : List.of("in", "in-progress", "dead-letter")) {
            assertThat(ground.names(place)).describedAs(place).isEmpty();
        }
        assertThat(ground.names("out")).containsExactlyInAnyOrderElementsOf(Drop.names(drops, ".mp4", ".result.json"));
        assertThat(ground.names("done")).containsExactlyInAnyOrderElementsOf(Drop.names(drops, ".png", ".json"));
        sandbox.faults(Map.of("cut-downloads", "0"));
        Map<String, Job> byName = all(jobs).stream().collect(Collectors.toMap(Job::name, Function.identity()));
        for (Drop drop : drops) {
            isWhole(drop, byName.get(drop.name()), tasks.get(drop.prompt()));
        }
        assertThat(ground.unfinished()).isEmpty();
        Awaitility.await().atMost(60, TimeUnit.SECONDS).untilAsserted(() -> assertThat(Site.files(site.spool())).isEmpty());
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
        assertThat(Drop.sha256(video)).describedAs("video of %s as the gateway has it", drop.name()).isEqualTo(Drop.sha256(sandbox.video(task)));
    }

    /** Slots and spend were moved by hundreds of interrupted steps and still add up. */
    private void theBooksAreRight(Store store) {
        Map<String, Object> account = store.jdbc().queryForMap("SELECT * FROM account", Map.of());
        assertThat(account).containsEntry("in_flight", 0).containsEntry("submitting", 0);
        long spent = store.jdbc().queryForObject("SELECT sum(cost_micros) FROM job", Map.of(), Long.class);
        assertThat(spent).isEqualTo(number * Micros.of(COST));
        assertThat(sandbox.report().path("creditsCharged").asLong() * Micros.of("1")).isEqualTo(spent);
    }

    private void paidAtMostOnce() {
        JsonNode report = sandbox.report();
        assertThat(report.path("bodiesSeenTwice").asInt(-1)).isZero();
        assertThat(report.path("tasksCreated").asInt(-1)).isEqualTo(report.path("distinctBodies").asInt(-2));
        assertThat(report.path("failed").asInt(-1)).isZero();
    }

    /** Whenever the kill came: what was bought was written down before. */
    private void everyTaskHasItsReceipt(Jobs jobs) throws IOException {
        List<String> receipts = Site.files(site.home().resolve("data/receipts")).keySet().stream()
                .map(name -> name.replaceAll(".*/|-\\d+\\.json", "")).toList();
        Map<String, String> ids = all(jobs).stream().collect(Collectors.toMap(KillIT::prompt, Job::id));
        assertThat(receipts).containsAll(tasksByPrompt().keySet().stream().map(ids::get).toList());
    }

    private Map<String, String> tasksByPrompt() {
        return StreamSupport.stream(sandbox.tasks().spliterator(), false)
                .collect(Collectors.toMap(task -> task.path("promptText").asText(), task -> task.path("id").asText()));
    }

    private void until(Jobs jobs, Predicate<Job> condition) {
        Awaitility.await().atMost(5, TimeUnit.MINUTES).pollInterval(200, TimeUnit.MILLISECONDS).untilAsserted(() -> {
            List<Job> all = all(jobs);
            assertThat(all).hasSize(number);
            assertThat(all.stream().filter(condition.negate()).map(job -> job + " " + job.state() + " " + job.text("reason"))).isEmpty();
        });
    }

    private void say(String what) {
        System.out.println(getClass().getSimpleName() + ", " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began) + " s: " + what);
    }

    private static List<Job> all(Jobs jobs) {
        return jobs.list("1 = 1", Map.of(), Integer.MAX_VALUE);
    }

    private static String prompt(Job job) {
        return job.request().path("promptText").asText();
    }
}
