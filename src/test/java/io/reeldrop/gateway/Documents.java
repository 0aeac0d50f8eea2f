package io.reeldrop.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What the gateways' documents show, as files: {@code src/test/resources/gateway/<name>/}. */
final class Documents {

    private static final Path FOLDER = Path.of("src/test/resources/gateway");
    private static final JsonMapper JSON = new JsonMapper();
    private static final YAMLMapper YAML = new YAMLMapper();

    private Documents() {
    }

    /**
     * A request as a document shows it.
     *
     * @param call   method and URL
     * @param header the document's own headers, with {@code KEY} for the key
     * @param body   the document's own example, and {@code added}, what is sent beyond it
     */
    record Sent(String gateway, String name, String source, ObjectNode sidecar, String call, ObjectNode header, ObjectNode body) {

        @Override
        public String toString() {
            return name + " to " + gateway;
        }
    }

    /** Every request of every document, once for each gateway that the document is of. */
    static List<Sent> requests() {
        List<Sent> all = new ArrayList<>();
        files("requests.yaml").forEach((folder, file) -> file.path("of").forEach(gateway ->
                file.path("requests").properties().forEach(e -> all.add(sent(gateway.asText(), folder + "/" + e.getKey(), e.getValue())))));
        return all;
    }

    private static Sent sent(String gateway, String name, JsonNode request) {
        ObjectNode body = (ObjectNode) json(request.path("body").asText());
        request.path("added").properties().forEach(e -> body.set(e.getKey(), e.getValue()));
        return new Sent(gateway, name, request.path("source").asText(), (ObjectNode) request.path("sidecar"), request.path("call").asText(),
                (ObjectNode) request.path("headers"), body);
    }

    /**
     * An answer as a document shows it.
     *
     * @param of     the gateways that the document is of; the others are to understand it all the same
     * @param shape  the name that the documents' facts give to it
     * @param says   what it means at those gateways, as {@link #heard} puts it
     * @param others what it means at the others
     */
    record Received(List<String> of, boolean submit, String name, String shape, String source, int http, String type, String body,
            String says, String others) {

        /** What the profile makes of it: the reply, and for a failed task whether it may be bought again. */
        String heard(Profile profile) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            if (submit) {
                return Replies.submit(profile, http, type, bytes, null).toString();
            }
            TaskReply reply = Replies.task(profile, http, type, bytes, null);
            return reply + (reply instanceof TaskReply.Failed failed ? ", again " + Replies.retry(profile, failed.code()) : "");
        }

        /** That, and when the task was made. */
        String heardInFull(Profile profile) {
            return heard(profile) + Moment.in(ReplyBody.of(body.getBytes(StandardCharsets.UTF_8)), profile.reply().createdAt());
        }

        /** What a failed task costs is each gateway's own rule, wherever the answer's shape comes from. */
        String expected(Profile profile) {
            String expected = of.contains(profile.name()) ? says : others;
            return !expected.matches("(Failed|Cancelled)\\[.*") ? expected : switch (profile.reply().failedCost()) {
                case STATED -> expected;
                case NONE -> expected.replaceFirst("costMicros=(\\d+|null)", "costMicros=0");
                case UNKNOWN -> expected.replaceFirst("costMicros=(\\d+|null)", "costMicros=null");
            };
        }

        @Override
        public String toString() {
            return (submit ? "submit " : "task ") + name + " " + of;
        }
    }

    /** Every answer of every document. */
    static List<Received> replies() {
        List<Received> all = new ArrayList<>();
        files("replies.yaml").forEach((folder, file) -> {
            List<String> of = texts(file.path("of"));
            for (String kind : List.of("submit", "task")) {
                file.path(kind).properties().forEach(e ->
                        all.add(received(of, kind.equals("submit"), folder + "/" + e.getKey(), e.getValue())));
            }
            all.addAll(DocumentedWords.statuses(of, file.path("statuses")));
            all.addAll(DocumentedWords.failureCodes(of, file.path("failureCodes")));
            all.addAll(DocumentedWords.failureTexts(of, file.path("failureTexts")));
        });
        return all;
    }

    private static Received received(List<String> of, boolean submit, String name, JsonNode reply) {
        String says = reply.path("says").asText();
        // What a task costs at one gateway says nothing of another's unit.
        String unpriced = says.replaceAll("(estimateMicros|costMicros)=\\d+", "$1=null");
        return new Received(of, submit, name, reply.path("shape").asText(), reply.path("source").asText(), reply.path("http").asInt(200),
                reply.path("type").asText("application/json"), reply.path("body").asText(), says, reply.path("others").asText(unpriced));
    }

    private static Map<String, JsonNode> files(String name) {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            Map<String, JsonNode> files = new TreeMap<>();
            for (Path file : folders.map(folder -> folder.resolve(name)).filter(Files::exists).toList()) {
                files.put(file.getParent().getFileName().toString(), YAML.readTree(file.toFile()));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
