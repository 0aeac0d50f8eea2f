package io.reeldrop.image;

import io.reeldrop.storage.Sha256;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The bytes of an image, each read once and counted into its SHA-256 on the way; holds one buffer, whatever the file's size. */
final class ImageInput {

    private static final int HEAD = 4096;

    private final InputStream in;
    private final Sha256 sha256 = new Sha256();
    private final byte[] buffer = new byte[1 << 16];
    private int next;
    private int end;
    private long total;

    ImageInput(InputStream in) {
        this.in = in;
    }

    /** The first bytes of the file, up to 4096, without taking them; only before anything else is read. */
    byte[] head() throws IOException {
        end = in.readNBytes(buffer, 0, HEAD);
        sha256.update(buffer, end);
        total = end;
        return Arrays.copyOf(buffer, end);
    }

    /** @throws EOFException where the file ends too early, here and below */
    int u8() throws IOException {
        if (next == end && !fill()) {
            throw new EOFException();
        }
        return buffer[next++] & 0xFF;
    }

    int u16() throws IOException {
        return u8() << 8 | u8();
    }

    long u32() throws IOException {
        return (long) u16() << 16 | u16();
    }

    int u16LittleEndian() throws IOException {
        return u8() | u8() << 8;
    }

    int u24LittleEndian() throws IOException {
        return u16LittleEndian() | u8() << 16;
    }

    long u32LittleEndian() throws IOException {
        return u16LittleEndian() | (long) u16LittleEndian() << 16;
    }

    void skip(long count) throws IOException {
        long left = count;
        while (left > 0) {
            if (next == end && !fill()) {
                throw new EOFException();
            }
            int step = (int) Math.min(left, end - next);
            next += step;
            left -= step;
        }
    }

    /** Reads what is left and returns the size of the whole file in bytes. */
    long drain() throws IOException {
        boolean more = true;
        while (more) {
            next = end;
            more = fill();
        }
        return total;
    }

    /** Lower-case hex; once, after {@link #drain()}. */
    String sha256() {
        return sha256.hex();
    }

    private boolean fill() throws IOException {
        int read = in.read(buffer, 0, buffer.length);
        if (read <= 0) {
            return false;
        }
        sha256.update(buffer, read);
        total += read;
        next = 0;
        end = read;
        return true;
    }
}
