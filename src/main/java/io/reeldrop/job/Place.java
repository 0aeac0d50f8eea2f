package io.reeldrop.job;

/** The places of a watch that hold a drop's files. */
public enum Place {
    IN, IN_PROGRESS, DONE, DEAD_LETTER
}
