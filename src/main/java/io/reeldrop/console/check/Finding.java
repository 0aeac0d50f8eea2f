package io.reeldrop.console.check;

import io.reeldrop.console.terminal.Terminal.Colour;
import io.reeldrop.console.terminal.Terminal;
import io.reeldrop.console.terminal.Words;
import io.reeldrop.job.Problem;

/**
 * One line of a check.
 *
 * @param kind  whether a run is refused for it
 * @param about what was looked at, in a word or two
 * @param text  what was found
 */
record Finding(Kind kind, String about, String text) {

    enum Kind {
        OK(Colour.GREEN, "ok"), NOTE(Colour.YELLOW, "note"), FAULT(Colour.RED, "FAULT");

        private final Colour colour;
        private final String word;

        Kind(Colour colour, String word) {
            this.colour = colour;
            this.word = word;
        }
    }

    static Finding ok(String about, String text) {
        return new Finding(Kind.OK, about, text);
    }

    static Finding note(String about, String text) {
        return new Finding(Kind.NOTE, about, text);
    }

    static Finding fault(String about, Problem problem) {
        return new Finding(Kind.FAULT, about, problem.toString());
    }

    String line(Terminal terminal) {
        return terminal.in(kind.colour, String.format("%-5s", kind.word)) + "  " + String.format("%-12s", about) + "  " + Words.safe(text);
    }
}
