package io.reeldrop.gateway;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.reeldrop.gateway.TaskReply.Cancelled;
import io.reeldrop.gateway.TaskReply.Failed;
import io.reeldrop.gateway.TaskReply.Kind;
import io.reeldrop.gateway.TaskReply.NoOutputYet;
import io.reeldrop.gateway.TaskReply.NotFound;
import io.reeldrop.gateway.TaskReply.Progress;
import io.reeldrop.gateway.TaskReply.Succeeded;
import io.reeldrop.gateway.TaskReply.Trouble;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Decides how a task stands. */
final class TaskReader {

    private final Profile profile;
    private final ReplyRules rules;
    private final int http;
    private final String contentType;
    private final ReplyBody body;
    private final Long retryAfterMs;
    private final ErrorText errors;

    TaskReader(Profile profile, int http, String contentType, ReplyBody body, Long retryAfterMs) {
        this.profile = profile;
        this.rules = profile.reply();
        this.http = http;
        this.contentType = contentType;
        this.body = body;
        this.retryAfterMs = retryAfterMs;
        this.errors = new ErrorText(rules);
    }

    TaskReply read() {
        if (body.isObject() && notFound()) {
            return new NotFound(reason());
        }
        if (rules.held().rateLimitStatuses().contains(http)) {
            return trouble(Kind.RATE_LIMIT);
        }
        if (rules.held().badKey(http, errors.find(body, rules.errorText()).orElse(""))) {
            return trouble(Kind.KEY);
        }
        if (http >= 500 || http == 408) {
            return trouble(Kind.SERVER);
        }
        return http >= 200 && http <= 299 && body.isObject() ? task() : trouble(Kind.NOT_UNDERSTOOD);
    }

    private boolean notFound() {
        Profile.NotFound looks = profile.task().notFound();
        // Also where a relay adds the number of the call, or passes on as a text what it got.
        Stream<String> inside = Stream.of(errors.code(body, rules.errorCode(), rules.errorText()), errors.find(body, rules.errorText()))
                .flatMap(Optional::stream);
        return looks.statuses().contains(http) || Stream.of(body.words(rules.errorCode()), body.texts(rules.errorText()), inside)
                .flatMap(said -> said).anyMatch(said -> looks.codes().stream().anyMatch(code -> (said + " ").startsWith(code + " ")));
    }

    private TaskReply task() {
        StatusWords words = StatusWords.in(rules, body);
        if (words.none() && Envelope.saysError(rules, body)) {
            return trouble(Kind.NOT_UNDERSTOOD);
        }
        List<String> outputs = outputs();
        String failure = errors.find(body, rules.failureText()).orElse(null);
        String code = errors.code(body, rules.failureCode(), rules.failureText()).orElse(null);
        return switch (words.decide(!outputs.isEmpty(), code != null || failureIsNamed())) {
            case SUCCEEDED -> outputs.isEmpty() ? new NoOutputYet() : new Succeeded(outputs, charged());
            case FAILED -> new Failed(failure == null ? "no reason given" : failure, code, chargedAllTheSame());
            case CANCELLED -> new Cancelled(chargedAllTheSame());
            case QUEUED -> progress(TaskStatus.QUEUED, words);
            case THROTTLED -> progress(TaskStatus.THROTTLED, words);
            case RUNNING -> progress(TaskStatus.RUNNING, words);
            case UNKNOWN -> progress(TaskStatus.UNKNOWN, words);
        };
    }

    /** Whether there is a reason where only a failure has one: an envelope's message may speak of the answer, not of the task. */
    private boolean failureIsNamed() {
        List<JsonPointer> own = rules.failureText().stream().filter(pointer -> !rules.errorText().contains(pointer)).toList();
        return errors.find(body, own).isPresent();
    }

    private Progress progress(TaskStatus status, StatusWords words) {
        Double share = rules.progress().stream().map(body::at).map(Share::of).filter(s -> s != null).findFirst().orElse(null);
        return new Progress(status, words.raw(status), share, status != TaskStatus.UNKNOWN);
    }

    private List<String> outputs() {
        return rules.output().stream().map(this::urls).filter(urls -> !urls.isEmpty()).findFirst().orElse(List.of());
    }

    private List<String> urls(JsonPointer pointer) {
        JsonNode node = body.at(pointer);
        Stream<JsonNode> nodes = node.isArray() ? StreamSupport.stream(node.spliterator(), false) : Stream.of(node);
        return nodes.filter(JsonNode::isTextual).map(n -> n.textValue().strip())
                .filter(text -> Words.isUrl(text) && text.chars().noneMatch(c -> c <= ' ' || c == 0x7f)).toList();
    }

    private Long charged() {
        return body.micros(rules.charged());
    }

    /** For a task without a video. */
    private Long chargedAllTheSame() {
        return switch (rules.failedCost()) {
            case STATED -> charged();
            case NONE -> Long.valueOf(0);
            case UNKNOWN -> null;
        };
    }

    private Trouble trouble(Kind kind) {
        return new Trouble("HTTP " + http + ": " + reason(), kind, retryAfterMs);
    }

    private String reason() {
        return errors.find(body, rules.errorText()).orElse(Envelope.describe(body, contentType));
    }
}
