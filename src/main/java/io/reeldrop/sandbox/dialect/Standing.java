package io.reeldrop.sandbox.dialect;

/**
 * How a task stands at one instant, before it is put into a gateway's words. Times are epoch milliseconds, 0 for what has not come yet.
 *
 * @param id         what the buyer knows the task by
 * @param row        its number at its gateway, from 1 on; relays show it as a number of their own table
 * @param model      such as {@code gen4_turbo}
 * @param promptText empty where there was none
 * @param duration   seconds
 * @param progress   0 to 1
 * @param output     the video's URL; null before it is there
 * @param failure    a text; null where it has not failed
 * @param code       the failure's code, or null
 * @param estimate   credits
 * @param cost       credits, in the end
 */
public record Standing(String id, long row, String model, String promptText, int duration, Status status, double progress, long createdAt,
        long startedAt, long endedAt, String output, String failure, String code, long estimate, long cost) {

    /** The official API's words; {@link #ODD} for one that nobody knows. */
    public enum Status {
        THROTTLED, PENDING, RUNNING, SUCCEEDED, FAILED, CANCELLED, ODD
    }

    /** As it stood when it was bought, whatever has become of it since. */
    Standing fresh() {
        return new Standing(id, row, model, promptText, duration, Status.PENDING, 0, createdAt, 0, 0, null, null, null, estimate, cost);
    }

    boolean ended() {
        return endedAt > 0;
    }
}
