package io.reeldrop.sandbox;

import io.reeldrop.sandbox.dialect.Refused.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Videos, for {@code GET} and {@code HEAD}: one range at a time, {@code If-Range} by ETag. */
final class Downloads {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    static final String OUTPUTS = "/outputs/";

    private final Tasks tasks;
    private final Counts counts;
    private final Videos videos;
    private final OutputLinks links;

    Downloads(Tasks tasks, Counts counts, Videos videos, OutputLinks links) {
        this.tasks = tasks;
        this.counts = counts;
        this.videos = videos;
        this.links = links;
    }

    /** {@code /outputs/{id}.mp4?_jwt=…}: the link is the permission, a key has no business here. */
    void answer(Call call, SandboxOptions options, String id) throws IOException {
        // On the gateway's own host a key is in good hands, and some gateways' links even need it.
        boolean abroad = call.path().startsWith(Detour.ELSEWHERE) || !options.text(Option.OUTPUT_HOST).isEmpty();
        if (abroad && call.header("Authorization") != null) {
            counts.keyLeaks.increment();
        }
        boolean head = counted(call);
        try {
            Gate.outage(options);
        } catch (Refusal refusal) {
            call.refuse(refusal);
            return;
        }
        Task task = tasks.find(id);
        if (task == null || !links.opens(id, call.query(), tasks.now()) || task.status(tasks.now()) != Task.Status.SUCCEEDED) {
            denied(call, head);
            return;
        }
        give(call, options, task, head, OUTPUTS + id + ".mp4?" + call.query());
    }

    /** {@code GET} and {@code HEAD …/v1/videos/{id}/content}: what a relay fetches for those who have its key. */
    void relay(Call call, SandboxOptions options, String id) throws IOException {
        boolean head = counted(call);
        try {
            Gate.key(call, options);
            Task task = tasks.find(call.dialect(), id);
            if (task == null || task.status(tasks.now()) != Task.Status.SUCCEEDED) {
                throw Refusal.of(Kind.UNKNOWN_TASK, 404, "Could not find Task");
            }
            String link = links.query(id, tasks.now() + options.number(Option.EXPIRE_OUTPUTS));
            give(call, options, task, head, OUTPUTS + id + ".mp4?" + link);
        } catch (Refusal refusal) {
            call.refuse(refusal);
        }
    }

    private boolean counted(Call call) {
        boolean head = call.method().equals("HEAD");
        if (!head) {
            counts.downloads.increment();
        }
        return head;
    }

    /** @param link where a redirect leads to, on the host of the redirects */
    private void give(Call call, SandboxOptions options, Task task, boolean head, String link) throws IOException {
        long count = head ? task.downloads.get() + 1 : task.downloads.incrementAndGet();
        try {
            Detour.strike(call, options, Option.REDIRECT_DOWNLOADS, task.fate.key(), count, link);
        } catch (Refusal redirect) {
            call.refuse(redirect);
            return;
        }
        if (strikes(options, task, Option.NOT_A_VIDEO, "not-a-video", count)) {
            if (head) {
                call.pageHead();
            } else {
                call.page();
            }
            return;
        }
        VideoFile video = videos.of(task.order, options);
        call.answerHeader("Content-Type", "video/mp4");
        if (!head && strikes(options, task, Option.ENDLESS, "endless", count)) {
            endless(call, video);
            return;
        }
        long size = strikes(options, task, Option.WRONG_LENGTH, "wrong-length", count) ? video.size() / 2 : video.size();
        boolean cut = !head && strikes(options, task, Option.CUT_DOWNLOADS, "cut", count);
        send(call, video, size, head, cut);
    }

    private static boolean strikes(SandboxOptions options, Task task, Option fault, String directive, long count) {
        return count <= task.directives.number(directive, 0, task.directives.has(directive) ? 1 : 0)
                || Chance.strikes(options, fault, task.fate.key(), count);
    }

    private static void send(Call call, VideoFile video, long size, boolean head, boolean cut) throws IOException {
        call.answerHeader("ETag", video.etag());
        call.answerHeader("Accept-Ranges", "bytes");
        long from = 0;
        long to = size;
        int status = 200;
        Matcher range = RANGE.matcher(call.header("Range") == null ? "" : call.header("Range"));
        String ifRange = call.header("If-Range");
        boolean ranged = range.matches() && !range.group().equals("bytes=-") && (ifRange == null || ifRange.equals(video.etag()));
        if (ranged) {
            boolean tail = range.group(1).isEmpty();
            long last = tail || range.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(range.group(2)));
            from = tail ? Math.max(0, size - Long.parseLong(range.group(2))) : Long.parseLong(range.group(1));
            to = last + 1;
            if (from >= to) {
                call.answerHeader("Content-Range", "bytes */" + size);
                call.empty(416);
                return;
            }
            status = 206;
            call.answerHeader("Content-Range", "bytes " + from + '-' + last + '/' + size);
        }
        if (head) {
            call.answerHeader("Content-Length", Long.toString(to - from));
            call.empty(status);
            return;
        }
        OutputStream out = call.started(status, to - from);
        if (cut) {
            video.send(from, from + (to - from) / 2, out);
            out.flush();
            call.drop();
            return;
        }
        video.send(from, to, out);
        out.close();
    }

    private static void denied(Call call, boolean head) throws IOException {
        call.answerHeader("Content-Type", "application/xml");
        if (head) {
            call.empty(403);
            return;
        }
        byte[] body = "<Error><Code>AccessDenied</Code><Message>Access denied</Message></Error>".getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = call.started(403, body.length)) {
            out.write(body);
        }
    }

    /** Ends when the client has had enough, which shows as an exception. */
    private static void endless(Call call, VideoFile video) throws IOException {
        OutputStream out = call.started(200, 0);
        while (true) {
            video.send(0, video.size(), out);
        }
    }
}
