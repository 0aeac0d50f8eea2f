package io.reeldrop.gateway;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Compares a tree with the records it is to become: unknown keys, missing keys, values of a wrong kind. Jackson would stop at the first
 * of these, and could not say on which line it stands.
 */
final class StrictShape {

    private final YamlSource source;

    StrictShape(YamlSource source) {
        this.source = source;
    }

    void check(JsonNode node, Type type, String at) {
        if (type instanceof ParameterizedType generic) {
            container(node, generic, at);
        } else if (((Class<?>) type).isRecord()) {
            record(node, (Class<?>) type, at);
        } else {
            scalar(node, (Class<?>) type, at);
        }
    }

    private void container(JsonNode node, ParameterizedType type, String at) {
        Type[] of = type.getActualTypeArguments();
        if (type.getRawType() == Map.class) {
            if (expect(node.isObject(), node, at, "a mapping of keys to values")) {
                node.properties().forEach(e -> {
                    String below = at + "/" + escape(e.getKey());
                    if (((Class<?>) of[0]).isEnum()) {
                        word(e.getKey(), (Class<?>) of[0], below);
                    }
                    check(e.getValue(), of[1], below);
                });
            }
        } else if (expect(node.isArray(), node, at, "a list")) {
            for (int i = 0; i < node.size(); i++) {
                check(node.get(i), of[0], at + "/" + i);
            }
        }
    }

    private void record(JsonNode node, Class<?> type, String at) {
        if (!expect(node.isObject(), node, at, "a mapping of keys to values")) {
            return;
        }
        Map<String, RecordComponent> parts = new LinkedHashMap<>();
        for (RecordComponent part : type.getRecordComponents()) {
            JsonProperty named = part.getAccessor().getAnnotation(JsonProperty.class);
            parts.put(named == null ? part.getName() : named.value(), part);
        }
        node.fieldNames().forEachRemaining(key -> {
            if (!parts.containsKey(key)) {
                source.add(at + "/" + escape(key), "is not a key of the profile format", Words.list(parts.keySet()),
                        Words.didYouMean(key, parts.keySet(), "Remove it"));
            }
        });
        parts.forEach((key, part) -> {
            JsonNode value = node.path(key);
            if (!value.isMissingNode() && !value.isNull()) {
                check(value, part.getGenericType(), at + "/" + escape(key));
            } else if (!part.isAnnotationPresent(OrNull.class)) {
                source.add(at + "/" + escape(key), "is missing", null, "Add it, as in a profile that works");
            }
        });
    }

    private void scalar(JsonNode node, Class<?> type, String at) {
        if (type == int.class || type == Integer.class) {
            expect(node.canConvertToInt() && node.isIntegralNumber(), node, at, "a whole number");
        } else if (type == long.class || type == Long.class) {
            expect(node.canConvertToLong() && node.isIntegralNumber(), node, at, "a whole number");
        } else if (type == boolean.class || type == Boolean.class) {
            expect(node.isBoolean(), node, at, "true or false");
        } else if (type == BigDecimal.class) {
            expect(node.isTextual() && node.textValue().matches("\\d{1,12}(\\.\\d{1,12})?"), node, at,
                    "a decimal in quotes, such as \"0.05\"");
        } else if (type == JsonPointer.class) {
            expect(node.isTextual() && node.textValue().startsWith("/"), node, at, "a JSON pointer, such as /data/id");
        } else if (expect(node.isTextual(), node, at, "a text") && type.isEnum()) {
            word(node.textValue(), type, at);
        } else if (type == Pattern.class && node.isTextual()) {
            pattern(node.textValue(), at);
        }
    }

    private void word(String word, Class<?> type, String at) {
        Set<String> known = new TreeSet<>();
        for (Object constant : type.getEnumConstants()) {
            known.add(constant.toString());
        }
        if (known.stream().noneMatch(word::equalsIgnoreCase)) {
            source.add(at, "“" + Words.plain(word) + "” is not offered here", Words.list(known),
                    Words.didYouMean(word, known, "Choose one of these"));
        }
    }

    private void pattern(String regex, String at) {
        try {
            Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            source.add(at, "is not a regular expression: " + e.getDescription(), null, "Correct it");
        }
    }

    private boolean expect(boolean holds, JsonNode node, String at, String wanted) {
        if (!holds) {
            source.add(at, Words.plain(node.toString()) + " is not " + wanted, null, "Write " + wanted);
        }
        return holds;
    }

    private static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
