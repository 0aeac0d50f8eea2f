package io.reeldrop.image;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** The type of an image, from its first bytes alone: suffixes lie. */
public final class ImageType {

    private static final Set<String> HEIC_BRANDS = Set.of("heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1");
    private static final Set<String> AVIF_BRANDS = Set.of("avif", "avis");
    private static final Set<Integer> BMP_HEADERS = Set.of(12, 40, 52, 56, 64, 108, 124);

    private ImageType() {
    }

    /** {@code png}, {@code jpeg}, {@code webp}, {@code gif}, {@code bmp}, {@code tiff}, {@code heic}, {@code avif}, or empty. */
    public static Optional<String> of(byte[] head) {
        if (starts(head, 0, "\u0089PNG\r\n\u001A\n")) {
            return Optional.of("png");
        }
        if (starts(head, 0, "\u00FF\u00D8\u00FF")) {
            return Optional.of("jpeg");
        }
        if (starts(head, 0, "RIFF") && starts(head, 8, "WEBP")) {
            return Optional.of("webp");
        }
        if (starts(head, 0, "GIF87a") || starts(head, 0, "GIF89a")) {
            return Optional.of("gif");
        }
        if (starts(head, 0, "BM") && head.length > 17 && BMP_HEADERS.contains(head[14] & 0xFF) && starts(head, 15, "\0\0\0")) {
            return Optional.of("bmp");
        }
        if (starts(head, 0, "II*\0") || starts(head, 0, "MM\0*") || starts(head, 0, "II+\0") || starts(head, 0, "MM\0+")) {
            return Optional.of("tiff");
        }
        return starts(head, 4, "ftyp") ? ofBrands(head) : Optional.empty();
    }

    /** The major brand may be a general one; then the compatible brands after it say which it is. */
    private static Optional<String> ofBrands(byte[] head) {
        int box = Math.min(head.length, (head[2] & 0xFF) << 8 | head[3] & 0xFF);
        boolean heic = false;
        for (int i = 8; i + 4 <= box; i += i == 8 ? 8 : 4) {
            String brand = new String(head, i, 4, StandardCharsets.ISO_8859_1);
            if (AVIF_BRANDS.contains(brand)) {
                return Optional.of("avif");
            }
            heic |= HEIC_BRANDS.contains(brand);
        }
        return heic ? Optional.of("heic") : Optional.empty();
    }

    /** Whether these first bytes of a file are text to read. */
    static boolean text(byte[] head) {
        CharBuffer text = CharBuffer.allocate(head.length + 1);
        boolean utf8 = !StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(head), text, false).isError();
        return utf8 && text.flip().chars().noneMatch(c -> c < ' ' && "\t\n\r\f".indexOf(c) < 0 || c == 0x7F);
    }

    private static boolean starts(byte[] head, int at, String latin1) {
        if (head.length < at + latin1.length()) {
            return false;
        }
        for (int i = 0; i < latin1.length(); i++) {
            if ((head[at + i] & 0xFF) != latin1.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
