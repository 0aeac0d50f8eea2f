package io.reeldrop.job;

/**
 * Somebody else moved the job meanwhile (a command, a later claim):
 * what was about to be written no longer holds, and nothing was written.
 */
public class Stale extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public Stale(String message) {
        super(message);
    }
}
