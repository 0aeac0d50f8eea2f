package io.reeldrop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeldrop.job.Job;
import io.reeldrop.job.State;
import io.reeldrop.sandbox.Sandbox;
import io.reeldrop.sandbox.SandboxOptions;
import io.reeldrop.sandbox.dialect.Dialects;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A row of the matrix at work: a sandbox and an account of its own, and the person who looks after it. */
final class FaultStage {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SAME_PAUSE_MS = 10_000;

    final FaultRow row;
    final Sandbox sandbox;
    /** Each pause of the account: when the last POST before it was made, and when it is over. */
    final List<Pause> pauses = new ArrayList<>();
    /** How many jobs were in each state when there was nothing left to do but for a person. */
    Map<State, Long> first;
    long mostInDoubt;
    private final Bench bench;
    private boolean mended;

    /** UTC epoch milliseconds. */
    record Pause(long from, long until) {

        long ms() {
            return until - from;
        }
    }

    FaultStage(Bench bench, FaultRow row, Clock clock) throws IOException {
        this.bench = bench;
        this.row = row;
        sandbox = Sandbox.start(SandboxOptions.parse(row.options), clock);
        String account = "reeldrop.accounts." + row.name + ".";
        bench.set(account + "gateway", row.gateway).set(account + "base-url", sandbox.uri() + Dialects.at('/' + row.gateway + '/').base())
                .set(account + "max-in-flight", "1000").set(account + "max-tasks-per-day", "100000")
                .set(account + "allow-private-addresses", "true");
        bench.environment.put("REELDROP_ACCOUNTS_" + row.name.toUpperCase(Locale.ROOT).replace('-', '_') + "_API_KEY",
                "key-of-" + row.name);
    }

    Path root() {
        return bench.home.resolve(FaultMatrix.WATCH);
    }

    List<Job> jobs() {
        return bench.jobs().list("account = :account", Map.of("account", row.name), FaultMatrix.JOBS + 1);
    }

    Map<State, Long> states() {
        Map<State, Long> states = new TreeMap<>();
        bench.pipeline().store().jdbc().query("SELECT state, count(*) AS number FROM job WHERE account = :name GROUP BY state",
                Map.of("name", row.name), jobs -> { states.put(State.valueOf(jobs.getString("state")), jobs.getLong("number")); });
        return states;
    }

    long inDoubt() {
        return states().getOrDefault(State.IN_DOUBT, 0L);
    }

    /** How often jobs came into that state. */
    long entered(State state) {
        return bench.pipeline().store().jdbc().queryForObject("SELECT count(*) FROM job_event e JOIN job j ON j.id = e.job_id"
                + " WHERE j.account = :account AND e.state = :state", Map.of("account", row.name, "state", state.name()), Long.class);
    }

    Map<String, Object> account() {
        return bench.pipeline().store().jdbc().queryForMap("SELECT * FROM account WHERE name = :name", Map.of("name", row.name));
    }

    /** The sandbox's tasks by the prompt they were bought with. */
    Map<String, List<JsonNode>> tasks() throws IOException {
        Map<String, List<JsonNode>> tasks = new HashMap<>();
        for (JsonNode task : JSON.readTree(URI.create(sandbox.uri() + "/sandbox/tasks").toURL())) {
            tasks.computeIfAbsent(task.path("promptText").asText(), prompt -> new ArrayList<>()).add(task);
        }
        return tasks;
    }

    /** All with the same image: only the prompts tell them apart. */
    void drop() throws IOException {
        byte[] image = Bench.png(7);
        boolean third = row.gateway.equals("gptge");
        Path in = Files.createDirectories(root().resolve("in").resolve(row.name));
        for (int i = 0; i < FaultMatrix.JOBS; i++) {
            Files.write(in.resolve("d" + i + ".png"), image);
            Files.write(in.resolve("d" + i + ".json"), JSON.writeValueAsBytes(JSON.createObjectNode().put("account", row.name)
                    .put("promptText", (row.name + " " + i + " " + row.directive(i)).strip())
                    .put("model", third ? "gen3a_turbo" : "gen4_turbo").put("ratio", third ? "1280:768" : "1280:720").put("duration", 5)));
        }
    }

    /** Notes a pause that has begun, and mends the gateway when enough was seen. */
    void look() {
        Map<String, Object> account = account();
        long until = ((Number) account.get("paused_until")).longValue();
        long last = pauses.isEmpty() ? 0 : pauses.get(pauses.size() - 1).until();
        // Answers to POSTs that were under way together move it by as much as they came one after another.
        if (until > last + SAME_PAUSE_MS) {
            pauses.add(new Pause(bench.pipeline().store().jdbc().queryForObject("SELECT max(submitted_at) FROM job WHERE account = :name",
                    Map.of("name", row.name), Long.class), until));
        }
        if (!mended && row.enough.test(this)) {
            mended = true;
            sandbox.faults(row.mended);
        }
    }

    /**
     * What a person does when nothing happens by itself any more: finds out about the jobs in doubt, and has the paid ones go on.
     *
     * @return whether there was anything to do
     */
    boolean operate() throws IOException {
        if (first == null) {
            first = states();
        }
        mostInDoubt = Math.max(mostInDoubt, inDoubt());
        boolean busy = false;
        Map<String, List<JsonNode>> tasks = tasks();
        for (Job job : jobs()) {
            if (job.state() == State.IN_DOUBT) {
                told(job, "reeldrop resolve " + job.id());
                List<JsonNode> made = tasks.getOrDefault(job.request().path("promptText").asText(), List.of());
                if (made.isEmpty()) {
                    bench.orders().notCharged(job);
                } else {
                    bench.orders().adopt(job, made.get(0).path("id").asText());
                }
                busy = true;
            } else if (job.state() == State.UNDELIVERED && row.last != State.UNDELIVERED) {
                told(job, job.taskId());
                sandbox.faults(row.mended);
                bench.orders().goOn(job, false);
                busy = true;
            }
        }
        return busy;
    }

    @Override
    public String toString() {
        return row.fault;
    }

    /** A person learns what there is to do from the dead letter. */
    private void told(Job job, String what) throws IOException {
        assertThat(Files.readString(root().resolve("dead-letter").resolve(job.stem() + ".error.json"))).contains(what);
    }

    void close() throws IOException {
        sandbox.close();
    }
}
