package io.reeldrop;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** What might stand where JSON should: written by hand rather than by a library, so that it can be nearly right as well as right. */
public final class OddJson {

    private static final Arbitrary<String> LEAVES = Arbitraries.of("null", "true", "false", "0", "-0", "5", "10", "5.0", "7.5", "-1", "200",
            "1e999", "-1e999", "1e9999999999", "1e-320", "0.275", "999999999", "4294967295", "4294967296",
            "9007199254740993", "123456789012345678901234567890", "\"\"", "\" \"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"",
            "\"\uFEFF\"", "\"\u202e\"", "\"30%\"", "\"0\"", "\"200\"", "\"3\"",
            "\"https://a.example/b.mp4\"", "\"HTTP://A\"", "\"https://a b\"", "\"javascript:x\"", "\"..\"", "\"a/b\"",
            "[]", "{}", "[[]]", "[null]");

    private OddJson() {
    }

    /**
     * Objects, lists and bare values, by the documents' own names and with odd values; keys may stand twice.
     *
     * @param keys  that mean something to the reader
     * @param words values that do
     */
    public static Arbitrary<String> texts(List<String> keys, List<String> words) {
        Arbitrary<String> known = Arbitraries.of(words).map(OddJson::quoted);
        Arbitrary<String> any = Arbitraries.strings().ofMaxLength(12).map(OddJson::quoted);
        Arbitrary<String> leaf = Arbitraries.frequencyOf(Tuple.of(5, LEAVES), Tuple.of(5, known), Tuple.of(1, any));
        Arbitrary<String> key = Arbitraries.frequencyOf(Tuple.of(12, Arbitraries.of(keys)),
                Tuple.of(1, Arbitraries.strings().ofMaxLength(6)));
        Arbitrary<String> value = leaf;
        for (int depth = 0; depth < 3; depth++) {
            Arbitrary<String> inner = value;
            value = Arbitraries.frequencyOf(Tuple.of(6, leaf), Tuple.of(3, object(key, inner)), Tuple.of(1, list(inner)));
        }
        return Arbitraries.frequencyOf(Tuple.of(15, object(key, value)), Tuple.of(1, value));
    }

    private static Arbitrary<String> object(Arbitrary<String> key, Arbitrary<String> value) {
        return Combinators.combine(key, value).as((k, v) -> quoted(k) + ":" + v).list().ofMaxSize(5)
                .map(members -> "{" + String.join(",", members) + "}");
    }

    private static Arbitrary<String> list(Arbitrary<String> value) {
        return value.list().ofMaxSize(3).map(elements -> "[" + String.join(",", elements) + "]");
    }

    /** As JSON writes it; control characters and half characters stay as they are. */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Mostly whole, else cut off, with another byte in it, with something behind it or before it; and at times no text at all. */
    public static Arbitrary<byte[]> bytes(Arbitrary<String> texts) {
        Arbitrary<byte[]> whole = texts.map(text -> text.getBytes(StandardCharsets.UTF_8));
        Arbitrary<Integer> at = Arbitraries.integers().between(0, 400);
        Arbitrary<byte[]> cut = Combinators.combine(whole, at).as((bytes, n) -> Arrays.copyOf(bytes, Math.min(n, bytes.length)));
        Arbitrary<byte[]> spoilt = Combinators.combine(whole, at, Arbitraries.bytes()).as((bytes, n, other) -> {
            byte[] changed = bytes.clone();
            if (changed.length > 0) {
                changed[n % changed.length] = other;
            }
            return changed;
        });
        Arbitrary<byte[]> more = Combinators.combine(texts,
                Arbitraries.of("\uFEFF%s", "%s %s", "%s}", "// %s", "%s,", "\n%s\n", "[%s", "\"%s"))
                .as((text, form) -> form.replace("%s", text).getBytes(StandardCharsets.UTF_8));
        Arbitrary<byte[]> utf16 = texts.map(text -> text.getBytes(StandardCharsets.UTF_16));
        Arbitrary<byte[]> noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(64);
        Arbitrary<byte[]> prose = Arbitraries.strings().ofMaxLength(40).map(text -> text.getBytes(StandardCharsets.UTF_8));
        return Arbitraries.frequencyOf(Tuple.of(12, whole), Tuple.of(2, cut), Tuple.of(2, spoilt), Tuple.of(2, more), Tuple.of(1, utf16),
                Tuple.of(1, noise), Tuple.of(1, prose));
    }
}
