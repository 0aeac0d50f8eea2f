package io.reeldrop.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;

/**
 * A video on disk, filled up to a wanted size with a {@code free} box, which players skip. The box is made up while it is sent, so a file
 * of any size costs neither disk nor memory; what is in it differs from place to place, so that a download put together wrongly is seen.
 *
 * @param file   the picture part
 * @param length its bytes
 * @param size   bytes of the whole
 * @param etag   a strong one, with its quotes
 */
record VideoFile(Path file, long length, long size, String etag) {

    private static final int CHUNK = 1 << 16;
    private static final byte[] FILLING = filling();

    static VideoFile of(Path file, long length, long wanted, String name) {
        long size = wanted >= length + 8 ? wanted : length;
        return new VideoFile(file, length, size, '"' + Hash.hex(name).substring(0, 16) + '-' + size + '"');
    }

    /** Sends the bytes {@code from} (inclusive) to {@code to} (exclusive). */
    void send(long from, long to, OutputStream out) throws IOException {
        long at = from;
        if (at < length && at < to) {
            at = sendPicture(at, Math.min(length, to), out);
        }
        byte[] header = header();
        while (at < to) {
            long inside = at - length;
            boolean inHeader = inside < header.length;
            byte[] bytes = inHeader ? header : FILLING;
            int offset = (int) (inHeader ? inside : at % CHUNK);
            int count = (int) Math.min(bytes.length - offset, to - at);
            out.write(bytes, offset, count);
            at += count;
        }
    }

    private long sendPicture(long from, long to, OutputStream out) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
            long at = from;
            while (at < to) {
                buffer.clear().limit((int) Math.min(CHUNK, to - at));
                int count = channel.read(buffer, at);
                if (count < 0) {
                    throw new IOException("video shorter than it was");
                }
                out.write(buffer.array(), 0, count);
                at += count;
            }
            return at;
        }
    }

    /** A size that 32 bits cannot hold is written as 1, with the 64-bit size behind the type. */
    private byte[] header() {
        long box = size - length;
        byte[] type = "free".getBytes(StandardCharsets.US_ASCII);
        if (box <= 0xFFFF_FFFFL) {
            return ByteBuffer.allocate(8).putInt((int) box).put(type).array();
        }
        return ByteBuffer.allocate(16).putInt(1).put(type).putLong(box).array();
    }

    private static byte[] filling() {
        byte[] bytes = new byte[CHUNK];
        new SplittableRandom(1).nextBytes(bytes);
        return bytes;
    }
}
