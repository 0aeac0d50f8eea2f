package io.reeldrop.gateway;

import io.reeldrop.gateway.TaskReply.NotFound;
import io.reeldrop.gateway.TaskReply.Progress;
import io.reeldrop.gateway.TaskReply.Trouble;
import java.time.Instant;

/**
 * What a gateway says of a task that a person has found.
 *
 * @param reply     how it stands
 * @param createdAt when it was made, or null where the answer does not tell
 */
public record Evidence(TaskReply reply, Instant createdAt) {

    /** The gateway says that there is no such task. */
    public boolean denied() {
        return reply instanceof NotFound;
    }

    /** The gateway says how the task stands, so that it must be there. */
    public boolean there() {
        return !denied() && doubt() == null;
    }

    /** Why the answer says nothing of the task, or null if it does. */
    public String doubt() {
        if (reply instanceof Trouble trouble) {
            return trouble.reason();
        }
        return reply instanceof Progress progress && progress.raw().isEmpty() ? "the answer names no status" : null;
    }
}
