package io.reeldrop.sandbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.concurrent.Semaphore;

/** {@code POST …/v1/image_to_video}. */
final class Submits {

    /** A data URI of the greatest length, with room for the rest. */
    private static final int LONGEST_BODY = 6 << 20;

    private final Tasks tasks;
    private final Counts counts;
    private final SubmitRules rules;
    private final Later later;
    private final Views views;
    /** Bodies held at once: each may need four times its size while it is looked at. */
    private final Semaphore bodies = new Semaphore(8);

    Submits(Tasks tasks, Counts counts, SubmitRules rules, Later later, Views views) {
        this.tasks = tasks;
        this.counts = counts;
        this.rules = rules;
        this.later = later;
        this.views = views;
    }

    void answer(Call call, SandboxOptions options) throws IOException {
        long count = counts.posts.incrementAndGet();
        if (Chance.strikes(options, Option.DROP_BEFORE, 0, count)) {
            call.drop();
            return;
        }
        Task task;
        try {
            task = create(call, options);
        } catch (Refusal refusal) {
            call.refuse(refusal, counts::answered);
            return;
        }
        answer(call, options, task);
    }

    private Task create(Call call, SandboxOptions options) throws Refusal, IOException {
        bodies.acquireUninterruptibly();
        try {
            byte[] body = call.body(LONGEST_BODY);
            Gate.enter(call, options);
            Gate.json(call);
            if (body == null) {
                throw Refusal.of(413, "Request body too large");
            }
            String sha256 = Hash.hex(body);
            long count = tasks.submitted(sha256);
            Gate.strikeSubmit(call, options, Hash.key(sha256), count);
            return tasks.create(options, rules.read(call.dialect(), body), sha256, count);
        } finally {
            bodies.release();
        }
    }

    private void answer(Call call, SandboxOptions options, Task task) throws IOException {
        ObjectNode answer = task.manner.submitted().apply(views.of(call, options, task));
        if (strikes(options, task, "lose", Option.LOSE_ANSWERS)) {
            counts.answersLost.increment();
            call.drop();
        } else if (strikes(options, task, "reset", Option.RESET_ANSWERS)) {
            counts.answersLost.increment();
            call.jsonCut(200, answer);
        } else if (strikes(options, task, "error", Option.ERROR_ANSWERS)) {
            counts.answered(504);
            call.refuse(Refusal.of(504, "Answered 504 on request"));
        } else if (strikes(options, task, "no-id", Option.NO_ID)) {
            counts.answered(200);
            call.json(200, JsonNodeFactory.instance.objectNode());
        } else if (strikes(options, task, "html", Option.HTML_ANSWERS)) {
            counts.answered(200);
            call.page();
        } else {
            long delay = strikes(options, task, "delay", Option.DELAY_ANSWERS)
                    ? task.directives.number("delay", 0, options.number(Option.DELAY_ANSWERS_MS)) : 0;
            later.after(delay, call, () -> {
                counts.answered(200);
                call.json(200, answer);
            });
        }
    }

    private static boolean strikes(SandboxOptions options, Task task, String directive, Option fault) {
        return task.directives.has(directive) || Chance.strikes(options, fault, task.fate.key(), 0);
    }
}
