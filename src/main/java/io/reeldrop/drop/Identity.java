package io.reeldrop.drop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.storage.Sha256;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** What makes two drops the same purchase. The drop's relative name is a part of it too, which the job table keeps in its own column. */
public final class Identity {

    /** Raised when the form below changes, so that an old row is never mistaken for a new drop's twin. */
    private static final String FORM = "1";

    private Identity() {
    }

    /**
     * SHA-256, lower-case hex, over a canonical form in which the order of keys and the spelling of numbers (5, 5.0, 5e0) do not count.
     *
     * @param imageSha256   null where the request names its image by URL
     * @param mergedRequest the sidecar over its defaults, before any drawn seed
     */
    public static String of(String watch, String account, String imageSha256, ObjectNode mergedRequest) {
        StringBuilder form = new StringBuilder(FORM);
        for (String part : new String[] {watch, account, imageSha256}) {
            form.append('\n');
            if (part != null) {
                text(part, form);
            }
        }
        node(mergedRequest, form.append('\n'));
        return Sha256.of(form.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void node(JsonNode node, StringBuilder form) {
        if (node.isObject()) {
            Map<String, JsonNode> sorted = new TreeMap<>();
            node.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
            form.append('{');
            sorted.forEach((key, value) -> {
                text(key, form);
                node(value, form.append(':'));
                form.append(',');
            });
            form.append('}');
        } else if (node.isArray()) {
            form.append('[');
            node.forEach(value -> {
                node(value, form);
                form.append(',');
            });
            form.append(']');
        } else if (node.isNumber()) {
            number(node.decimalValue(), form);
        } else if (node.isTextual()) {
            text(node.textValue(), form);
        } else {
            form.append(node.asText());
        }
    }

    /** Never written out in full: 1e999999999 is a short text and a very long number. */
    private static void number(BigDecimal number, StringBuilder form) {
        BigDecimal plain = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        form.append(plain.unscaledValue()).append('e').append(-(long) plain.scale());
    }

    /** ASCII only, so that a text that no encoding can carry still counts as itself. */
    private static void text(String text, StringBuilder form) {
        form.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                form.append('\\').append(Integer.toHexString(c)).append(';');
            } else {
                form.append(c);
            }
        }
        form.append('"');
    }
}
