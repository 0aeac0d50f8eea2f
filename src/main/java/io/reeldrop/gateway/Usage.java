package io.reeldrop.gateway;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.reeldrop.job.Json;
import io.reeldrop.job.Micros;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an organisation used by its gateway's own word, in millionths of the profile's unit: by UTC day, then by model. Negative where more
 * was given back than used.
 */
public record Usage(Map<LocalDate, Map<String, Long>> days) {

    static byte[] question(Profile.Usage call, LocalDate from, LocalDate before) {
        return Json.text(Json.object().put(call.from(), from.toString()).put(call.before(), before.toString()))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** @throws IOException in words, if the answer is not a list of days */
    static Usage read(Profile profile, Reply reply) throws IOException {
        Profile.Usage call = profile.usage();
        ReplyBody body = ReplyBody.of(reply.body());
        if (reply.status() < 200 || reply.status() > 299 || !body.at(call.days()).isArray()) {
            throw new IOException("HTTP " + reply.status() + ": " + new ErrorText(profile.reply()).find(body, profile.reply().errorText())
                    .orElse(body.isObject() ? "no list at " + call.days() : Envelope.describe(body, reply.contentType())));
        }
        Map<LocalDate, Map<String, Long>> days = new TreeMap<>();
        for (JsonNode day : body.at(call.days())) {
            Map<String, Long> used = days.computeIfAbsent(date(day.at(call.day())), d -> new TreeMap<>());
            JsonNode models = day.at(call.models());
            for (Map.Entry<String, JsonNode> item : models.properties()) {
                used.merge(item.getKey(), amount(item.getValue(), call.amount()), Long::sum);
            }
            for (JsonNode item : models.isArray() ? models : Json.object()) {
                used.merge(item.at(call.model()).asText("?"), amount(item, call.amount()), Long::sum);
            }
        }
        return new Usage(days);
    }

    /** A date, also at the beginning of a time. */
    private static LocalDate date(JsonNode node) throws IOException {
        String text = node.asText();
        try {
            return LocalDate.parse(text.length() > 10 ? text.substring(0, 10) : text);
        } catch (DateTimeException e) {
            throw new IOException("“" + Words.plain(text) + "” is no date", e);
        }
    }

    /** A number, also one in quotes, or one level deeper. */
    private static long amount(JsonNode node, JsonPointer pointer) throws IOException {
        JsonNode number = node.isObject() ? node.at(pointer) : node;
        try {
            return Micros.of(new BigDecimal(number.asText().strip()));
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IOException("“" + Words.plain(number.toString()) + "” is no amount", e);
        }
    }
}
