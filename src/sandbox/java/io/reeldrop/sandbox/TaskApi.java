package io.reeldrop.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeldrop.sandbox.dialect.ApiError.Reason;
import io.reeldrop.sandbox.dialect.ApiError;
import io.reeldrop.sandbox.dialect.TaskView.Status;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Submits, polls and downloads, from one reset of the sandbox to the next. */
final class TaskApi {

    static final String OUTPUTS = "/outputs/";
    /** Where redirects lead: this sandbox under another host name. */
    static final String ELSEWHERE = "/elsewhere";

    /** A data URI of the greatest length, with room for the rest. */
    private static final int LONGEST_BODY = 6 << 20;
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-(\\d{0,18})");

    final Tasks tasks;
    final Report.Counts counts = new Report.Counts();
    private final PromptImages images;
    private final Executor workers;
    /** Bodies held at once: each may need four times its size while it is looked at. */
    private final Semaphore bodies = new Semaphore(8);

    TaskApi(Tasks tasks, PromptImages images, Executor workers) {
        this.tasks = tasks;
        this.images = images;
        this.workers = workers;
    }

    /** {@code POST …/v1/image_to_video}. */
    void submit(Call call, SandboxOptions options) throws IOException {
        if (options.strikes(Option.DROP_BEFORE, 0, counts.posts.incrementAndGet())) {
            call.drop();
            return;
        }
        try {
            Task task = create(call, options);
            if (task == null) {
                call.drop();
            } else {
                answer(call, task.directed(options), task);
            }
        } catch (ApiError error) {
            call.refuse(error, counts::answered);
        }
    }

    /** @return null where the connection is to be closed instead */
    private Task create(Call call, SandboxOptions options) throws ApiError, IOException {
        bodies.acquireUninterruptibly();
        try {
            byte[] body = call.body(LONGEST_BODY);
            call.enter(options);
            if (body == null) {
                throw new ApiError(413, "Request body too large");
            }
            String sha256 = PromptImages.sha256(body);
            long count = tasks.submitted(sha256);
            JsonNode order = Call.parsed(body);
            SandboxOptions directed = Directives.in(order.path("promptText").asText()).over(options);
            if (directed.directed(Option.DROP_BEFORE, count)) {
                return null;
            }
            strike(call, directed, Option.REDIRECT_SUBMITS, "status-", HexFormat.fromHexDigitsToLong(sha256, 0, 16), count);
            return tasks.create(directed, OrderRules.read(call.dialect, order, images), sha256, count);
        } catch (IllegalArgumentException e) {
            throw new ApiError(400, e.getMessage()).documented();
        } finally {
            bodies.release();
        }
    }

    private void answer(Call call, SandboxOptions options, Task task) throws ApiError, IOException {
        JsonNode answer = task.style.bought(task.view(call, options, tasks.now()));
        if (task.strikes(options, Option.ERROR_ANSWERS, task.nth)) {
            throw new ApiError(504, "Answered 504 on request");
        }
        boolean lost = task.strikes(options, Option.LOSE_ANSWERS, task.nth);
        if (lost || task.strikes(options, Option.RESET_ANSWERS, task.nth)) {
            counts.answersLost.increment();
            if (!lost) {
                call.jsonCut(answer);
            }
            call.drop();
            return;
        }
        long delay = task.strikes(options, Option.DELAY_ANSWERS, task.nth) ? options.number(Option.DELAY_ANSWERS_MS) : 0;
        call.later(delay, workers, () -> {
            counts.answered(200);
            if (task.strikes(options, Option.HTML_ANSWERS, task.nth)) {
                call.page();
            } else {
                call.json(task.strikes(options, Option.NO_ID, task.nth) ? Map.of() : answer);
            }
        });
    }

    /** {@code GET …/v1/tasks/{id}}. */
    void poll(Call call, SandboxOptions options, String id) throws ApiError, IOException {
        counts.polls.increment();
        Task task = tasks.find(call.dialect, id);
        long poll = task == null ? 0 : task.polled(tasks.now(), counts::gap);
        call.enter(options);
        if (task == null || tasks.now() < task.createdAt + task.unknownMs) {
            throw unknown();
        }
        SandboxOptions directed = task.directed(options);
        strike(call, directed, Option.REDIRECT_POLLS, "poll-", task.key, poll);
        if (task.strikes(directed, Option.HTML_POLLS, poll)) {
            call.page();
        } else if (task.strikes(directed, Option.RESET_POLLS, poll)) {
            call.jsonCut(task.style.told(task.view(call, directed, tasks.now())));
        } else {
            long late = task.strikes(directed, Option.HANG_POLLS, poll) ? directed.number(Option.HANG_POLLS_MS) : 0;
            call.later(late, workers, () -> call.json(task.style.told(task.view(call, directed, tasks.now()))));
        }
    }

    /** {@code DELETE …/v1/tasks/{id}}. */
    void delete(Call call, SandboxOptions options, String id) throws ApiError, IOException {
        call.enter(options);
        Task task = tasks.find(call.dialect, id);
        if (task == null) {
            throw unknown();
        }
        task.deletedAt = tasks.now();
        tasks.reassign(options);
        call.send(204, "application/json", new byte[0]);
    }

