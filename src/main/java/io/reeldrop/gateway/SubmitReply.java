package io.reeldrop.gateway;

import io.reeldrop.job.Pause;
import io.reeldrop.receipt.Purchase;

/**
 * What became of the call that buys a task. {@link Refused}, {@link AccountHeld}, {@link NotSent} and {@link Withheld} are certain: no task
 * exists and nothing was paid. {@link InDoubt} is never sent again by itself.
 */
public sealed interface SubmitReply {

    /**
     * A task exists and is paid for.
     *
     * @param taskId         fit to stand in a path once it is percent-encoded
     * @param estimateMicros what the gateway expects to charge, in millionths of the profile's unit, or null
     */
    record Accepted(String taskId, Long estimateMicros) implements SubmitReply {
    }

    /**
     * The gateway does not want this job, and would not want it again.
     *
     * @param reason one line for people
     * @param code   the gateway's error code, or null
     */
    record Refused(String reason, String code) implements SubmitReply {
    }

    /**
     * The gateway does not want any job of this account at present.
     *
     * @param reason       one line for people
     * @param retryAfterMs milliseconds that the gateway asks to wait, or null
     */
    record AccountHeld(String reason, Pause kind, Long retryAfterMs) implements SubmitReply {
    }

    /** The call never reached the gateway, through no fault of the job. */
    record NotSent(String reason) implements SubmitReply {
    }

    /**
     * The call was not made, since what it buys could not be written down first.
     *
     * @param written whether it may have been written down all the same
     */
    record Withheld(String reason, boolean written) implements SubmitReply {
    }

    /** The call was not made, since it was made before. */
    record MadeBefore(Purchase purchase) implements SubmitReply {
    }

    /** A task may exist and may be paid for. */
    record InDoubt(String reason) implements SubmitReply {
    }
}
