package io.reeldrop.job;

import java.security.SecureRandom;

/** Job ids: nine characters of time and five of chance, in an alphabet without look-alikes; they sort by time of acceptance. */
final class Ids {

    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ids() {
    }

    static String at(long epochMillis) {
        return base32(epochMillis, 9) + base32(RANDOM.nextInt() & 0x1ffffff, 5);
    }

    private static String base32(long value, int length) {
        char[] text = new char[length];
        for (int i = length - 1; i >= 0; i--, value >>>= 5) {
            text[i] = ALPHABET[(int) (value & 31)];
        }
        return new String(text);
    }
}
