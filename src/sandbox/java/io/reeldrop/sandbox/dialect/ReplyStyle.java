package io.reeldrop.sandbox.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One way in which a gateway speaks of a task from its first answer to its last, as {@link Template}s. A gateway whose documents show
 * several shapes has several; each task keeps to one.
 *
 * @param ids     the form of task ids: no two relays agree on one
 * @param ownHost whether the video lies on the gateway's own host, which demands the key for it
 * @param words   for statuses; empty: the official ones
 */
public record ReplyStyle(String name, String ids, Price price, boolean ownHost, List<String> words, Object submitted, Object shown) {

    public ReplyStyle {
        price = price == null ? Price.UNSAID : price;
        words = words == null ? List.of() : words;
    }

    public String newId() {
        String uuid = UUID.randomUUID().toString();
        String hex = uuid.replace("-", "");
        return Template.text(ids, Map.of("uuid", uuid, "hex", hex, "tail", uuid.substring(24), "short", hex.substring(0, 22)));
    }

    public JsonNode bought(TaskView task) {
        return Template.filled(submitted, task.values(words));
    }

    public JsonNode told(TaskView task) {
        return Template.filled(shown, task.values(words));
    }

    /** What is said of the price of a task that has ended: nothing, what it costs in the end, or what it was to cost before a refund. */
    public enum Price {
        UNSAID, CHARGED, ESTIMATED
    }
}
