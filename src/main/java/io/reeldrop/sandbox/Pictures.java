package io.reeldrop.sandbox;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.ImageInputStream;

/**
 * Keeps submitted images on disk, one file for equal ones, so that ten thousand tasks hold none in memory; refuses what cannot be decoded.
 */
final class Pictures {

    private static final double NARROWEST = 0.5;
    private static final double WIDEST = 2.0;
    private static final int LONGEST_SIDE = 7999;
    /** A video needs no more than this; decoding less of a large image keeps the heap small. */
    private static final int ENOUGH = 1600;

    private final Path folder;
    private final Map<String, Picture> kept = new ConcurrentHashMap<>();

    Pictures(Path folder) {
        this.folder = folder;
    }

    /** A picture known by its URL only. */
    Picture named(String url) {
        return new Picture(Hash.hex(url), null);
    }

    /** @throws Refusal 400 for what is no whole JPEG, PNG or WebP, or too narrow, too wide or too large */
    Picture keep(byte[] image) throws Refusal, IOException {
        String sha256 = Hash.hex(image);
        Picture known = kept.get(sha256);
        if (known != null) {
            return known;
        }
        Picture picture;
        if (webp(image)) {
            picture = new Picture(sha256, null);
        } else {
            decodeOrRefuse(image);
            picture = new Picture(sha256, folder.resolve(sha256));
            Path part = Files.createTempFile(folder, sha256, ".part");
            Files.write(part, image);
            Files.move(part, picture.file(), StandardCopyOption.REPLACE_EXISTING);
        }
        kept.put(sha256, picture);
        return picture;
    }

    /** The decoded image, scaled down if it is large; null for a picture that has to be generated. */
    static BufferedImage decoded(Picture picture) throws IOException {
        return picture.file() == null ? null : decode(Files.readAllBytes(picture.file()));
    }

    private static boolean webp(byte[] image) {
        return image.length > 20 && word(image, 0).equals("RIFF") && word(image, 8).equals("WEBP");
    }

    private static String word(byte[] bytes, int at) {
        return new String(bytes, at, 4, StandardCharsets.ISO_8859_1);
    }

    private static void decodeOrRefuse(byte[] image) throws Refusal {
        try {
            decode(image);
        } catch (WrongSize e) {
            throw Refusal.documented(400, e.getMessage());
        } catch (IOException | RuntimeException e) {
            throw Refusal.documented(400, "Invalid asset. The image cannot be decoded.");
        }
    }

    private static BufferedImage decode(byte[] image) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(image))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new IOException("unknown format");
            }
            ImageReader reader = readers.next();
            try {
                String format = reader.getFormatName().toLowerCase(Locale.ROOT);
                if (!format.equals("jpeg") && !format.equals("png")) {
                    throw new IOException("format not offered: " + format);
                }
                reader.setInput(in);
                int width = reader.getWidth(0);
                int height = reader.getHeight(0);
                checkSize(width, height);
                Truncation truncation = new Truncation();
                reader.addIIOReadWarningListener(truncation);
                int step = Math.max(1, Math.max(width, height) / ENOUGH);
                ImageReadParam param = reader.getDefaultReadParam();
                param.setSourceSubsampling(step, step, 0, 0);
                BufferedImage decoded = reader.read(0, param);
                truncation.check();
                return decoded;
            } finally {
                reader.dispose();
            }
        }
    }

    private static void checkSize(int width, int height) throws WrongSize {
        double ratio = (double) width / height;
        if (ratio < NARROWEST || ratio > WIDEST) {
            String limit = ratio < NARROWEST ? "at least " + NARROWEST : "at most " + WIDEST;
            throw new WrongSize(String.format(Locale.ROOT,
                    "Invalid asset aspect ratio. width / height ratio must be %s. Got %.3f.", limit, ratio));
        }
        if (Math.max(width, height) > LONGEST_SIDE) {
            throw new WrongSize("Invalid asset dimensions. No side may be longer than " + LONGEST_SIDE + " pixels.");
        }
    }

    private static final class WrongSize extends IOException {
        private static final long serialVersionUID = 1L;

        WrongSize(String message) {
            super(message);
        }
    }

    /** The JPEG reader only warns when a file breaks off. */
    private static final class Truncation implements IIOReadWarningListener {
        private String seen;

        @Override
        public void warningOccurred(ImageReader source, String warning) {
            if (warning.toLowerCase(Locale.ROOT).contains("premature") || warning.toLowerCase(Locale.ROOT).contains("truncated")) {
                seen = warning;
            }
        }

        void check() throws IOException {
            if (seen != null) {
                throw new IOException(seen);
            }
        }
    }
}
