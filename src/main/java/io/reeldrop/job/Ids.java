package io.reeldrop.job;

import java.security.SecureRandom;

/** Job ids: nine characters of time and five of chance, in an alphabet without look-alikes; they sort by time of acceptance. */
public final class Ids {

    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ids() {
    }

    public static String at(long epochMillis) {
        return base32(epochMillis, 9) + base32(RANDOM.nextInt() & 0x1ffffff, 5);
    }

    /** The least id that is given at that time. */
    static String first(long epochMillis) {
        return base32(epochMillis, 9);
    }

    /** When the id was given, UTC epoch milliseconds. */
    static long time(String id) {
        long millis = 0;
        for (char c : id.substring(0, 9).toCharArray()) {
            millis = millis << 5 | new String(ALPHABET).indexOf(c);
        }
        return millis;
    }

    private static String base32(long value, int length) {
        char[] text = new char[length];
        for (int i = length - 1; i >= 0; i--, value >>>= 5) {
            text[i] = ALPHABET[(int) (value & 31)];
        }
        return new String(text);
    }
}
