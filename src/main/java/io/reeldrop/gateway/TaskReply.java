package io.reeldrop.gateway;

import java.util.List;

/** What a gateway says of a task. Costs are in millionths of the profile's unit, null where the gateway does not tell. */
public sealed interface TaskReply {

    /**
     * Not done yet.
     *
     * @param status   {@link TaskStatus#QUEUED}, {@link TaskStatus#THROTTLED}, {@link TaskStatus#RUNNING} or {@link TaskStatus#UNKNOWN}
     * @param raw      the gateway's own word, empty where it gave none
     * @param progress from 0 to 1, or null
     * @param known    whether the profile knows the word; a word that it does not know is worth a warning
     */
    record Progress(TaskStatus status, String raw, Double progress, boolean known) implements TaskReply {
    }

    /** Done: http or https URLs of the output, at least one. */
    record Succeeded(List<String> outputs, Long costMicros) implements TaskReply {
    }

    /** Said to be done, but without an output: it may follow. */
    record NoOutputYet() implements TaskReply {
    }

    /**
     * Ended without a video.
     *
     * @param text one line for people
     * @param code for {@link Replies#retry}, or null
     */
    record Failed(String text, String code, Long costMicros) implements TaskReply {
    }

    /** Ended on request. */
    record Cancelled(Long costMicros) implements TaskReply {
    }

    /** The gateway does not know the task; within the profile's grace this means "not yet". */
    record NotFound(String text) implements TaskReply {
    }

    /**
     * Nothing was learnt of the task.
     *
     * @param retryAfterMs milliseconds that the gateway asks to wait, or null
     */
    record Trouble(String reason, Kind kind, Long retryAfterMs) implements TaskReply {
    }

    /** Why nothing was learnt. */
    enum Kind {
        /** The key is not accepted. */
        KEY,
        /** Too many calls. */
        RATE_LIMIT,
        /** The gateway is down or overloaded. */
        SERVER,
        /** The answer makes no sense, as when a web page answers. */
        NOT_UNDERSTOOD
    }
}
