package io.reeldrop.console.terminal;

/** What a command cannot do, in words for the person who asked for it; nothing was changed. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public Refusal(String message) {
        super(message);
    }
}
