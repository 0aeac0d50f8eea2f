package io.reeldrop.gateway;

import io.reeldrop.gateway.SubmitReply.Accepted;
import io.reeldrop.gateway.SubmitReply.AccountHeld;
import io.reeldrop.gateway.SubmitReply.InDoubt;
import io.reeldrop.gateway.SubmitReply.Refused;
import io.reeldrop.job.Pause;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Decides whether a task was bought. Certain is only what the profile says is certain; all else is in doubt. */
final class SubmitReader {

    private final Profile profile;
    private final ReplyRules rules;
    private final int status;
    private final String contentType;
    private final ReplyBody body;
    private final Long retryAfterMs;
    private final ErrorText errors;

    SubmitReader(Profile profile, int status, String contentType, ReplyBody body, Long retryAfterMs) {
        this.profile = profile;
        this.rules = profile.reply();
        this.status = status;
        this.contentType = contentType;
        this.body = body;
        this.retryAfterMs = retryAfterMs;
        this.errors = new ErrorText(rules);
    }

    SubmitReply read() {
        Optional<String> taskId = body.texts(rules.taskId()).filter(TaskId::usable).findFirst();
        boolean success = status >= 200 && status <= 299;
        if (taskId.isPresent() && !(success && !Envelope.saysError(rules, body))) {
            return new InDoubt("HTTP " + status + " says “" + reason() + "” but may name a task, " + Words.plain(taskId.get()));
        }
        if (taskId.isPresent()) {
            return new Accepted(taskId.get(), body.micros(rules.estimated()));
        }
        boolean certain = success ? body.isObject() && body.words(rules.errorCode()).anyMatch(profile.submit().noTaskCodes()::contains)
                : profile.submit().noTask().contains(status);
        return certain ? refused() : new InDoubt("HTTP " + status + ": " + reason());
    }

    private SubmitReply refused() {
        String text = errors.find(body, rules.errorText()).orElse("");
        ReplyRules.Held held = rules.held();
        if (held.rateLimitStatuses().contains(status)) {
            return hold(Pause.RATE_LIMIT);
        }
        if (says(held.creditTexts(), text) || held.creditStatuses().contains(status)) {
            return hold(Pause.CREDITS);
        }
        if (held.badKey(status, text)) {
            return hold(Pause.KEY);
        }
        if (held.addressStatuses().contains(status)) {
            return hold(Pause.ADDRESS);
        }
        return new Refused("HTTP " + status + ": " + reason(), errors.code(body, rules.errorCode(), rules.errorText()).orElse(null));
    }

    private AccountHeld hold(Pause kind) {
        return new AccountHeld("HTTP " + status + ": " + reason(), kind, retryAfterMs);
    }

    private static boolean says(List<Pattern> patterns, String text) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(text).find());
    }

    private String reason() {
        return errors.find(body, rules.errorText()).orElse(Envelope.describe(body, contentType));
    }
}
