package io.reeldrop.gateway;

/** What a task's status means, whatever word a gateway uses for it; each profile maps its words to these. */
public enum TaskStatus {
    /** Taken in, not started. */
    QUEUED,
    /** Stored, but held back by the gateway's own limit on tasks at a time. */
    THROTTLED,
    /** Being rendered. */
    RUNNING,
    /** Ended with a video. */
    SUCCEEDED,
    /** Ended without a video. */
    FAILED,
    /** Ended on request. */
    CANCELLED,
    /** A word that the profile does not know: keep polling. */
    UNKNOWN;

    /** Whether the gateway is done with the task. */
    public boolean terminal() {
        return this == SUCCEEDED || this == FAILED || this == CANCELLED;
    }
}
