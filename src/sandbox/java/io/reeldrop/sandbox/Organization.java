package io.reeldrop.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.sandbox.dialect.ApiError;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Whoever owns the key: balance, limits, what was spent. */
record Organization(Tasks tasks) {

    private static final int MOST_DAYS = 90;
    private static final int USUAL_DAYS = 30;

    /** {@code GET /v1/organization}: balance and limits. */
    void show(Call call, SandboxOptions options) throws ApiError, IOException {
        call.enter(options);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("creditBalance", tasks.balance(options));
        ObjectNode limits = answer.putObject("tier").put("maxMonthlyCreditSpend", 10_000_000).putObject("models");
        call.dialect.models().keySet().forEach(model ->
                limits.putObject(model).put("maxConcurrentGenerations", options.number(Option.SLOTS)));
        call.json(answer);
    }

    /**
     * {@code POST /v1/organization/usage} {@code {"startDate", "beforeDate"}}: credits by model and day, both days in UTC and the second
     * not included. A task counts on the day it was bought, what it was given back on the day it ended, so that a day may be negative.
     */
    void usage(Call call, SandboxOptions options) throws ApiError, IOException {
        byte[] body = call.body(Sandbox.LONGEST_BODY);
        call.enter(options);
        JsonNode asked = body == null ? null : body.length == 0 ? JsonNodeFactory.instance.objectNode() : Call.parsed(body);
        if (asked == null || !asked.isObject()) {
            throw new ApiError(400, "The request body is not a JSON object").documented();
        }
        LocalDate start = date(asked, "startDate", day(tasks.now()).minusDays(USUAL_DAYS));
        LocalDate before = date(asked, "beforeDate", start.plusDays(USUAL_DAYS));
        if (before.isAfter(start.plusDays(MOST_DAYS))) {
            throw new ApiError(400, "beforeDate must be at most " + MOST_DAYS + " days after startDate").documented();
        }
        call.json(usage(call, start, before));
    }

    private static LocalDate date(JsonNode asked, String field, LocalDate otherwise) throws ApiError {
        try {
            return asked.has(field) ? LocalDate.parse(asked.path(field).asText()) : otherwise;
        } catch (DateTimeException e) {
            throw new ApiError(400, "Validation of body failed: " + field + ": expected a date, YYYY-MM-DD").documented();
        }
    }

    private ObjectNode usage(Call call, LocalDate start, LocalDate before) {
        Map<LocalDate, Map<String, Long>> days = new TreeMap<>();
        long now = tasks.now();
        tasks.all().stream().filter(task -> task.order.dialect() == call.dialect).forEach(task -> {
            add(days, task.createdAt, task, task.order.estimate());
            if (task.cost(now) != task.order.estimate()) {
                add(days, task.endAt(), task, task.cost(now) - task.order.estimate());
            }
        });
        days.keySet().removeIf(day -> day.isBefore(start) || !day.isBefore(before));
        TreeSet<String> models = new TreeSet<>();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode results = answer.putArray("results");
        days.forEach((day, sums) -> {
            models.addAll(sums.keySet());
            ArrayNode used = results.addObject().put("date", day.toString()).putArray("usedCredits");
            sums.forEach((model, credits) -> used.addObject().put("model", model).put("amount", credits));
        });
        models.forEach(answer.putArray("models")::add);
        return answer;
    }

    private static void add(Map<LocalDate, Map<String, Long>> days, long ms, Task task, long credits) {
        days.computeIfAbsent(day(ms), d -> new TreeMap<>()).merge(task.order.model(), credits, Long::sum);
    }

    private static LocalDate day(long ms) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(ms), ZoneOffset.UTC);
    }
}
