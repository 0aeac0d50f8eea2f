package io.reeldrop.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A digest of bytes, which may come in pieces. */
public final class Sha256 {

    private static final int BUFFER = 256 << 10;

    private final MessageDigest digest;

    public Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first bytes of a piece are the next ones. */
    public void update(byte[] piece, int length) {
        digest.update(piece, 0, length);
    }

    /** Lower-case hex; of no use afterwards. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Of bytes that are there already. */
    public static String of(byte[] bytes) {
        Sha256 sha256 = new Sha256();
        sha256.update(bytes, bytes.length);
        return sha256.hex();
    }

    /** Of a whole file, read once and in small pieces. */
    public static String of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return of(in);
        }
    }

    /** Of all that comes. */
    public static String of(InputStream in) throws IOException {
        Sha256 sha256 = new Sha256();
        byte[] piece = new byte[BUFFER];
        for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
            sha256.update(piece, n);
        }
        return sha256.hex();
    }
}
