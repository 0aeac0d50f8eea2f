package io.reeldrop.image;

import io.reeldrop.image.ImageHeader.Damaged;
import java.io.IOException;

/**
 * JPEG (ITU-T T.81): markers from SOI to EOI. What follows the first EOI (padding, further pictures of a camera) does not count.
 */
final class JpegHeader {

    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int TEM = 0x01;

    private JpegHeader() {
    }

    static ImageHeader read(ImageInput in) throws IOException {
        ImageHeader header = null;
        boolean picture = false;
        while (true) {
            int marker = marker(in);
            if (marker == EOI) {
                break;
            }
            if (marker == SOI) {
                continue;
            }
            int length = in.u16() - 2;
            if (length < 0) {
                throw new Damaged("is a damaged JPEG");
            }
            if (frame(marker) && header == null && length >= 5) {
                in.skip(1);
                int height = in.u16();
                header = ImageHeader.of("jpeg", in.u16(), height);
                length -= 5;
            }
            picture |= marker == SOS;
            in.skip(length);
        }
        if (header == null || !picture) {
            throw new Damaged("is a JPEG without a picture in it");
        }
        return header;
    }

    /** SOF0 to SOF15 share their numbers with DHT, JPG and DAC. */
    private static boolean frame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    /** The next marker with something to say: compressed data (FF 00), restarts and fill bytes are passed over. */
    private static int marker(ImageInput in) throws IOException {
        while (true) {
            int code = in.u8();
            if (code != 0xFF) {
                continue;
            }
            do {
                code = in.u8();
            } while (code == 0xFF);
            if (code > TEM && (code < 0xD0 || code > 0xD7)) {
                return code;
            }
        }
    }
}
