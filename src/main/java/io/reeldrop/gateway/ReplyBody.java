package io.reeldrop.gateway;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.reeldrop.job.Micros;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An answer's body as JSON, empty where it is none. */
final class ReplyBody {

    private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    /** Beyond this an amount is noise, and would not fit into micros. */
    private static final double MOST = 1e12;

    private final JsonNode root;

    private ReplyBody(JsonNode root) {
        this.root = root;
    }

    static ReplyBody of(byte[] body) {
        try {
            return new ReplyBody(body == null ? MissingNode.getInstance() : JSON.readTree(body));
        } catch (IOException | RuntimeException e) {
            return new ReplyBody(MissingNode.getInstance());
        }
    }

    /** Whether the body is a JSON object; gateways answer with nothing else. */
    boolean isObject() {
        return root.isObject();
    }

    JsonNode at(JsonPointer pointer) {
        return root.at(pointer);
    }

    /** Every text that is not blank, in the order of the pointers. */
    Stream<String> texts(List<JsonPointer> pointers) {
        return pointers.stream().map(root::at).filter(n -> n.isTextual() && !n.textValue().isBlank()).map(n -> n.textValue().strip());
    }

    /** As {@link #texts}, whole numbers included: some gateways answer with numbered statuses and codes. */
    Stream<String> words(List<JsonPointer> pointers) {
        return pointers.stream().map(root::at).filter(n -> n.isTextual() && !n.textValue().isBlank() || n.canConvertToLong()
                && n.isIntegralNumber()).map(n -> n.asText().strip());
    }

    /** Whether one of the pointers leads to something that says "error". */
    boolean flagged(List<JsonPointer> pointers) {
        return pointers.stream().map(root::at).anyMatch(n -> switch (n.getNodeType()) {
            case MISSING, NULL -> false;
            case STRING -> !n.textValue().isBlank();
            case BOOLEAN -> n.booleanValue();
            case OBJECT, ARRAY -> !n.isEmpty();
            default -> true;
        });
    }

    /** The first amount that is a number, in micros, or null. */
    Long micros(List<JsonPointer> pointers) {
        return pointers.stream().map(root::at).filter(n -> n.isNumber() && n.doubleValue() >= 0 && n.doubleValue() <= MOST)
                .map(n -> Micros.of(BigDecimal.valueOf(n.doubleValue()))).findFirst().orElse(null);
    }

    /** The body that a text holds, where a relay passes on as a text what it got. */
    static Optional<ReplyBody> nested(String text) {
        return Optional.of(text).filter(t -> t.startsWith("{")).map(t -> of(t.getBytes(StandardCharsets.UTF_8)))
                .filter(ReplyBody::isObject);
    }
}
