package io.reeldrop.gateway;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.job.Image;
import io.reeldrop.storage.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** Writes a request as JSON: small fields first, the image last, and never the whole image as a text in memory. */
final class RequestBody {

    private static final JsonMapper JSON = new JsonMapper();

    private static final int PIECE = 64 << 10;

    private final ObjectNode fields;
    private final Image image;
    private final String head;

    RequestBody(Profile profile, ObjectNode request, Image image) {
        this.fields = ordered(Completion.of(profile, request, () -> 0L));
        this.image = image;
        this.head = image == null ? null : DataUri.head(profile, image.type());
    }

    private static ObjectNode ordered(ObjectNode request) {
        Map<String, JsonNode> rest = new TreeMap<>();
        request.properties().forEach(e -> rest.put(e.getKey(), e.getValue()));
        if (rest.remove(RequestFields.EXTRA) instanceof ObjectNode extra) {
            extra.properties().forEach(e -> rest.putIfAbsent(e.getKey(), e.getValue()));
        }
        JsonNode named = rest.remove(RequestFields.IMAGE);
        ObjectNode fields = JSON.createObjectNode();
        RequestFields.COMMON.stream().filter(rest::containsKey).forEach(name -> fields.set(name, rest.remove(name)));
        rest.forEach(fields::set);
        if (named != null) {
            fields.set(RequestFields.IMAGE, named);
        }
        return fields;
    }

    /** Writes the drop's image at its place. */
    private interface Slot {
        void write(JsonGenerator json) throws IOException;
    }

    byte[] bytes(InputStream imageFile) throws IOException {
        Counter counter = new Counter();
        try (JsonGenerator json = JSON.createGenerator(counter, JsonEncoding.UTF8)) {
            write(json, slot -> slot.writeString(head));
        }
        ExactBuffer buffer = new ExactBuffer(Math.toIntExact(counter.count + (image == null ? 0 : DataUri.base64Length(image))));
        try (JsonGenerator json = JSON.createGenerator(buffer, JsonEncoding.UTF8)) {
            write(json, slot -> {
                slot.writeRawValue("\"" + head);
                slot.flush();
                copy(imageFile, buffer);
                slot.writeRaw('"');
            });
        }
        return buffer.full();
    }

    /** The very bytes that were checked, or none: a longer image would not fit, a shorter one would leave the rest of the buffer empty. */
    private void copy(InputStream imageFile, OutputStream target) throws IOException {
        Sha256 sha256 = new Sha256();
        long copied = 0;
        try (OutputStream base64 = Base64.getEncoder().wrap(target)) {
            byte[] piece = new byte[PIECE];
            for (int n = imageFile.read(piece); n >= 0; n = imageFile.read(piece)) {
                copied += n;
                if (copied > image.bytes()) {
                    throw new Requests.OtherImage();
                }
                sha256.update(piece, n);
                base64.write(piece, 0, n);
            }
        }
        if (copied != image.bytes() || !sha256.hex().equals(image.sha256())) {
            throw new Requests.OtherImage();
        }
    }

    String preview() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text).useDefaultPrettyPrinter()) {
            shorten(fields, RequestFields.IMAGE);
            fields.path(RequestFields.IMAGE).forEach(frame -> shorten(frame, "uri"));
            write(json, slot -> slot.writeString(DataUri.shortened(head, DataUri.base64Length(image))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void shorten(JsonNode node, String field) {
        if (node instanceof ObjectNode object && object.path(field).isTextual()) {
            object.put(field, DataUri.shortened(object.path(field).textValue()));
        }
    }

    private void write(JsonGenerator json, Slot slot) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            json.writeFieldName(field.getKey());
            if (field.getKey().equals(RequestFields.IMAGE) && field.getValue().isArray() && image != null) {
                frames(json, field.getValue(), slot);
            } else {
                json.writeTree(field.getValue());
            }
        }
        if (image != null && !fields.has(RequestFields.IMAGE)) {
            json.writeFieldName(RequestFields.IMAGE);
            slot.write(json);
        }
        json.writeEndObject();
    }

    private static void frames(JsonGenerator json, JsonNode frames, Slot slot) throws IOException {
        json.writeStartArray();
        for (JsonNode frame : frames) {
            json.writeStartObject();
            for (Map.Entry<String, JsonNode> part : frame.properties()) {
                json.writeFieldName(part.getKey());
                json.writeTree(part.getValue());
            }
            if (!frame.has("uri")) {
                json.writeFieldName("uri");
                slot.write(json);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static final class Counter extends OutputStream {
        private long count;

        @Override
        public void write(int b) {
            count++;
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            count += length;
        }
    }
}
