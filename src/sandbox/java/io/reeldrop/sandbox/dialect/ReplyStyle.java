package io.reeldrop.sandbox.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * One way in which a gateway speaks of a task from its first answer to its last, as {@link Template}s. A gateway whose documents show
 * several shapes has several; each task keeps to one.
 *
 * @param ownHost whether the video lies on the gateway's own host, which demands the key for it
 * @param words   for statuses; empty: the official ones
 */
public record ReplyStyle(String name, Ids ids, Price price, boolean ownHost, List<String> words, Object submitted, Object shown) {

    public ReplyStyle {
        price = price == null ? Price.UNSAID : price;
        words = words == null ? List.of() : words;
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

    /** The form of task ids: no two relays agree on one. */
    public enum Ids {
        UUID, TASK, RUNWAY_TASK, SHORT;

        public String next() {
            String uuid = java.util.UUID.randomUUID().toString();
            return switch (this) {
                case UUID -> uuid;
                case TASK -> "task_" + uuid.replace("-", "");
                case RUNWAY_TASK -> "runway_task_" + uuid.substring(24);
                case SHORT -> uuid.replace("-", "").substring(0, 22);
            };
        }
    }
}
