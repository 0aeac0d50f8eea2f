package io.reeldrop.gateway;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.reeldrop.gateway.TaskReply.NotFound;
import io.reeldrop.job.Micros;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * How an account stands at its gateway, by the answer to something free.
 *
 * @param verdict       what it comes to
 * @param text          what the gateway said, in one line for people; empty where it is fine
 * @param balanceMicros what is left to spend, in millionths of the profile's unit; null where it is not told
 * @param limits        of each model that the answer speaks of
 */
public record Standing(Verdict verdict, String text, Long balanceMicros, Map<String, Limits> limits) {

    /** What an answer comes to. */
    public enum Verdict {
        /** The gateway answers and accepts the key. */
        FINE,
        /** There is no connection, or no answer. */
        NOT_REACHABLE,
        /** Something answers, but not the gateway's API: a wrong base URL. */
        WRONG_ADDRESS,
        /** The gateway answers and does not accept the key. */
        BAD_KEY,
        /** The gateway answers, but is overloaded, out of order, or says nothing of the key. */
        UNCLEAR
    }

    /** Tasks at once, and in 24 hours; null where it is not told. */
    public record Limits(Integer concurrent, Integer daily) {
    }

    static Standing notReachable(IOException failure) {
        return plain(Verdict.NOT_REACHABLE, failure.getClass().getSimpleName()
                + (failure.getMessage() == null ? "" : ": " + Words.plain(failure.getMessage())));
    }

    static Standing read(Account account, Inquiry.Answer answer) {
        Reply reply = answer.reply();
        ReplyRules rules = account.profile().reply();
        ReplyBody body = ReplyBody.of(reply.body());
        int http = reply.status();
        String said = "HTTP " + http + ": " + new ErrorText(rules).find(body, rules.errorText())
                .orElse(Envelope.describe(body, reply.contentType()));
        if (http >= 300 && http <= 399) {
            return plain(Verdict.WRONG_ADDRESS, "HTTP " + http + ", a redirect to " + Words.plain(String.valueOf(answer.location())));
        }
        // 403 is no matter of a model here: nothing was asked for that some may have and others not.
        if (http == 403 || rules.held().badKey(http, said)) {
            return plain(Verdict.BAD_KEY, said);
        }
        if (http >= 500 || http == 408 || rules.held().rateLimitStatuses().contains(http)) {
            return plain(Verdict.UNCLEAR, said);
        }
        if (!body.isObject()) {
            return plain(Verdict.WRONG_ADDRESS, said);
        }
        return account.profile().probe() == null ? ofNoTask(account.profile(), reply, said) : ofProbe(account.profile(), http, body, said);
    }

    private static Standing ofProbe(Profile profile, int http, ReplyBody body, String said) {
        if (http >= 400 || Envelope.saysError(profile.reply(), body)) {
            return plain(profile.reply().held().addressStatuses().contains(http) ? Verdict.WRONG_ADDRESS : Verdict.UNCLEAR, said);
        }
        Profile.Probe probe = profile.probe();
        Map<String, Limits> limits = new TreeMap<>();
        if (probe.models() != null) {
            body.at(probe.models()).properties().forEach(e ->
                    limits.put(e.getKey(), new Limits(number(e.getValue(), probe.concurrent()), number(e.getValue(), probe.daily()))));
        }
        JsonNode balance = probe.balance() == null ? null : body.at(probe.balance());
        return new Standing(Verdict.FINE, "", balance == null || !balance.isNumber() ? null : Micros.of(balance.decimalValue()), limits);
    }

    /** That it does not know the task is what a gateway says to somebody whom it knows. */
    private static Standing ofNoTask(Profile profile, Reply reply, String said) {
        if (Replies.task(profile, reply.status(), reply.contentType(), reply.body(), null) instanceof NotFound) {
            return plain(Verdict.FINE, "");
        }
        return plain(profile.reply().held().addressStatuses().contains(reply.status()) ? Verdict.WRONG_ADDRESS : Verdict.UNCLEAR, said);
    }

    private static Integer number(JsonNode model, JsonPointer pointer) {
        JsonNode node = pointer == null ? null : model.at(pointer);
        return node == null || !node.canConvertToInt() ? null : Integer.valueOf(node.intValue());
    }

    private static Standing plain(Verdict verdict, String text) {
        return new Standing(verdict, text, null, Map.of());
    }
}
