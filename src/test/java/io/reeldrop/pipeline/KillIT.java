package io.reeldrop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.Nightly;
import io.reeldrop.job.Job;
import io.reeldrop.job.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The real process is killed again and again while drops come in: a moment after a job has come to this step or that, so that the kills
 * fall into all of them on any machine. Its size and its chances can be set: {@code -Dkill.kills=50 -Dkill.drops=200 -Dkill.seed=1}.
 */
class KillIT extends LongRun {

    private static final long SEED = Long.getLong("kill.seed", System.nanoTime() % 1_000_000);
    /** What each life in turn comes to; then it goes on for a moment, at most so long. */
    private static final List<String> STEPS = List.of("SUBMITTING", "DELIVERING, to fetch", "DELIVERING, to publish", "TAKING", "RENDERING",
            "WAITING, claimed");
    private static final int MOMENT_MS = 400;
    /** Behind every fifth prompt: a video that goes into a bucket in more than one part. */
    private static final String LARGE = " [video-bytes 34000000]";

    /** Slow answers, so that kills fall inside the POST; cut downloads, so that they fall between two tries; a lost answer now and then. */
    private static final Map<String, String> SANDBOX = Map.of("seed", Long.toString(SEED), "render", "100..1500",
            "video-bytes", "2000000", "delay-answers", "0.5", "delay-answers-ms", "800", "lose-answers", "0.05", "cut-downloads", "0.25");

    private final Random random = new Random(SEED);
    private final Map<String, Integer> struck = new TreeMap<>();
    private final Set<String> struckInPost = new TreeSet<>();
    private final Map<String, Integer> halves = new TreeMap<>();
    private final int kills = Nightly.size("kill.kills", fewKills(), 50);
    private final int number = Nightly.size("kill.drops", fewDrops(), 200);
    private Ground ground;
    private SandboxProcess sandbox;
    private Site site;
    private long startMs = 3_000;
    private int dropped;

    int fewKills() {
        return 3;
    }

    int fewDrops() {
        return 12;
    }

    /** @param home of the site */
    Ground ground(Path home) throws Exception {
        return Ground.folders(home.resolve("watch"));
    }

    @Test
    void no_drop_is_lost_cut_or_paid_twice_however_often_the_process_is_killed() throws Exception {
        say(kills + " kills, " + number + " drops, -Dkill.seed=" + SEED);
        List<Drop> drops = Drop.make(number, folder, LARGE);
        try (SandboxProcess gateway = new SandboxProcess(SANDBOX); Ground places = ground(folder.resolve("home"))) {
            sandbox = gateway;
            ground = places;
            site = site();
            ground.under(site);
            try (Onlooker onlooker = ground.onlooker()) {
                for (int i = 0; i < kills; i++) {
                    life(drops.subList(i * number / kills, (i + 1) * number / kills), STEPS.get(i % STEPS.size()));
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
            Audit audit = new Audit(ground, sandbox, store, drops);
            audit.until(job -> job.state().ended() && job.filed());
            List<Job> doubtful = audit.doubtful(struckInPost);
            audit.everyTaskHasItsReceipt(site);
            assertThat(doubtful).extracting(Job::name).containsAll(struckInPost);
            assertThat(ground.names("in-progress")).isEmpty();
            // What is submitted again could be lost again.
            sandbox.faults(Map.of("lose-answers", "0"));
            int paid = audit.resolve(site, doubtful);
            say("in doubt " + doubtful.size() + " (killed inside their POST: " + struckInPost.size() + "), " + paid
                    + " of them have a task");
            audit.everythingIsDelivered();
            eventually().untilAsserted(() -> assertThat(Site.files(site.spool())).isEmpty());
            audit.theBooksAreRight();
            run.end();
            fineLog(run);
        }
    }

    private Site site() throws IOException {
        // Jobs in doubt keep their slots: there must be some left for the others.
        return new Site(folder.resolve("home")).hasty(sandbox, number + 20).set("reeldrop.look-ms", "100");
    }

    /** One process from its start to its violent end; some drops are there before it, the others come when it is up. */
    private void life(List<Drop> share, String step) throws Exception {
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
            for (Drop drop : share.subList(before, share.size())) {
                put(drop);
            }
            if (!whileStarting) {
                comesTo(step, run);
            }
            run.live(random.nextInt(whileStarting ? (int) startMs : MOMENT_MS));
            run.kill();
            say("killed " + (whileStarting ? "while it started" : "when a job was " + step));
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
        dropped++;
    }

    /** Until a job does, or, where all of them were quicker than this looks, until none is left to. */
    private void comesTo(String step, Child run) {
        eventually().pollInterval(5, TimeUnit.MILLISECONDS).ignoreExceptionsInstanceOf(SQLException.class)
                .failFast(() -> assertThat(run.alive()).as("%s", run).isTrue())
                .until(() -> {
                    List<String> steps = Wreck.steps(site.storeFile());
                    return steps.contains(step) || steps.size() == dropped && steps.stream().allMatch("ended"::equals);
                });
    }

    /** Lost answers are told as errors, and rightly so; nothing else may go wrong. */
    private static void fineLog(Child run) {
        assertThat(run.lines()).filteredOn(line -> line.contains(" ERROR ") && !line.contains("IN DOUBT")).isEmpty();
    }

    private Store open(Child run) {
        run.await("reeldrop is running.*");
        return Store.open("jdbc:sqlite:" + site.storeFile());
    }
}
