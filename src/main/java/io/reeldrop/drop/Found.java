package io.reeldrop.drop;

/** A candidate together with the watch in whose {@code in/} it lies: what the sources hand to {@code direct:intake}. */
public record Found(Watch watch, Candidate candidate) {

    @Override
    public String toString() {
        return watch.name() + "/" + candidate.name();
    }
}
