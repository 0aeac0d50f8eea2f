package io.reeldrop.console.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where a command's words go, and whether a person reads them there.
 *
 * @param out    results
 * @param err    questions and complaints
 * @param in     answers
 * @param asks   whether somebody can answer
 * @param fitted whether results are laid out for a screen; else one line a row, tab-separated
 * @param width  columns of the screen
 * @param colour whether the screen shows colours
 */
public record Terminal(PrintStream out, PrintStream err, BufferedReader in, boolean asks, boolean fitted, int width, boolean colour) {

    /** Java cannot tell standard input and output apart, so the launcher says which of them is a terminal. */
    public static Terminal system(Map<String, String> env) {
        String which = System.getProperty("reeldrop.terminal", System.console() == null ? "" : "in,out");
        boolean fitted = which.contains("out");
        boolean colour = fitted && !env.containsKey("NO_COLOR") && !"dumb".equals(env.get("TERM"));
        return new Terminal(new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                which.contains("in"), fitted, width(env), colour);
    }

    private static int width(Map<String, String> env) {
        String columns = System.getProperty("reeldrop.columns", env.getOrDefault("COLUMNS", ""));
        return columns.matches("[1-9]\\d{1,3}") ? Math.max(60, Integer.parseInt(columns)) : 100;
    }

    public Terminal plain() {
        return new Terminal(out, err, in, asks, fitted, width, false);
    }

    public void say(String line) {
        out.println(line);
    }

    /** Asks a question that only a plain yes answers. */
    public boolean agrees(String question) {
        err.print(question + " [y/N] ");
        err.flush();
        try {
            String answer = in.readLine();
            return answer != null && answer.strip().matches("(?i)y|yes");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String in(Colour wanted, String text) {
        return colour && wanted != null ? wanted.start + text + "\033[0m" : text;
    }

    /** What needs a person is red or yellow, what goes well green. */
    public enum Colour {
        RED("\033[31m"), GREEN("\033[32m"), YELLOW("\033[33m"), CYAN("\033[36m"), BOLD("\033[1m"), DIM("\033[2m");

        private final String start;

        Colour(String start) {
            this.start = start;
        }
    }
}
