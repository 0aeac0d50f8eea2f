package io.reeldrop.job;

/**
 * One of several jobs that a drop with {@code variations} makes. From {@code in/} on each goes its own way, with a copy of the image and
 * a sidecar of its own; its siblings copy, and the first of them, which the column {@code lead} names, moves what was dropped.
 *
 * @param sidecar  the sidecar to write for it, JSON: the dropped one with this variation alone
 * @param original SHA-256 of the dropped sidecar, lower-case hex; null where there was none
 */
public record Variation(String sidecar, String original) {
}
