package io.reeldrop.gateway;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.reeldrop.gateway.Documents.Received;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds what a profile names but no document shows: each pointer, status word, code, pattern and HTTP status is left out in turn, and if
 * every documented answer still means the same, nothing stands behind it.
 */
final class Unseen {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new SimpleModule().addSerializer(JsonPointer.class, ToStringSerializer.instance)).build();
    private static final JsonPointer FAILURES = JsonPointer.compile("/reply/failures");

    private final Profile profile;
    private final ObjectNode tree;
    private final List<Received> documents;
    private final List<String> heard;

    private Unseen(Profile profile, List<Received> documents) {
        this.profile = profile;
        this.tree = MAPPER.valueToTree(profile);
        this.documents = documents;
        this.heard = documents.stream().map(document -> document.heardInFull(profile)).toList();
    }

    /** Where in the profile it stands, and what it is. */
    static List<String> in(Profile profile, List<Received> documents) {
        return new Unseen(profile, documents).find();
    }

    private List<String> find() {
        Map<String, ObjectNode> without = new LinkedHashMap<>();
        for (String part : List.of("/reply", "/task/notFound", "/submit")) {
            lists(JsonPointer.compile(part), without);
        }
        for (String pointer : List.of("list", "path", "message")) {
            without.put("reply.issues." + pointer, with("/reply/issues", pointer, TextNode.valueOf("/nowhere")));
        }
        for (String absence : List.of("whenAbsent", "whenUnknown")) {
            String other = tree.at(FAILURES).path(absence).asText().equals("ONCE") ? "LATER" : "ONCE";
            without.put("reply.failures." + absence, with("/reply/failures", absence, TextNode.valueOf(other)));
        }
        List<String> unseen = new ArrayList<>();
        without.forEach((what, changed) -> {
            if (meansTheSame(MAPPER.convertValue(changed, Profile.class))) {
                unseen.add(profile.name() + ": " + what);
            }
        });
        return unseen;
    }

    private boolean meansTheSame(Profile changed) {
        for (int i = 0; i < documents.size(); i++) {
            if (!documents.get(i).heardInFull(changed).equals(heard.get(i))) {
                return false;
            }
        }
        return true;
    }

    private void lists(JsonPointer at, Map<String, ObjectNode> without) {
        JsonNode node = tree.at(at);
        node.properties().forEach(e -> lists(at.appendProperty(e.getKey()), without));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            ObjectNode changed = tree.deepCopy();
            JsonNode element = ((ArrayNode) changed.at(at)).remove(i);
            if (at.equals(FAILURES.appendProperty("never"))) {
                // What no list holds is not bought again either, so that leaving it out would not show.
                ((ArrayNode) changed.at(FAILURES).path("later")).add(element);
            }
            without.put(at.toString().substring(1).replace('/', '.') + " " + element.asText(), changed);
        }
    }

    private ObjectNode with(String at, String field, JsonNode value) {
        ObjectNode changed = tree.deepCopy();
        ((ObjectNode) changed.at(at)).set(field, value);
        return changed;
    }
}
