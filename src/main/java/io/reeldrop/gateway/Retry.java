package io.reeldrop.gateway;

/** Whether a task that failed may be bought again with the same input. */
public enum Retry {
    /** The same input fails, and is charged, again. */
    NEVER,
    /** One more attempt is worth its price. */
    ONCE,
    /** The gateway's own trouble: again, after a delay. */
    LATER
}
