package io.reeldrop.job;

/**
 * Where a job stands. Every step is one write of this column; a crash between two steps leaves a row that says what to do next.
 */
public enum State {
    /** Accepted; its files are being moved out of {@code in/}. */
    TAKING,
    /** Nothing sent, nothing paid; {@code waits_for} says why. */
    WAITING,
    /** The intent is stored, the POST may be under way. Its lease running out means the outcome is unknown. */
    SUBMITTING,
    /** The task id is stored; the gateway works on it. */
    RENDERING,
    /** The task succeeded; its output is being fetched and published. */
    DELIVERING,
    /** The video lies in its place, whole. */
    DELIVERED,
    /** Dead letter that cost nothing. */
    REJECTED,
    /** Dead letter: the task ended without a video. */
    FAILED,
    /** Dead letter: cancelled by a person. */
    CANCELLED,
    /** Dead letter: paid, the task id is kept, the video is not ours yet. */
    UNDELIVERED,
    /** May be paid: the outcome of the POST is unknown; waits for {@code resolve}. */
    IN_DOUBT;

    /** Whether nothing more happens by itself. */
    public boolean ended() {
        return this == DELIVERED || deadLetter();
    }

    /** Whether the drop lies in {@code dead-letter/}. */
    public boolean deadLetter() {
        return switch (this) {
            case REJECTED, FAILED, CANCELLED, UNDELIVERED, IN_DOUBT -> true;
            default -> false;
        };
    }
}