    private static ApiError unknown() {
        return new ApiError(Reason.UNKNOWN_TASK, 404, "Could not find Task");
    }

    /** {@code GET /outputs/{id}.mp4?_jwt=…}: the link is the permission, a key has no business here. */
    void download(Call call, SandboxOptions options, String id) throws ApiError, IOException {
        // On the gateway's own host a key is in good hands, and some gateways' links even need it.
        boolean abroad = call.path.startsWith(ELSEWHERE) || !options.text(Option.OUTPUT_HOST).isEmpty();
        if (abroad && call.header("Authorization") != null) {
            counts.keyLeaks.increment();
        }
        counts.downloads.increment();
        call.outage(options);
        Task task = tasks.find(id);
        if (task == null || !task.opens(call.query, tasks.now()) || task.status(tasks.now()) != Status.SUCCEEDED) {
            call.send(403, "application/xml", "<Error><Code>AccessDenied</Code></Error>".getBytes(StandardCharsets.UTF_8));
        } else {
            give(call, task.directed(options), task, OUTPUTS + id + ".mp4?" + call.query);
        }
    }

    /** {@code GET …/v1/videos/{id}/content}: what a relay fetches for those who have its key. */
    void relay(Call call, SandboxOptions options, String id) throws ApiError, IOException {
        counts.downloads.increment();
        call.key(options);
        Task task = tasks.find(call.dialect, id);
        if (task == null || task.status(tasks.now()) != Status.SUCCEEDED) {
            throw unknown();
        }
        SandboxOptions directed = task.directed(options);
        give(call, directed, task, task.link(tasks.now() + directed.number(Option.EXPIRE_OUTPUTS)));
    }

    /** @param link where a redirect leads to, on the host of the redirects */
    private static void give(Call call, SandboxOptions options, Task task, String link) throws ApiError, IOException {
        long count = task.downloads.incrementAndGet();
        redirect(call, options, Option.REDIRECT_DOWNLOADS, task.key, count, link);
        if (task.strikes(options, Option.NOT_A_VIDEO, count)) {
            call.page();
            return;
        }
        Clip video = Clip.of(task, options.number(Option.VIDEO_BYTES));
        call.answerHeader("Content-Type", "video/mp4");
        if (task.strikes(options, Option.ENDLESS, count)) {
            OutputStream out = call.started(200, 0);
            while (true) {
                // Until the client has had enough, which shows as an exception.
                video.send(0, video.size(), out);
            }
        }
        long size = task.strikes(options, Option.WRONG_LENGTH, count) ? video.size() / 2 : video.size();
        send(call, video, '"' + task.id + '-' + video.size() + '"', size, task.strikes(options, Option.CUT_DOWNLOADS, count));
    }

    /** One range at a time, {@code If-Range} by ETag. */
    private static void send(Call call, Clip video, String etag, long size, boolean cut) throws IOException {
        call.answerHeader("ETag", etag);
        call.answerHeader("Accept-Ranges", "bytes");
        String ifRange = call.header("If-Range");
        Matcher range = RANGE.matcher(call.header("Range") == null ? "" : call.header("Range"));
        boolean ranged = range.matches() && (ifRange == null || ifRange.equals(etag));
        long from = ranged ? Long.parseLong(range.group(1)) : 0;
        long to = ranged && !range.group(2).isEmpty() ? Math.min(size, Long.parseLong(range.group(2)) + 1) : size;
        if (from >= to) {
            call.answerHeader("Content-Range", "bytes */" + size);
            call.send(416, "text/plain", new byte[0]);
            return;
        }
        if (ranged) {
            call.answerHeader("Content-Range", "bytes " + from + '-' + (to - 1) + '/' + size);
        }
        OutputStream out = call.started(ranged ? 206 : 200, to - from);
        video.send(from, cut ? from + (to - from) / 2 : to, out);
        out.flush();
        call.drop();
    }

    /** @throws ApiError the redirect to a path on another host, where the fault strikes and the call has not followed one already */
    private static void redirect(Call call, SandboxOptions options, Option fault, long key, long count, String path) throws ApiError {
        if (!call.path.startsWith(ELSEWHERE) && options.strikes(fault, key, count)) {
            List<String> statuses = options.list(Option.REDIRECT_STATUS);
            int status = Integer.parseInt(statuses.get((int) (options.draw("redirect-status", key, count) * statuses.size())));
            ApiError moved = new ApiError(status, "Moved");
            moved.headers.put("Location", "http://" + options.text(Option.REDIRECT_HOST) + ':' + call.port() + ELSEWHERE + path);
            throw moved;
        }
    }

    /** @param statuses what the names of the options begin with, each of which is for one status */
    private static void strike(Call call, SandboxOptions options, Option redirect, String statuses, long key, long count) throws ApiError {
        redirect(call, options, redirect, key, count, call.target);
        for (int status : new int[] {408, 429, 500, 502, 503, 504}) {
            if (options.strikes(Option.find(statuses + status), key, count)) {
                ApiError error = new ApiError(status, "Answered so on request");
                if (status == 429 && !options.text(Option.RETRY_AFTER).isEmpty()) {
                    error.headers.put("Retry-After", options.text(Option.RETRY_AFTER));
                }
                throw error;
            }
        }
    }
}
