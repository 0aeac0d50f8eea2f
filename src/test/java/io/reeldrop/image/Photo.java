package io.reeldrop.image;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Photos as phones make them: four coloured quarters under noise, stored turned, with EXIF, GPS and a colour profile. */
public final class Photo {

    /** Of the quarters: top left, top right, bottom left, bottom right. */
    public static final List<Color> QUARTERS = List.of(new Color(180, 110, 110), new Color(120, 160, 120), new Color(100, 110, 170),
            new Color(180, 170, 120));
    /** Stands in the GPS block of each. */
    public static final String PLACE = "SOMEWHERE SECRET";

    private Photo() {
    }

    /** As it is to be seen. @param noise 0 to 255: how far a pixel may be off; more of it makes a larger file */
    public static BufferedImage seen(int width, int height, int noise, long seed) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(seed);
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                Color colour = QUARTERS.get((x < width / 2 ? 0 : 1) + (y < height / 2 ? 0 : 2));
                int bits = noise == 0 ? 0 : random.nextInt();
                row[x] = off(colour.getRed(), bits, noise) << 16 | off(colour.getGreen(), bits >> 8, noise) << 8
                        | off(colour.getBlue(), bits >> 16, noise);
            }
            picture.setRGB(0, y, width, 1, row, 0, width);
        }
        return picture;
    }

    private static int off(int value, int bits, int noise) {
        return Math.max(0, Math.min(255, value + ((bits & 0xFF) - 128) * noise / 256));
    }

    /**
     * As a camera stores it, so that {@code orientation} turns it right: EXIF says on which side of what is seen row 0 and column 0 lie.
     */
    public static BufferedImage stored(BufferedImage seen, int orientation) {
        int width = seen.getWidth();
        int height = seen.getHeight();
        boolean rowsAreColumns = orientation >= 5;
        BufferedImage stored = new BufferedImage(rowsAreColumns ? height : width, rowsAreColumns ? width : height,
                BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < stored.getHeight(); row++) {
            for (int column = 0; column < stored.getWidth(); column++) {
                int rgb = switch (orientation) {
                    case 1 -> seen.getRGB(column, row);
                    case 2 -> seen.getRGB(width - 1 - column, row);
                    case 3 -> seen.getRGB(width - 1 - column, height - 1 - row);
                    case 4 -> seen.getRGB(column, height - 1 - row);
                    case 5 -> seen.getRGB(row, column);
                    case 6 -> seen.getRGB(width - 1 - row, column);
                    case 7 -> seen.getRGB(width - 1 - row, height - 1 - column);
                    default -> seen.getRGB(row, height - 1 - column);
                };
                stored.setRGB(column, row, rgb);
            }
        }
        return stored;
    }

    /** @param profile null for none */
    public static byte[] jpeg(BufferedImage stored, float quality, boolean progressive, int orientation, byte[] profile) {
        byte[] plain = encoded(stored, quality, progressive);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(plain, 0, 2);
        segment(out, 0xE1, "Exif\0\0", exif(orientation));
        if (profile != null) {
            segment(out, 0xE2, "ICC_PROFILE\0\1\1", profile);
        }
        out.write(plain, 2, plain.length - 2);
        return out.toByteArray();
    }

    private static void segment(ByteArrayOutputStream out, int marker, String name, byte[] content) {
        int length = 2 + name.length() + content.length;
        out.writeBytes(new byte[] {(byte) 0xFF, (byte) marker, (byte) (length >> 8), (byte) length});
        out.writeBytes(name.getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(content);
    }

    private static byte[] encoded(BufferedImage picture, float quality, boolean progressive) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(quality);
            if (progressive) {
                param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            }
            writer.setOutput(stream);
            writer.write(null, new IIOImage(picture, null, null), param);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    /** @param profile null for none */
    public static byte[] png(BufferedImage stored, int orientation, byte[] profile) {
        try {
            ByteArrayOutputStream plain = new ByteArrayOutputStream();
            ImageIO.write(stored, "png", plain);
            byte[] bytes = plain.toByteArray();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            int afterHeader = 33;
            out.write(bytes, 0, afterHeader);
            if (profile != null) {
                ByteArrayOutputStream iccp = new ByteArrayOutputStream();
                iccp.writeBytes("profile\0\0".getBytes(StandardCharsets.ISO_8859_1));
                try (DeflaterOutputStream deflater = new DeflaterOutputStream(iccp)) {
                    deflater.write(profile);
                }
                chunk(out, "iCCP", iccp.toByteArray());
            }
            chunk(out, "eXIf", exif(orientation));
            out.write(bytes, afterHeader, bytes.length - afterHeader);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(type.getBytes(StandardCharsets.ISO_8859_1));
        crc.update(content);
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(content.length);
        data.writeBytes(type);
        data.write(content);
        data.writeInt((int) crc.getValue());
    }

    /** Lossless, every pixel as its three plain bytes. @param profile null for none */
    public static byte[] webp(BufferedImage stored, int orientation, byte[] profile) {
        int width = stored.getWidth();
        int height = stored.getHeight();
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        ByteBuffer extended = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN).putInt(8 | (profile == null ? 0 : 32))
                .putShort((short) (width - 1)).put((byte) (width - 1 >> 16)).putShort((short) (height - 1)).put((byte) (height - 1 >> 16));
        riff(chunks, "VP8X", extended.array());
        if (profile != null) {
            riff(chunks, "ICCP", profile);
        }
        riff(chunks, "VP8L", vp8l(stored));
        riff(chunks, "EXIF", exif(orientation));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        byte[] form = "WEBP".getBytes(StandardCharsets.ISO_8859_1);
        byte[] content = Arrays.copyOf(form, form.length + chunks.size());
        System.arraycopy(chunks.toByteArray(), 0, content, form.length, chunks.size());
        riff(file, "RIFF", content);
        return file.toByteArray();
    }

    private static void riff(ByteArrayOutputStream out, String name, byte[] content) {
        out.writeBytes(name.getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(content.length).array());
        out.writeBytes(content);
        if (content.length % 2 == 1) {
            out.write(0);
        }
    }

    /** No transform, no cache, no references: green, red and blue each with a code of 256 words of 8 bits, alpha with one of none. */
    private static byte[] vp8l(BufferedImage picture) {
        Bits bits = new Bits(picture.getWidth() * picture.getHeight() * 3 + 1000);
        bits.put(0x2F, 8);
        bits.put(picture.getWidth() - 1, 14);
        bits.put(picture.getHeight() - 1, 14);
        bits.put(0, 1 + 3 + 1 + 1 + 1);
        for (int colour = 0; colour < 3; colour++) {
            // A code for code lengths that knows 0 and 8 only, in the order 17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8; then 256 times 8.
            bits.put(0, 1);
            bits.put(8, 4);
            for (int order = 0; order < 12; order++) {
                bits.put(order == 2 || order == 11 ? 1 : 0, 3);
            }
            bits.put(1, 1);
            bits.put(3, 3);
            bits.put(254, 8);
            for (int i = 0; i < 256; i++) {
                bits.put(1, 1);
            }
        }
        bits.put(1 | 1 << 2 | 255 << 3, 11);
        bits.put(1, 4);
        int[] row = new int[picture.getWidth()];
        for (int y = 0; y < picture.getHeight(); y++) {
            picture.getRGB(0, y, row.length, 1, row, 0, row.length);
            for (int rgb : row) {
                bits.put(Integer.reverse(rgb >> 8 & 0xFF) >>> 24, 8);
                bits.put(Integer.reverse(rgb >> 16 & 0xFF) >>> 24, 8);
                bits.put(Integer.reverse(rgb & 0xFF) >>> 24, 8);
            }
        }
        return bits.done();
    }

    /** Least significant bit first. */
    private static final class Bits {

        private final byte[] bytes;
        private int size;
        private long held;
        private int count;

        Bits(int most) {
            this.bytes = new byte[most];
        }

        void put(int value, int number) {
            held |= (long) value << count;
            count += number;
            while (count >= 8) {
                bytes[size++] = (byte) held;
                held >>>= 8;
                count -= 8;
            }
        }

        byte[] done() {
            put(0, 8);
            return Arrays.copyOf(bytes, size);
        }
    }

    /** A TIFF of two directories: orientation, and a place. */
    private static byte[] exif(int orientation) {
        ByteBuffer tiff = ByteBuffer.allocate(80).order(ByteOrder.LITTLE_ENDIAN);
        tiff.put("II*\0".getBytes(StandardCharsets.ISO_8859_1)).putInt(8);
        tiff.putShort((short) 2);
        tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1).putInt(orientation);
        tiff.putShort((short) 0x8825).putShort((short) 4).putInt(1).putInt(38);
        tiff.putInt(0);
        tiff.putShort((short) 1);
        tiff.putShort((short) 0x001C).putShort((short) 2).putInt(PLACE.length()).putInt(56);
        tiff.putInt(0);
        tiff.put(PLACE.getBytes(StandardCharsets.ISO_8859_1));
        return tiff.array();
    }

    /** Display P3 as a profile of version 2, with a gamma of 2.2. */
    public static byte[] displayP3() {
        int[][] columns = {{0x83DF, 0x3DBF, -0x45}, {0x4ABF, 0xB137, 0xAB9}, {0x2838, 0x110B, 0xC8B9}};
        List<String> names = List.of("rXYZ", "gXYZ", "bXYZ", "wtpt", "rTRC", "gTRC", "bTRC", "desc", "cprt");
        int data = 128 + 4 + names.size() * 12;
        int curve = data + 80;
        int text = curve + 16;
        ByteBuffer icc = ByteBuffer.allocate(text + 100 + 24);
        icc.putInt(icc.capacity()).putInt(0).putInt(0x02100000).put("mntrRGB XYZ ".getBytes(StandardCharsets.ISO_8859_1));
        icc.position(36);
        icc.put("acsp".getBytes(StandardCharsets.ISO_8859_1));
        icc.position(68);
        icc.putInt(0xF6D6).putInt(0x10000).putInt(0xD32D);
        icc.position(128);
        icc.putInt(names.size());
        for (int i = 0; i < names.size(); i++) {
            icc.put(names.get(i).getBytes(StandardCharsets.ISO_8859_1));
            icc.putInt(i < 4 ? data + 20 * i : i < 7 ? curve : i == 7 ? text : text + 100)
                    .putInt(i < 4 ? 20 : i < 7 ? 14 : i == 7 ? 100 : 24);
        }
        for (int i = 0; i < 4; i++) {
            int[] xyz = i < 3 ? columns[i] : new int[] {0xF6D6, 0x10000, 0xD32D};
            icc.put("XYZ ".getBytes(StandardCharsets.ISO_8859_1)).putInt(0).putInt(xyz[0]).putInt(xyz[1]).putInt(xyz[2]);
        }
        icc.put("curv".getBytes(StandardCharsets.ISO_8859_1)).putInt(0).putInt(1).putShort((short) 0x0233);
        icc.position(text);
        icc.put("desc".getBytes(StandardCharsets.ISO_8859_1)).putInt(0).putInt(3).put("P3\0".getBytes(StandardCharsets.ISO_8859_1));
        icc.position(text + 100);
        icc.put("text".getBytes(StandardCharsets.ISO_8859_1)).putInt(0).put("nobody's\0".getBytes(StandardCharsets.ISO_8859_1));
        return icc.array();
    }

    /** By the published matrix from linear Display P3 to linear sRGB. */
    public static Color fromP3(Color p3) {
        double[] linear = {Math.pow(p3.getRed() / 255.0, 563 / 256.0), Math.pow(p3.getGreen() / 255.0, 563 / 256.0),
                Math.pow(p3.getBlue() / 255.0, 563 / 256.0)};
        double[][] matrix = {{1.2249, -0.2247, 0}, {-0.0420, 1.0419, 0}, {-0.0197, -0.0786, 1.0979}};
        int[] srgb = new int[3];
        for (int i = 0; i < 3; i++) {
            double value = matrix[i][0] * linear[0] + matrix[i][1] * linear[1] + matrix[i][2] * linear[2];
            double bent = value <= 0.0031308 ? 12.92 * Math.max(0, value) : 1.055 * Math.pow(Math.min(1, value), 1 / 2.4) - 0.055;
            srgb[i] = (int) Math.round(255 * Math.min(1, bent));
        }
        return new Color(srgb[0], srgb[1], srgb[2]);
    }

    public static BufferedImage decoded(byte[] file) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(file));
    }

    /** The mean colour of each quarter's middle: top left, top right, bottom left, bottom right. */
    public static List<Color> quarters(BufferedImage picture) {
        int width = picture.getWidth() / 2;
        int height = picture.getHeight() / 2;
        return List.of(mean(picture, 0, 0), mean(picture, width, 0), mean(picture, 0, height), mean(picture, width, height));
    }

    private static Color mean(BufferedImage picture, int left, int top) {
        long[] sum = new long[3];
        int width = picture.getWidth() / 2;
        int height = picture.getHeight() / 2;
        int count = 0;
        for (int y = top + height / 4; y < top + height * 3 / 4; y++) {
            for (int x = left + width / 4; x < left + width * 3 / 4; x++) {
                int rgb = picture.getRGB(x, y);
                sum[0] += rgb >> 16 & 0xFF;
                sum[1] += rgb >> 8 & 0xFF;
                sum[2] += rgb & 0xFF;
                count++;
            }
        }
        return new Color((int) (sum[0] / count), (int) (sum[1] / count), (int) (sum[2] / count));
    }

    /** How far two colours are apart in that channel that differs most. */
    public static int apart(Color one, Color other) {
        return Math.max(Math.abs(one.getRed() - other.getRed()),
                Math.max(Math.abs(one.getGreen() - other.getGreen()), Math.abs(one.getBlue() - other.getBlue())));
    }
}
