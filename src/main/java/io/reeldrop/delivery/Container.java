package io.reeldrop.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What kind of video file it is, told by its first bytes: servers label downloads as they like. */
enum Container {
    MP4(".mp4"), QUICKTIME(".mov"), ZIP(".zip");

    private static final int MOOV = 0x6d6f6f76;

    private final String suffix;

    Container(String suffix) {
        this.suffix = suffix;
    }

    String suffix() {
        return suffix;
    }

    /** @return null if it is no video (an error page, say) */
    static Container of(Path file) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(12);
        }
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (text.startsWith("PK")) {
            return ZIP;
        }
        if (text.length() == 12 && text.startsWith("ftyp", 4)) {
            return text.startsWith("qt", 8) ? QUICKTIME : MP4;
        }
        return null;
    }

    /** What is wrong with a downloaded file, in words; null if it is a whole video. */
    static String fault(Path file) throws IOException {
        long size = Files.size(file);
        Container container = of(file);
        if (size == 0) {
            return "the download is empty";
        }
        if (container == null) {
            return "the download is no video; it begins with: " + head(file);
        }
        return container == ZIP ? null : cut(file, size);
    }

    /** An MP4 is a row of boxes, each of which says how long it is: the last must end where the file ends. */
    private static String cut(Path file, long size) throws IOException {
        boolean movie = false;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer head = ByteBuffer.allocate(16);
            long at = 0;
            while (at < size) {
                head.clear();
                channel.read(head, at);
                if (head.flip().limit() < 8) {
                    return "the video is cut: it ends inside the head of a box";
                }
                long length = head.getInt(0) & 0xffffffffL;
                movie |= head.getInt(4) == MOOV;
                if (length == 1 && head.limit() == 16) {
                    length = head.getLong(8);
                } else if (length == 0) {
                    length = size - at;
                }
                if (length < 8 || length > size - at) {
                    return "the video is cut: it ends at " + size + " bytes, inside a box";
                }
                at += length;
            }
        }
        return movie ? null : "the video is cut: it has no index (moov)";
    }

    /** The first bytes as a person can read them. */
    private static String head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(40), StandardCharsets.ISO_8859_1).replaceAll("[^\\x20-\\x7e]", ".");
        }
    }
}
