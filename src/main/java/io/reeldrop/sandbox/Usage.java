package io.reeldrop.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.sandbox.dialect.Dialect;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * {@code POST /v1/organization/usage} {@code {"startDate", "beforeDate"}}: credits by model and day, both days in UTC and the second not
 * included. A task counts on the day it was bought, what it was given back on the day it ended, so that a day may be negative.
 */
final class Usage {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_BODY = 1 << 16;
    private static final int MOST_DAYS = 90;
    private static final int USUAL_DAYS = 30;

    private final Tasks tasks;

    Usage(Tasks tasks) {
        this.tasks = tasks;
    }

    void answer(Call call, SandboxOptions options) throws IOException {
        try {
            byte[] body = call.body(LONGEST_BODY);
            Gate.enter(call, options);
            Gate.json(call);
            JsonNode asked = asked(body);
            LocalDate today = day(tasks.now());
            LocalDate start = date(asked, "startDate", today.minusDays(USUAL_DAYS));
            LocalDate before = date(asked, "beforeDate", start.plusDays(USUAL_DAYS));
            if (before.isAfter(start.plusDays(MOST_DAYS))) {
                throw Refusal.documented(400, "beforeDate must be at most " + MOST_DAYS + " days after startDate");
            }
            call.json(200, shown(call.dialect(), start, before));
        } catch (Refusal refusal) {
            call.refuse(refusal);
        }
    }

    private static JsonNode asked(byte[] body) throws Refusal, IOException {
        try {
            JsonNode asked = JSON.readTree(body == null ? new byte[0] : body);
            if (asked.isObject() || asked.isMissingNode()) {
                return asked;
            }
        } catch (JsonProcessingException e) {
            // Refused below.
        }
        throw Refusal.documented(400, "The request body is not a JSON object");
    }

    private static LocalDate date(JsonNode asked, String field, LocalDate otherwise) throws Refusal {
        if (!asked.has(field)) {
            return otherwise;
        }
        try {
            return LocalDate.parse(asked.path(field).asText());
        } catch (DateTimeException e) {
            Issues issues = new Issues();
            issues.add("invalid_string", "Expected a date, YYYY-MM-DD", field);
            issues.refuseIfAny();
            return otherwise;
        }
    }

    private ObjectNode shown(Dialect dialect, LocalDate start, LocalDate before) {
        Map<LocalDate, Map<String, Long>> days = new TreeMap<>();
        TreeSet<String> models = new TreeSet<>();
        long now = tasks.now();
        for (Task task : tasks.all().stream().filter(t -> t.order.dialect() == dialect).toList()) {
            add(days, day(task.createdAt), task, task.order.estimate());
            if (task.ended(now) && task.cost(now) != task.order.estimate()) {
                add(days, day(task.endAt()), task, task.cost(now) - task.order.estimate());
            }
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode results = answer.putArray("results");
        days.forEach((day, sums) -> {
            if (!day.isBefore(start) && day.isBefore(before)) {
                models.addAll(sums.keySet());
                ArrayNode used = results.addObject().put("date", day.toString()).putArray("usedCredits");
                sums.forEach((model, credits) -> used.addObject().put("model", model).put("amount", credits));
            }
        });
        models.forEach(answer.putArray("models")::add);
        return answer;
    }

    private static void add(Map<LocalDate, Map<String, Long>> days, LocalDate day, Task task, long credits) {
        days.computeIfAbsent(day, d -> new TreeMap<>()).merge(task.order.model(), credits, Long::sum);
    }

    private static LocalDate day(long ms) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(ms), ZoneOffset.UTC);
    }
}
