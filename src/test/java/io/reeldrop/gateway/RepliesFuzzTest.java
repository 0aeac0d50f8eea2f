package io.reeldrop.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.gateway.SubmitReply.Accepted;
import io.reeldrop.gateway.SubmitReply.InDoubt;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes that no gateway would send: seeded, so a fault found once is found again. */
class RepliesFuzzTest {

    private static final int TRIES = 50_000;
    private static final List<String> KEYS = List.of("id", "task_id", "taskId", "data", "code", "error", "message", "status", "state",
            "task_status", "output", "fail_reason", "failure", "failureCode", "progress", "cost", "credits", "quota", "issues", "path",
            "estimatedCost", "url", "video", "task_result", "videos");
    private static final List<String> VALUES = List.of("\"t-1\"", "\"\"", "\" \"", "null", "0", "200", "1e999", "-1", "1e-320", "true",
            "123456789012345678901234567890", "\"success\"", "\"SUCCEEDED\"", "\"FAILED\"", "\"3\"", "3", "\"30%\"", "\"https://a/b.mp4\"",
            "\"task_not_exist\"", "\"\\ud800\"", "\"{\\\"error\\\":\\\"x\\\"}\"", "\"not enough credits\"", "\"..\"", "[]", "{}");
    private static final List<Integer> STATUSES = List.of(0, 100, 200, 201, 204, 301, 307, 400, 401, 402, 403, 404, 405, 408, 409, 413, 422,
            425, 429, 499, 500, 502, 503, 504, 524, 599, 999);

    private final Random random = new Random(20261120);

    @Test
    void never_throws_and_never_takes_doubt_for_certainty() {
        for (int i = 0; i < TRIES; i++) {
            int status = STATUSES.get(random.nextInt(STATUSES.size()));
            byte[] body = body();
            for (Profile profile : List.of(Gateways.RUNWAY, Gateways.RELAY)) {
                SubmitReply reply = Replies.submit(profile, status, null, body, null);
                String shown = status + " " + new String(body, StandardCharsets.UTF_8);
                if (reply instanceof Accepted accepted) {
                    assertThat(status).as(shown).isBetween(200, 299);
                    assertThat(TaskId.usable(accepted.taskId())).as(shown).isTrue();
                } else if (!(reply instanceof InDoubt)) {
                    assertThat(profile.submit().noTask()).as(shown).contains(status);
                }
                assertThat(Replies.task(profile, status, null, body, null)).as(shown).isNotNull();
            }
        }
    }

    private byte[] body() {
        byte[] body;
        if (random.nextInt(5) == 0) {
            body = new byte[random.nextInt(64)];
            random.nextBytes(body);
        } else {
            body = object(0).getBytes(StandardCharsets.UTF_8);
        }
        for (int flips = random.nextInt(4) - 2; flips > 0 && body.length > 0; flips--) {
            body[random.nextInt(body.length)] = (byte) random.nextInt(256);
        }
        return body;
    }

    private String object(int depth) {
        StringBuilder text = new StringBuilder("{");
        for (int i = random.nextInt(5); i >= 0; i--) {
            text.append('"').append(KEYS.get(random.nextInt(KEYS.size()))).append("\":").append(value(depth + 1)).append(i > 0 ? "," : "");
        }
        return text.append('}').toString();
    }

    private String value(int depth) {
        int kind = random.nextInt(8);
        if (depth < 5 && kind == 0) {
            return object(depth);
        }
        return depth < 5 && kind == 1 ? "[" + value(depth + 1) + "," + value(depth + 1) + "]" : VALUES.get(random.nextInt(VALUES.size()));
    }
}
