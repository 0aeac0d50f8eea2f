package io.reeldrop.drop;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.job.Problem;
import io.reeldrop.job.Rejected;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads one JSON object as a person wrote it: nothing is guessed, and every key that stands twice is named. */
final class StrictJson {

    /** Deeper than any request; keeps a hostile file off the stack. */
    private static final int MAX_DEPTH = 50;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    private final String file;
    private final List<Problem> problems = new ArrayList<>();

    private StrictJson(String file) {
        this.file = file;
    }

    /** The object in {@code bytes}; adds to {@code problems} as long as it can read on, else throws {@link Rejected} with them all. */
    static ObjectNode object(byte[] bytes, String file, List<Problem> problems) {
        String text = text(bytes, file);
        StrictJson reading = new StrictJson(file);
        JsonNode root = reading.root(text);
        problems.addAll(reading.problems);
        if (!(root instanceof ObjectNode object)) {
            problems.add(new Problem(file, null, "is " + Fields.kindOf(root) + " where an object is needed", null,
                    "Put the settings between { and }, such as { \"promptText\": \"The cat turns its head\" }"));
            throw new Rejected(problems);
        }
        return object;
    }

    private static String text(byte[] bytes, String file) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer text = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, true);
        text.flip();
        if (result.isError()) {
            long line = 1 + text.chars().filter(c -> c == '\n').count();
            throw new Rejected(new Problem(file, null, "is not UTF-8 text (line " + line + ")", null,
                    "Save it again with the encoding UTF-8"));
        }
        String all = text.toString();
        String body = all.startsWith("\uFEFF") ? all.substring(1) : all;
        if (body.isBlank()) {
            throw new Rejected(new Problem(file, null, "is empty", null,
                    "Write the settings into it, or {} where the defaults are enough"));
        }
        return body;
    }

    private JsonNode root(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            parser.nextToken();
            JsonNode root = value(parser, "");
            JsonToken more = parser.nextToken();
            if (more != null) {
                int line = parser.currentTokenLocation().getLineNr();
                problems.add(new Problem(file, null, "goes on after its end (line " + line + ")", "1 object in a file",
                        "Remove everything after the last closing bracket that belongs to the settings"));
            }
            return root;
        } catch (JsonProcessingException e) {
            problems.add(JsonFault.in(text, e, file));
            throw new Rejected(problems);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode value(JsonParser parser, String path) throws IOException {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, path);
            case START_ARRAY -> array(parser, path);
            case VALUE_STRING -> nodes.textNode(whole(parser.getText(), path));
            case VALUE_TRUE -> nodes.booleanNode(true);
            case VALUE_FALSE -> nodes.booleanNode(false);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser, path);
            default -> nodes.nullNode();
        };
    }

    private ObjectNode object(JsonParser parser, String path) throws IOException {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = whole(parser.currentName(), path);
            String field = path.isEmpty() ? key : path + ", " + key;
            int line = parser.currentTokenLocation().getLineNr();
            parser.nextToken();
            JsonNode value = value(parser, field);
            if (object.has(key)) {
                problems.add(new Problem(file, Fields.shown(field), "stands twice (again in line " + line + ")", "once",
                        "Remove the one that you do not mean"));
            } else {
                object.set(key, value);
            }
        }
        return object;
    }

    private ArrayNode array(JsonParser parser, String path) throws IOException {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser, path.isEmpty() ? "" : path + " " + (array.size() + 1)));
        }
        return array;
    }

    private JsonNode number(JsonParser parser, String path) throws IOException {
        try {
            return DecimalNode.valueOf(new BigDecimal(parser.getText()));
        } catch (NumberFormatException e) {
            problems.add(new Problem(file, Fields.shown(path), "is a number too large to read", null, "Write a smaller number"));
            return JsonNodeFactory.instance.numberNode(0);
        }
    }

    /** Half a surrogate pair survives JSON but no encoding: two different texts would be sent, and counted, as one. */
    private String whole(String text, String path) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isHighSurrogate(text.charAt(i)) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(text.charAt(i))) {
                String message = "contains half a character (\\u" + Integer.toHexString(text.charAt(i)) + ")";
                problems.add(new Problem(file, path.isEmpty() ? null : Fields.shown(path), message, null,
                        "Type the character itself instead"));
                return text.substring(0, i);
            }
        }
        return text;
    }
}
