package io.reeldrop.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.sandbox.dialect.Refused.Kind;
import java.io.IOException;

/** {@code GET} and {@code DELETE …/v1/tasks/{id}}. */
final class Polls {

    private final Tasks tasks;
    private final Counts counts;
    private final Later later;
    private final Views views;

    Polls(Tasks tasks, Counts counts, Later later, Views views) {
        this.tasks = tasks;
        this.counts = counts;
        this.later = later;
        this.views = views;
    }

    void get(Call call, SandboxOptions options, String id) throws IOException {
        counts.polls.increment();
        Task task = tasks.find(call.dialect(), id);
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
                call.jsonCut(200, shown(call, options, task));
            } else {
                later.after(hang(options, task, poll), call, () -> call.json(200, shown(call, options, task)));
            }
        } catch (Refusal refusal) {
            call.refuse(refusal);
        }
    }

    void delete(Call call, SandboxOptions options, String id) throws IOException {
        try {
            Gate.enter(call, options);
            Task task = tasks.find(call.dialect(), id);
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
        return Refusal.of(Kind.UNKNOWN_TASK, 404, "Could not find Task");
    }

    private ObjectNode shown(Call call, SandboxOptions options, Task task) {
        return task.manner.shown().apply(views.of(call, options, task));
    }

    private static long hang(SandboxOptions options, Task task, long poll) {
        if (task.directives.has("hang") && poll <= task.directives.number("hang", 1, 1)) {
            return task.directives.number("hang", 0, options.number(Option.HANG_POLLS_MS));
        }
        return Chance.strikes(options, Option.HANG_POLLS, task.fate.key(), poll) ? options.number(Option.HANG_POLLS_MS) : 0;
    }
}
