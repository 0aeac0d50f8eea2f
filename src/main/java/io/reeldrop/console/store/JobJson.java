package io.reeldrop.console.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.job.Job;
import io.reeldrop.job.Json;
import java.util.Set;

/** A job for programs: the columns of the job table by their names, those that hold JSON unfolded. */
final class JobJson {

    private static final Set<String> JSON = Set.of("files", "places", "image", "sent_image", "request", "problems");

    private JobJson() {
    }

    static ObjectNode of(Job job) {
        ObjectNode node = Json.object();
        job.row().forEach((column, value) -> {
            if (value == null) {
                node.putNull(column);
            } else if (JSON.contains(column)) {
                node.set(column, Json.read(value.toString(), JsonNode.class));
            } else if (value instanceof Number number) {
                node.put(column, number.longValue());
            } else {
                node.put(column, value.toString());
            }
        });
        return node;
    }
}
