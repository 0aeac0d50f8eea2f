package io.reeldrop.sandbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;

/** {@code GET} and {@code DELETE /v1/tasks/{id}}. */
final class Polls {

    private final Tasks tasks;
    private final Counts counts;
    private final Later later;
    private final OutputLinks links;

    Polls(Tasks tasks, Counts counts, Later later, OutputLinks links) {
        this.tasks = tasks;
        this.counts = counts;
        this.later = later;
        this.links = links;
    }

    void get(Call call, SandboxOptions options, String id, String base) throws IOException {
        counts.polls.increment();
        Task task = tasks.find(id);
        try {
            long poll = task == null ? 0 : task.polled(tasks.now(), counts::gap);
            Gate.enter(call, options);
            if (task == null || tasks.now() < task.createdAt + task.fate.unknownTaskMs()) {
                throw unknown();
            }
            Gate.strikePoll(call, options, task.fate.key(), poll);
            if (Chance.strikes(options, Option.HTML_POLLS, task.fate.key(), poll)) {
                call.page();
            } else if (Chance.strikes(options, Option.RESET_POLLS, task.fate.key(), poll)) {
                call.jsonCut(200, shown(task, options, base));
            } else {
                later.after(hang(options, task, poll), call, () -> call.json(200, shown(task, options, base)));
            }
        } catch (Refusal refusal) {
            call.refuse(refusal);
        }
    }

    void delete(Call call, SandboxOptions options, String id) throws IOException {
        try {
            Gate.enter(call, options);
            Task task = tasks.find(id);
            if (task == null) {
                throw unknown();
            }
            tasks.delete(task, options);
            call.empty(204);
        } catch (Refusal refusal) {
            call.refuse(refusal);
        }
    }

    private static Refusal unknown() {
        return Refusal.of(404, "Could not find Task");
    }

    private static long hang(SandboxOptions options, Task task, long poll) {
        if (task.directives.has("hang") && poll <= task.directives.number("hang", 1, 1)) {
            return task.directives.number("hang", 0, options.number(Option.HANG_POLLS_MS));
        }
        return Chance.strikes(options, Option.HANG_POLLS, task.fate.key(), poll) ? options.number(Option.HANG_POLLS_MS) : 0;
    }

    private ObjectNode shown(Task task, SandboxOptions options, String base) {
        long now = tasks.now();
        Task.Status status = task.status(now);
        ObjectNode shown = JsonNodeFactory.instance.objectNode().put("id", task.id)
                .put("createdAt", Instant.ofEpochMilli(task.createdAt).toString());
        if (now < task.createdAt + task.fate.unknownStatusMs()) {
            return shown.put("status", "REHEARSING");
        }
        shown.put("status", status.name());
        switch (status) {
            case THROTTLED, PENDING -> estimate(shown, task);
            case RUNNING -> estimate(shown.put("progress", task.progress(now)), task);
            case SUCCEEDED -> output(shown, task, options, base, now);
            case FAILED -> failure(shown, task);
            case CANCELLED -> { }
        }
        if (task.ended(now)) {
            shown.putObject("cost").put("credits", task.cost(now));
        }
        return shown;
    }

    private static void estimate(ObjectNode shown, Task task) {
        shown.putObject("estimatedCost").put("credits", task.order.estimate());
    }

    private void output(ObjectNode shown, Task task, SandboxOptions options, String base, long now) {
        if (now >= task.endAt() + task.fate.noOutputMs()) {
            String query = links.query(task.id, now + options.number(Option.EXPIRE_OUTPUTS));
            shown.putArray("output").add(base + "/outputs/" + task.id + ".mp4?" + query);
        }
    }

    private static void failure(ObjectNode shown, Task task) {
        String code = task.fate.failureCode();
        boolean unsafe = code != null && code.contains("SAFETY");
        shown.put("failure", unsafe ? "The content did not pass moderation." : "An unexpected error occurred.");
        if (code != null) {
            shown.put("failureCode", code);
        }
    }
}
