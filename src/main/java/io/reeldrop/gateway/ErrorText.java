package io.reeldrop.gateway;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Finds the words in an answer that say what is wrong, also in a body passed on as a text inside another. */
final class ErrorText {

    private static final int DEEPEST = 3;

    private final ReplyRules rules;

    ErrorText(ReplyRules rules) {
        this.rules = rules;
    }

    /** One line, the single faults included where the gateway lists them. URLs are no reasons, and neither is "success". */
    Optional<String> find(ReplyBody body, List<JsonPointer> pointers) {
        return find(body, pointers, DEEPEST).map(Words::plain);
    }

    private Optional<String> find(ReplyBody body, List<JsonPointer> pointers, int depth) {
        return body.texts(pointers).filter(this::isReason).findFirst().map(text -> {
            Optional<String> inner = depth == 0 ? Optional.empty()
                    : ReplyBody.nested(text).flatMap(nested -> find(nested, pointers, depth - 1));
            return inner.orElse(text + issues(body));
        });
    }

    private boolean isReason(String text) {
        return !Words.isUrl(text) && !rules.success().contains(text.toLowerCase(Locale.ROOT));
    }

    /** The first code found, also inside what {@code texts} pass on; an answer inside an answer knows better than the one around it. */
    Optional<String> code(ReplyBody body, List<JsonPointer> codes, List<JsonPointer> texts) {
        return code(body, codes, texts, DEEPEST);
    }

    private Optional<String> code(ReplyBody body, List<JsonPointer> codes, List<JsonPointer> texts, int depth) {
        Optional<String> inner = depth == 0 ? Optional.empty() : body.texts(texts).map(ReplyBody::nested)
                .flatMap(Optional::stream).map(nested -> code(nested, codes, texts, depth - 1)).flatMap(Optional::stream).findFirst();
        return inner.or(() -> body.words(codes).map(Words::plain).findFirst());
    }

    private String issues(ReplyBody body) {
        JsonNode list = body.at(rules.issues().list());
        String all = StreamSupport.stream(list.spliterator(), false).limit(10).map(this::issue).filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
        return all.isEmpty() ? "" : ": " + all;
    }

    private String issue(JsonNode issue) {
        JsonNode path = issue.at(rules.issues().path());
        String field = path.isTextual() ? path.textValue()
                : StreamSupport.stream(path.spliterator(), false).map(JsonNode::asText).collect(Collectors.joining("."));
        String message = issue.at(rules.issues().message()).asText("");
        return field.isEmpty() || message.isEmpty() ? field + message : field + ": " + message;
    }
}
