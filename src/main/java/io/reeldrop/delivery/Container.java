package io.reeldrop.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What kind of video file it is, told by its first bytes: servers label downloads as they like. */
enum Container {
    MP4(".mp4"), QUICKTIME(".mov"), ZIP(".zip");

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

    /** The first bytes as a person can read them. */
    static String head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(40), StandardCharsets.ISO_8859_1).replaceAll("[^\\x20-\\x7e]", ".");
        }
    }
}
