package io.reeldrop.sandbox.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * An answer with gaps: {@code $name} stands for a value, <code>${name}</code> for one inside a text. What holds a value that is missing is
 * missing itself; an entry whose name ends in a question mark is left out then.
 */
final class Template {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern INSIDE = Pattern.compile("\\$\\{(\\w+)}");

    private Template() {
    }

    static JsonNode filled(Object template, Map<String, Object> values) {
        if (template instanceof Map<?, ?> entries) {
            ObjectNode object = JSON.createObjectNode();
            entries.forEach((name, entry) -> {
                JsonNode value = filled(entry, values);
                boolean optional = name.toString().endsWith("?");
                if (!optional || !value.isMissingNode()) {
                    object.set(optional ? name.toString().replace("?", "") : name.toString(), value);
                }
            });
            return whole(object);
        }
        if (template instanceof List<?> elements) {
            return whole(JSON.createArrayNode().addAll(elements.stream().map(element -> filled(element, values)).toList()));
        }
        if (template instanceof String text && text.matches("\\$\\w+")) {
            Object value = value(text.substring(1), values);
            return value == null ? MissingNode.getInstance() : JSON.valueToTree(value);
        }
        return JSON.valueToTree(template instanceof String text ? text(text, values) : template);
    }

    static String text(String text, Map<String, Object> values) {
        return INSIDE.matcher(text).replaceAll(gap -> {
            Object value = value(gap.group(1), values);
            return value == null ? "" : Matcher.quoteReplacement(value.toString());
        });
    }

    private static Object value(String name, Map<String, Object> values) {
        if (!values.containsKey(name)) {
            throw new IllegalStateException("dialects.yaml: nobody knows $" + name);
        }
        return values.get(name);
    }

    private static JsonNode whole(ContainerNode<?> container) {
        boolean whole = StreamSupport.stream(container.spliterator(), false).noneMatch(JsonNode::isMissingNode);
        return whole ? container : MissingNode.getInstance();
    }
}
