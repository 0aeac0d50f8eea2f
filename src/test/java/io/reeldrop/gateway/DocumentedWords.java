package io.reeldrop.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeldrop.gateway.Documents.Received;
import java.util.ArrayList;
import java.util.List;

/** Answers that differ in one word or place only, written down once for all of them. */
final class DocumentedWords {

    private static final String WORD = "WORD";

    private DocumentedWords() {
    }

    /** One answer for each word of the status map. */
    static List<Received> statuses(List<String> of, JsonNode statuses) {
        List<Received> all = new ArrayList<>();
        String body = statuses.path("body").asText();
        statuses.path("says").properties().forEach(e -> Documents.texts(e.getValue()).forEach(word ->
                all.add(task(of, "status", word, statuses, body.replace(WORD, word), e.getKey().replace(WORD, word)))));
        return all;
    }

    /** One answer for each failure code. */
    static List<Received> failureCodes(List<String> of, JsonNode codes) {
        List<Received> all = new ArrayList<>();
        codes.path("says").properties().forEach(e -> Documents.texts(e.getValue()).forEach(code ->
                all.add(task(of, "failureCode", code, codes, codes.path("body").asText().replace(WORD, code),
                        "Failed[text=x, code=" + code + ", costMicros=null], again " + e.getKey()))));
        return all;
    }

    /** One answer for each place in which a failure's reason may stand. */
    static List<Received> failureTexts(List<String> of, JsonNode texts) {
        List<Received> all = new ArrayList<>();
        Documents.texts(texts.path("bodies")).forEach(body ->
                all.add(task(of, "reason", body, texts, body, texts.path("says").asText())));
        return all;
    }

    private static Received task(List<String> of, String shape, String name, JsonNode section, String body, String says) {
        return new Received(of, false, name, shape, section.path("source").asText(), 200, "application/json", body, says, says);
    }
}
