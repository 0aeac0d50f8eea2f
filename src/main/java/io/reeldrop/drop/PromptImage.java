package io.reeldrop.drop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The form of {@code promptImage}: one address, or the addresses of the first and last frame. */
final class PromptImage {

    /** The schema states the same pattern. */
    static final String ADDRESS = "^(https://[^\\s/?#]+\\S*|runway://\\S+|data:image/[^\\s,]+,\\S+)$";

    private static final Pattern COMPILED = Pattern.compile(ADDRESS);
    private static final String ALLOWED = "an https:// address, a runway:// address or a data:image/ text";
    private static final String REMEDY = "Write an address that starts with https://, or put the image beside the sidecar as a file";
    private static final List<String> POSITIONS = List.of("first", "last");

    private final Fields fields;

    PromptImage(Fields fields) {
        this.fields = fields;
    }

    void check(JsonNode value, String path) {
        if (value.isTextual()) {
            address(value.textValue(), path);
        } else if (!value.isArray()) {
            fields.wrongType(path, value, "an address or a list of frames", REMEDY);
        } else if (value.isEmpty() || value.size() > 2) {
            fields.add(path, "has " + value.size() + " frames", "1 or 2 frames", "Name the first frame, the last one, or both");
        } else {
            Set<String> positions = new HashSet<>();
            for (int i = 0; i < value.size(); i++) {
                frame(value.get(i), path + " " + (i + 1), positions);
            }
        }
    }

    private void frame(JsonNode value, String path, Set<String> positions) {
        if (!(value instanceof ObjectNode frame)) {
            fields.wrongType(path, value, "an object", "Write { \"uri\": \"https://…\", \"position\": \"first\" }");
            return;
        }
        for (Iterator<String> names = frame.fieldNames(); names.hasNext();) {
            String name = names.next();
            if (!name.equals("uri") && !name.equals("position")) {
                fields.add(path + ", " + name, "is not a known field", "uri, position", "Remove it");
            }
        }
        if (frame.path("uri").isTextual()) {
            address(frame.get("uri").textValue(), path + ", uri");
        } else {
            fields.add(path + ", uri", "is missing or not a text", ALLOWED, REMEDY);
        }
        String position = frame.path("position").textValue();
        if (position == null || !POSITIONS.contains(position)) {
            fields.add(path + ", position", "is missing or not one of the two words it may be", "\"first\", \"last\"",
                    "Write one of these");
        } else if (!positions.add(position)) {
            fields.add(path + ", position", "is " + position + " in both frames", "one first, one last",
                    "Name one frame first and the other last");
        }
    }

    private void address(String text, String path) {
        if (!COMPILED.matcher(text).matches()) {
            fields.add(path, Fields.shown(text) + " is not an address that a gateway can fetch", ALLOWED, REMEDY);
        }
    }
}
