package io.reeldrop.sandbox.dialect;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A task at one instant, before it is put into a gateway's words. Its row is its number at its gateway, progress is from 0 to 1, times are
 * epoch milliseconds or 0, amounts are credits; output, failure and code are null as long as there are none.
 */
public record TaskView(String id, long row, String prompt, int duration, Status status, double progress, long createdAt, long startedAt,
        long endedAt, String output, String failure, String code, long estimate, long cost) {

    /** What a relay takes for one of Runway's credits: 500,000 units are a dollar, a credit is a cent. */
    static final long QUOTA_OF_A_CREDIT = 5000;

    private static final DateTimeFormatter SHANGHAI = DateTimeFormatter.ISO_OFFSET_DATE_TIME.withZone(ZoneOffset.ofHours(8));

    /** The official API's words; {@link #REHEARSING} is one that nobody knows. */
    public enum Status {
        THROTTLED, PENDING, RUNNING, SUCCEEDED, FAILED, CANCELLED, REHEARSING
    }

    /** What the shapes in dialects.yaml may tell. @param words for what waits, runs, has succeeded, has failed, and what nobody knows */
    Map<String, Object> values(List<String> words) {
        boolean over = List.of(Status.SUCCEEDED, Status.FAILED, Status.CANCELLED).contains(status);
        Map<String, Object> values = new HashMap<>(Map.of("id", id, "row", row, "prompt", prompt, "duration", duration, "status", status,
                "estimate", estimate, "quota", estimate * QUOTA_OF_A_CREDIT,
                "chargedQuota", (endedAt > 0 ? cost : estimate) * QUOTA_OF_A_CREDIT));
        values.putAll(Map.of("created", Instant.ofEpochMilli(createdAt).toString(), "createdMs", createdAt, "createdS", createdAt / 1000,
                "createdThere", SHANGHAI.format(Instant.ofEpochMilli(createdAt)), "startedS", startedAt / 1000, "endedS", endedAt / 1000,
                "updatedMs", Math.max(createdAt, Math.max(startedAt, endedAt)),
                "otherId", UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString()));
        values.put("word", words.isEmpty() ? null : words.get(switch (status) {
            case THROTTLED, PENDING -> 0;
            case RUNNING -> 1;
            case SUCCEEDED -> 2;
            case FAILED, CANCELLED -> 3;
            case REHEARSING -> 4;
        }));
        values.put("percent", over ? "100%" : status == Status.THROTTLED ? "5%" : status == Status.PENDING ? "10%"
                : Math.round(progress * 100) + "%");
        values.put("running", status == Status.RUNNING ? progress : null);
        values.put("output", output);
        values.put("failure", failure);
        values.put("failed", status == Status.FAILED ? failure : null);
        values.put("vague", status == Status.FAILED ? "task failed" : failure == null ? null : "task cancelled");
        values.put("code", code);
        values.put("paid", over ? cost : null);
        values.put("reserved", over || status == Status.REHEARSING ? null : estimate);
        return values;
    }
}
