package io.reeldrop.sandbox;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Faults that a prompt asks for in brackets, so that a test or a demo can direct a single drop:
 * {@code a cat [render 100] [fail SAFETY.INPUT.TEXT]}.
 *
 * <table>
 * <caption>What can be asked for</caption>
 * <tr><td>{@code [render MS]}</td><td>render time</td></tr>
 * <tr><td>{@code [fail CODE]}, {@code [fail]}</td><td>ends FAILED, with or without a code</td></tr>
 * <tr><td>{@code [cancelled]}</td><td>ends CANCELLED</td></tr>
 * <tr><td>{@code [no-output MS]}, {@code [no-output]}</td><td>SUCCEEDED without output for so long, or for ever</td></tr>
 * <tr><td>{@code [unknown-task MS]}, {@code [unknown-task]}</td><td>polls answer 404 for so long, or for ever</td></tr>
 * <tr><td>{@code [unknown-status MS]}, {@code [unknown-status]}</td><td>a status nobody knows for so long, or for ever</td></tr>
 * <tr><td>{@code [lose]}, {@code [reset]}, {@code [delay MS]}</td><td>the answer to the submit is lost, cut or late</td></tr>
 * <tr><td>{@code [error]}, {@code [no-id]}, {@code [html]}</td><td>a task, but the answer is a 504, an empty object, a page</td></tr>
 * <tr><td>{@code [hang MS]}, {@code [hang MS TIMES]}</td><td>the first poll (or polls) is answered late</td></tr>
 * <tr><td>{@code [manner NAME]}</td><td>one of the gateway's manners of speaking of a task</td></tr>
 * <tr><td>{@code [video-bytes N]}</td><td>size of the video file</td></tr>
 * <tr><td>{@code [cut TIMES]}, {@code [wrong-length TIMES]}, {@code [not-a-video TIMES]}, {@code [endless TIMES]}</td>
 *     <td>the first download (or downloads) goes wrong</td></tr>
 * </table>
 */
final class Directives {

    private static final Pattern TOKEN = Pattern.compile("\\[([a-z][a-z0-9-]*)((?: +[^\\]\\s]+)*) *\\]");
    private static final Directives NONE = new Directives(Map.of());

    private final Map<String, String[]> tokens;

    private Directives(Map<String, String[]> tokens) {
        this.tokens = tokens;
    }

    static Directives in(String prompt) {
        if (prompt == null || prompt.indexOf('[') < 0) {
            return NONE;
        }
        Map<String, String[]> found = new HashMap<>();
        Matcher token = TOKEN.matcher(prompt);
        while (token.find()) {
            String words = token.group(2).trim();
            found.put(token.group(1), words.isEmpty() ? new String[0] : words.split(" +"));
        }
        return new Directives(found);
    }

    boolean has(String name) {
        return tokens.containsKey(name);
    }

    /** The word at {@code index} behind the name, or null. */
    String word(String name, int index) {
        String[] words = tokens.get(name);
        return words == null || words.length <= index ? null : words[index];
    }

    /** The number at {@code index} behind the name; {@code otherwise} when it is missing or no number. */
    long number(String name, int index, long otherwise) {
        String word = word(name, index);
        return word != null && word.matches("\\d{1,15}") ? Long.parseLong(word) : otherwise;
    }
}
