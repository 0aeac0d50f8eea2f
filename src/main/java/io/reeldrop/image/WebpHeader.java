package io.reeldrop.image;

import io.reeldrop.image.ImageHeader.Damaged;
import java.io.EOFException;
import java.io.IOException;

/** WebP (RFC 9649): a RIFF container whose first chunk is VP8, VP8L or VP8X, each with a size of its own form. */
final class WebpHeader {

    private static final long VP8 = 0x56503820;
    private static final long VP8L = 0x5650384C;
    private static final long VP8X = 0x56503858;
    private static final int RIFF_HEADER = 8;

    private WebpHeader() {
    }

    static ImageHeader read(ImageInput in) throws IOException {
        in.skip(4);
        long whole = RIFF_HEADER + in.u32LittleEndian();
        in.skip(4);
        long chunk = in.u32();
        long length = in.u32LittleEndian();
        if (12 + RIFF_HEADER + length > whole) {
            throw new Damaged("is a damaged WebP");
        }
        ImageHeader header;
        if (chunk == VP8) {
            header = lossy(in);
        } else if (chunk == VP8L) {
            header = lossless(in);
        } else if (chunk == VP8X) {
            in.skip(4);
            header = ImageHeader.of("webp", in.u24LittleEndian() + 1L, in.u24LittleEndian() + 1L);
        } else {
            throw new Damaged("is a WebP without a picture in it");
        }
        if (in.drain() < whole) {
            throw new EOFException();
        }
        return header;
    }

    private static ImageHeader lossy(ImageInput in) throws IOException {
        in.skip(3);
        if (in.u8() != 0x9D || in.u8() != 0x01 || in.u8() != 0x2A) {
            throw new Damaged("is a damaged WebP");
        }
        return ImageHeader.of("webp", in.u16LittleEndian() & 0x3FFF, in.u16LittleEndian() & 0x3FFF);
    }

    private static ImageHeader lossless(ImageInput in) throws IOException {
        if (in.u8() != 0x2F) {
            throw new Damaged("is a damaged WebP");
        }
        long bits = in.u32LittleEndian();
        return ImageHeader.of("webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1);
    }
}
