package io.reeldrop.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What no gateway has: {@code GET /sandbox/report}, {@code tasks} and {@code images/{task id}},
 * {@code POST /sandbox/faults} and {@code reset}.
 */
final class Control {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String IMAGES = "/sandbox/images/";
    private static final int LONGEST_BODY = 1 << 16;

    private final Sandbox sandbox;

    Control(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    void answer(Call call) throws IOException {
        if (call.method().equals("GET") && call.path().startsWith(IMAGES)) {
            image(call, sandbox.tasks().find(call.path().substring(IMAGES.length())));
            return;
        }
        switch (call.method() + ' ' + call.path()) {
            case "GET /sandbox/report" -> call.json(200, sandbox.report());
            case "GET /sandbox/tasks" -> call.json(200, tasks(sandbox.tasks()));
            case "POST /sandbox/faults" -> faults(call);
            case "POST /sandbox/reset" -> {
                call.body(LONGEST_BODY);
                sandbox.reset();
                call.empty(204);
            }
            default -> call.refuse(Refusal.of(404, "Not found"));
        }
    }

    /** What a task was made of, as it came in. */
    private static void image(Call call, Task task) throws IOException {
        Path file = task == null ? null : task.order.picture().file();
        if (file == null) {
            call.refuse(Refusal.of(404, "Not found"));
        } else {
            try (OutputStream out = call.started(200, Files.size(file))) {
                Files.copy(file, out);
            }
        }
    }

    private void faults(Call call) throws IOException {
        try {
            byte[] body = call.body(LONGEST_BODY);
            sandbox.faults(changes(JSON.readTree(body == null ? new byte[0] : body)));
            call.empty(204);
        } catch (IllegalArgumentException | JsonProcessingException e) {
            call.refuse(Refusal.of(400, e.getMessage()));
        }
    }

    /** A list may be written as an array. */
    private static Map<String, String> changes(JsonNode body) {
        if (!body.isObject()) {
            throw new IllegalArgumentException("expected a JSON object of options");
        }
        Map<String, String> changes = new LinkedHashMap<>();
        body.properties().forEach(field -> changes.put(field.getKey(), text(field.getValue())));
        return changes;
    }

    private static String text(JsonNode value) {
        return value.isArray()
                ? StreamSupport.stream(value.spliterator(), false).map(JsonNode::asText).collect(Collectors.joining(","))
                : value.asText();
    }

    private static ArrayNode tasks(Tasks tasks) {
        long now = tasks.now();
        List<Task> all = tasks.all();
        ArrayNode list = JsonNodeFactory.instance.arrayNode(all.size());
        for (Task task : all) {
            list.addObject().put("id", task.id).put("gateway", task.order.dialect().name()).put("manner", task.manner.name())
                    .put("bodySha256", task.bodySha256).put("promptText", task.order.promptText())
                    .put("model", task.order.model()).put("createdAt", Instant.ofEpochMilli(task.createdAt).toString())
                    .put("status", task.status(now).name()).put("deleted", task.deleted(now)).put("polls", task.polls())
                    .put("downloads", task.downloads.get()).put("credits", task.cost(now));
        }
        return list;
    }
}
