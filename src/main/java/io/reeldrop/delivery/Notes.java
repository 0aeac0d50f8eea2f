package io.reeldrop.delivery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.job.Advice;
import io.reeldrop.job.Job;
import io.reeldrop.job.Jobs;
import io.reeldrop.job.Json;
import io.reeldrop.job.Ledger;
import io.reeldrop.job.Micros;
import io.reeldrop.job.Node;
import io.reeldrop.job.State;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

/** The JSON files that lie beside a video ({@code cat.result.json}) or a dead letter ({@code cat.error.json}). */
public final class Notes {

    private final Jobs jobs;
    private final Ledger ledger;
    private final Node node;

    public Notes(Jobs jobs, Ledger ledger, Node node) {
        this.jobs = jobs;
        this.ledger = ledger;
        this.node = node;
    }

    /** What was bought, with what, for how much, and what came of it. */
    String result(Job job, String file) {
        ObjectNode note = about(job);
        // Its own event follows only when the result lies beside the video.
        note.withArray("times").addObject().put("state", State.DELIVERED.name()).put("at", Instant.ofEpochMilli(node.now()).toString());
        note.put("video", file);
        note.put("bytes", job.number("output_bytes"));
        note.put("sha256", job.text("output_sha256"));
        return Json.pretty(note);
    }

    /** Why there is no video, and what to do about it. */
    String error(Job job) {
        ObjectNode note = about(job);
        note.put("reason", job.text("reason"));
        if (job.text("reason_code") != null) {
            note.put("failureCode", job.text("reason_code"));
        }
        if (!job.problems().isEmpty()) {
            note.set("problems", Json.read(job.text("problems"), ArrayNode.class));
        }
        note.put("whatToDo", Advice.of(job));
        return Json.pretty(note);
    }

    private ObjectNode about(Job job) {
        ObjectNode note = Json.object();
        note.put("job", job.id());
        note.put("state", (job.state() == State.DELIVERING ? State.DELIVERED : job.state()).name());
        note.put("name", job.name());
        note.put("watch", job.watch());
        note.put("account", job.account());
        note.put("model", job.text("model"));
        if (job.taskId() != null) {
            note.put("taskId", job.taskId());
        }
        if (job.request() != null) {
            note.set("request", job.request());
            if (job.request().has("seed")) {
                note.set("seed", job.request().get("seed"));
            }
        }
        if (job.image() != null) {
            note.putPOJO("image", job.image());
            note.putPOJO("imageAsSent", job.sentImage() == null ? job.image() : job.sentImage());
        }
        ObjectNode cost = note.putObject("cost");
        cost.put("unit", ledger.unit(job.account()));
        amount(cost, "estimated", job.number("estimate_micros"));
        amount(cost, "charged", job.number("charged_micros"));
        amount(cost, "total", job.number("cost_micros"));
        ArrayNode times = note.putArray("times");
        for (Map<String, Object> event : jobs.events(job.id())) {
            times.addObject().put("state", event.get("state").toString())
                    .put("at", Instant.ofEpochMilli(((Number) event.get("at")).longValue()).toString());
        }
        return note;
    }

    private static void amount(ObjectNode cost, String name, Long micros) {
        if (micros != null) {
            cost.put(name, new BigDecimal(Micros.text(micros)));
        }
    }
}
