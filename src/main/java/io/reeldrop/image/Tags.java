package io.reeldrop.image;

import com.drew.imaging.jpeg.JpegMetadataReader;
import com.drew.imaging.jpeg.JpegProcessingException;
import com.drew.lang.ByteArrayReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import java.awt.color.ICC_Profile;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.InflaterInputStream;

/**
 * What an image file says of its pixels that its decoder does not tell.
 *
 * @param profile the meaning of a PNG's colours; null where it has none, and for other types, whose decoders know it
 */
record Tags(Orientation orientation, ICC_Profile profile) {

    /** More than any camera writes. */
    private static final int MOST = 4 << 20;

    static Tags of(String type, Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return switch (type) {
                case "jpeg" -> new Tags(orientation(JpegMetadataReader.readMetadata(in, List.of(new ExifReader()))), null);
                case "png" -> png(new DataInputStream(in));
                default -> new Tags(webp(new DataInputStream(in)), null);
            };
        } catch (JpegProcessingException e) {
            return new Tags(Orientation.AS_STORED, null);
        }
    }

    private static Orientation orientation(Metadata metadata) {
        ExifIFD0Directory exif = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
        return Orientation.of(exif == null ? null : exif.getInteger(ExifIFD0Directory.TAG_ORIENTATION));
    }

    private static Orientation exif(byte[] bytes) {
        int skipped = ExifReader.startsWithJpegExifPreamble(bytes) ? ExifReader.JPEG_SEGMENT_PREAMBLE.length() : 0;
        Metadata metadata = new Metadata();
        new ExifReader().extract(new ByteArrayReader(bytes, skipped), metadata);
        return orientation(metadata);
    }

    /** The chunks were found whole before. */
    private static Tags png(DataInputStream in) throws IOException {
        Orientation orientation = Orientation.AS_STORED;
        ICC_Profile profile = null;
        in.skipNBytes(8);
        while (true) {
            int length = in.readInt();
            String type = name(in);
            if (type.equals("IEND")) {
                return new Tags(orientation, profile);
            }
            boolean wanted = (type.equals("eXIf") || type.equals("iCCP")) && length <= MOST;
            if (!wanted) {
                in.skipNBytes(length);
            } else if (type.equals("eXIf")) {
                orientation = exif(in.readNBytes(length));
            } else {
                profile = profile(in.readNBytes(length));
            }
            in.skipNBytes(4);
        }
    }

    /** A name, a zero, the method of compression, the compressed profile; one that cannot be read is as good as none. */
    private static ICC_Profile profile(byte[] chunk) {
        int at = 0;
        while (at < chunk.length && chunk[at] != 0) {
            at++;
        }
        if (at + 2 > chunk.length) {
            return null;
        }
        try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(chunk, at + 2, chunk.length - at - 2))) {
            return ICC_Profile.getInstance(in.readNBytes(MOST));
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }

    private static Orientation webp(DataInputStream in) throws IOException {
        in.skipNBytes(12);
        try {
            while (true) {
                String type = name(in);
                long length = Integer.toUnsignedLong(Integer.reverseBytes(in.readInt()));
                if (type.equals("EXIF") && length <= MOST) {
                    return exif(in.readNBytes((int) length));
                }
                in.skipNBytes(length + length % 2);
            }
        } catch (EOFException e) {
            return Orientation.AS_STORED;
        }
    }

    private static String name(DataInputStream in) throws IOException {
        byte[] name = new byte[4];
        in.readFully(name);
        return new String(name, StandardCharsets.ISO_8859_1);
    }
}
