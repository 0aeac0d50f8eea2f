package io.reeldrop.sandbox;

import io.reeldrop.sandbox.dialect.Standing;
import io.reeldrop.sandbox.dialect.Standing.Status;

/** What a task looks like now to the one who bought it, faults included, whatever words it is told in. */
final class Views {

    private final Tasks tasks;
    private final OutputLinks links;

    Views(Tasks tasks, OutputLinks links) {
        this.tasks = tasks;
        this.links = links;
    }

    Standing of(Call call, SandboxOptions options, Task task) {
        long now = tasks.now();
        Status status = now < task.createdAt + task.fate.unknownStatusMs() ? Status.ODD : Status.valueOf(task.status(now).name());
        return new Standing(task.id, task.row, task.order.model(), task.order.promptText() == null ? "" : task.order.promptText(),
                task.order.duration(), status, task.progress(now), task.createdAt, now < task.startAt ? 0 : task.startAt,
                task.ended(now) ? task.endAt() : 0, status == Status.SUCCEEDED ? output(call, options, task, now) : null,
                failure(status, task.fate.failureCode()), status == Status.FAILED ? task.fate.failureCode() : null, task.order.estimate(),
                task.cost(now));
    }

    private String output(Call call, SandboxOptions options, Task task, long now) {
        if (now < task.endAt() + task.fate.noOutputMs()) {
            return null;
        }
        if (task.manner.ownHost()) {
            return call.host() + call.dialect().base() + "/v1/videos/" + task.id + "/content";
        }
        String other = options.text(Option.OUTPUT_HOST);
        String host = other.isEmpty() ? call.host() : "http://" + other + ':' + call.port();
        return host + Downloads.OUTPUTS + task.id + ".mp4?" + links.query(task.id, now + options.number(Option.EXPIRE_OUTPUTS));
    }

    private static String failure(Status status, String code) {
        return switch (status) {
            case FAILED -> code != null && code.contains("SAFETY") ? "The content did not pass moderation."
                    : "An unexpected error occurred.";
            case CANCELLED -> "The task was cancelled.";
            default -> null;
        };
    }
}
