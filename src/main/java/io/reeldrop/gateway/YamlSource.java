package io.reeldrop.gateway;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.reeldrop.job.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** A YAML file as a tree that still knows on which line each key stands. */
public final class YamlSource {

    private static final YAMLMapper YAML = new YAMLMapper();

    private final String name;
    private final Map<String, Integer> lines = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private JsonNode tree = YAML.createObjectNode();

    private YamlSource(String name) {
        this.name = name;
    }

    /**
     * Reads the file; what is wrong with it as YAML is then found in {@link #problems()}.
     *
     * @param shown the file as its owner knows it
     */
    public static YamlSource read(Path file, String shown) {
        YamlSource source = new YamlSource(shown);
        try {
            source.parse(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            source.broken(e);
        } catch (IOException e) {
            source.add(1, null, "cannot be read: " + e.getMessage(), "Make the file readable for the user that runs Reeldrop");
        }
        return source;
    }

    private void broken(JsonProcessingException e) {
        if (e.getCause() instanceof MarkedYAMLException yaml && yaml.getProblemMark() != null) {
            // Jackson tells where it stood, which may be lines before. What is never closed is mended where it was opened.
            boolean open = yaml.getContextMark() != null && yaml.getProblem().contains("end of stream");
            Mark mark = open ? yaml.getContextMark() : yaml.getProblemMark();
            String what = open ? yaml.getContext() + ": " + yaml.getProblem() : yaml.getProblem();
            add(mark.getLine() + 1, null, "is not YAML: " + Words.plain(what), "Correct this line");
        } else {
            JsonLocation at = e.getLocation();
            add(at == null ? 1 : at.getLineNr(), null, "is not YAML: " + Words.plain(e.getOriginalMessage()),
                    "Correct this line; a placeholder stands in quotes: \"{{name}}\"");
        }
    }

    private void parse(byte[] bytes) throws IOException {
        try (YAMLParser parser = YAML.getFactory().createParser(bytes)) {
            JsonToken token = parser.nextToken();
            for (int depth = 0; token != null; token = parser.nextToken()) {
                look(parser, token);
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (depth == 0 && parser.nextToken() != null) {
                    add(parser.currentTokenLocation().getLineNr(), null, "holds a second document", "Keep one document a file");
                    break;
                }
            }
        }
        tree = YAML.readTree(bytes);
    }

    private void look(YAMLParser parser, JsonToken token) throws IOException {
        int line = parser.currentTokenLocation().getLineNr();
        String pointer = parser.getParsingContext().pathAsPointer().toString();
        boolean seen = lines.putIfAbsent(pointer, line) != null;
        if (token == JsonToken.FIELD_NAME && seen) {
            add(line, pointer, "stands here a second time, first on line " + lines.get(pointer), "Keep one of the two");
        }
        if (parser.isCurrentAlias()) {
            add(line, pointer, "is a YAML alias, which is not supported here", "Write the value out");
        }
    }

    public JsonNode tree() {
        return tree;
    }

    public List<Problem> problems() {
        return problems;
    }

    /** Reports a fault at the line where {@code pointer}, or the nearest key around it, stands. */
    void add(String pointer, String message, String limit, String remedy) {
        problems.add(new Problem(at(pointer), dotted(pointer), message, limit, remedy));
    }

    /** File and line of {@code pointer}, or of the nearest key around it. */
    public String at(String pointer) {
        String around = pointer;
        while (!around.isEmpty() && !lines.containsKey(around)) {
            around = around.substring(0, around.lastIndexOf('/'));
        }
        return name + ":" + lines.getOrDefault(around, 1);
    }

    private void add(int line, String pointer, String message, String remedy) {
        problems.add(new Problem(name + ":" + line, pointer == null ? null : dotted(pointer), message, null, remedy));
    }

    private static String dotted(String pointer) {
        return pointer.isEmpty() ? null : pointer.substring(1).replace('/', '.').replace("~1", "/").replace("~0", "~");
    }
}
