package io.reeldrop.drop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads what S3 says of its objects, in every wrapping that reaches a queue: by itself
 * (<a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">{@code Records}</a>), through SNS
 * ({@code Type: Notification}), or through EventBridge ({@code detail-type: Object Created}).
 */
final class S3Events {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** EventBridge's document in an SNS notification is the deepest there is. */
    private static final int MOST_WRAPPINGS = 3;

    /** An object that was put where it is. */
    record Created(String bucket, String key) { }

    private S3Events() {
    }

    /**
     * @param message the body of a message
     * @return the objects that it says are new: none for a deletion or S3's own test; empty for what is no word of S3
     */
    static Optional<List<Created>> read(String message) {
        try {
            return read(JSON.readTree(message == null ? "" : message), MOST_WRAPPINGS);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Optional<List<Created>> read(JsonNode event, int wrappings) throws JsonProcessingException {
        if (event.path("Records").isArray()) {
            return records(event.path("Records"));
        }
        if (event.path("Event").asText().equals("s3:TestEvent")) {
            return Optional.of(List.of());
        }
        if (event.path("source").asText().equals("aws.s3") && event.has("detail-type")) {
            JsonNode detail = event.path("detail");
            return event.path("detail-type").asText().equals("Object Created")
                    ? created(detail.path("bucket").path("name"), detail.path("object").path("key"), false).map(List::of)
                    : Optional.of(List.of());
        }
        if (event.path("Type").asText().equals("Notification") && event.path("Message").isTextual() && wrappings > 0) {
            return read(JSON.readTree(event.path("Message").asText()), wrappings - 1);
        }
        return Optional.empty();
    }

    private static Optional<List<Created>> records(JsonNode records) {
        List<Created> all = new ArrayList<>();
        for (JsonNode record : records) {
            if (!record.path("s3").isObject()) {
                return Optional.empty();
            }
            // Servers other than AWS's keep the prefix that the name has in a bucket's configuration.
            if (record.path("eventName").asText().replaceFirst("^s3:", "").startsWith("ObjectCreated:")) {
                Optional<Created> created = created(record.path("s3").path("bucket").path("name"),
                        record.path("s3").path("object").path("key"), true);
                if (created.isEmpty()) {
                    return Optional.empty();
                }
                all.add(created.get());
            }
        }
        return Optional.of(all);
    }

    private static Optional<Created> created(JsonNode bucket, JsonNode key, boolean encoded) {
        if (!bucket.isTextual() || !key.isTextual()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Created(bucket.asText(),
                    encoded ? URLDecoder.decode(key.asText(), StandardCharsets.UTF_8) : key.asText()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
