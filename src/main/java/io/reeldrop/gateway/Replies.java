package io.reeldrop.gateway;

import java.time.Instant;

/** From a gateway's answer to what it means. Nothing here throws, whatever the bytes. */
public final class Replies {

    private Replies() {
    }

    /**
     * Understands the answer to the call that buys a task.
     *
     * @param status       HTTP status
     * @param contentType  for the reason only, may be null; what counts is whether the body is JSON
     * @param body         at most 1 MiB; a longer one has been cut
     * @param retryAfterMs what {@link #retryAfterMs} made of the answer's header, or null
     */
    public static SubmitReply submit(Profile profile, int status, String contentType, byte[] body, Long retryAfterMs) {
        return new SubmitReader(profile, status, contentType, ReplyBody.of(body), retryAfterMs).read();
    }

    /** Understands why the call that buys a task got no answer. */
    public static SubmitReply submitFailed(Throwable failure) {
        return SubmitFailure.of(failure);
    }

    /** Understands the answer to the call that asks for a task; parameters as for {@link #submit}. */
    public static TaskReply task(Profile profile, int status, String contentType, byte[] body, Long retryAfterMs) {
        return new TaskReader(profile, status, contentType, ReplyBody.of(body), retryAfterMs).read();
    }

    /** Whether a failed task may be bought again; {@code failureCode} may be null. */
    public static Retry retry(Profile profile, String failureCode) {
        return FailureCode.retry(profile.reply().failures(), failureCode);
    }

    /** Milliseconds from {@code now} on that a {@code Retry-After} header asks for, in seconds or as a date; null where it says nothing. */
    public static Long retryAfterMs(String header, Instant now) {
        return RetryAfter.millis(header, now);
    }
}
