package io.reeldrop.image;

import io.reeldrop.image.ImageHeader.Damaged;
import java.io.IOException;

/** PNG (ISO/IEC 15948): a signature, then chunks of length, type, data and checksum, from IHDR to IEND. */
final class PngHeader {

    private static final int SIGNATURE = 8;
    private static final int CRC = 4;
    private static final long IHDR = 0x49484452;
    private static final long IDAT = 0x49444154;
    private static final long IEND = 0x49454E44;
    private static final int IHDR_LENGTH = 13;

    private PngHeader() {
    }

    static ImageHeader read(ImageInput in) throws IOException {
        in.skip(SIGNATURE);
        if (in.u32() != IHDR_LENGTH || in.u32() != IHDR) {
            throw new Damaged("begins like a PNG but does not say its size");
        }
        ImageHeader header = ImageHeader.of("png", in.u32(), in.u32());
        in.skip(IHDR_LENGTH - 8 + CRC);
        boolean picture = false;
        while (true) {
            long length = in.u32();
            long type = in.u32();
            if (length > Integer.MAX_VALUE) {
                throw new Damaged("is a damaged PNG");
            }
            in.skip(length + CRC);
            picture |= type == IDAT && length > 0;
            if (type == IEND) {
                break;
            }
        }
        if (!picture) {
            throw new Damaged("is a PNG without a picture in it");
        }
        return header;
    }
}
