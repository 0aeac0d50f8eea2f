package io.reeldrop.console;

/** What a command cannot do, in words for the person who asked for it; nothing was changed. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Refusal(String message) {
        super(message);
    }
}
