package io.reeldrop.sandbox;

import io.reeldrop.sandbox.dialect.ApiError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Keeps the images that came in as data URIs in a folder, one file for equal ones, and refuses what cannot really be decoded. */
record PromptImages(Path folder) {

    static final Pattern DATA_URI = Pattern.compile("data:image/(jpeg|jpg|png|webp);base64,");

    private static final int LONGEST_SIDE = 7999;
    /** Keeping a few pixels of a large image keeps the heap small. */
    private static final int THINNING = 8;

    /** @throws ApiError 400 for what is no whole JPEG, PNG or WebP, or too narrow, too wide or too large */
    Path kept(String uri) throws ApiError, IOException {
        Matcher start = DATA_URI.matcher(uri);
        if (!start.lookingAt()) {
            return null;
        }
        byte[] image;
        try {
            image = Base64.getDecoder().decode(uri.substring(start.end()));
        } catch (IllegalArgumentException e) {
            throw refused(". The data URI is not base64.");
        }
        Path file = folder.resolve(sha256(image));
        if (!Files.exists(file)) {
            decode(image);
            Path part = Files.createTempFile(folder, "image", ".part");
            Files.move(Files.write(part, image), file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static ApiError refused(String why) {
        return new ApiError(400, "Invalid asset" + why).documented();
    }

    private static void decode(byte[] image) throws ApiError {
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(image))) {
            ImageReader reader = ImageIO.getImageReaders(in).next();
            try {
                if (!reader.getFormatName().toLowerCase(Locale.ROOT).matches("jpeg|png|webp")) {
                    throw new IOException("another format");
                }
                reader.setInput(in);
                checkSize(reader.getWidth(0), reader.getHeight(0));
                // The JPEG reader only warns when a file breaks off.
                List<String> warnings = new ArrayList<>();
                reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning.toLowerCase(Locale.ROOT)));
                ImageReadParam thinned = reader.getDefaultReadParam();
                thinned.setSourceSubsampling(THINNING, THINNING, 0, 0);
                reader.read(0, thinned);
                if (warnings.stream().anyMatch(warning -> warning.contains("premature") || warning.contains("truncated"))) {
                    throw new IOException("truncated");
                }
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            throw refused(". The image cannot be decoded.");
        }
    }

    private static void checkSize(int width, int height) throws ApiError {
        double ratio = (double) width / height;
        if (ratio < 0.5 || ratio > 2) {
            throw refused(String.format(Locale.ROOT, " aspect ratio. width / height ratio must be %s. Got %.3f.",
                    ratio < 0.5 ? "at least 0.5" : "at most 2.0", ratio));
        }
        if (Math.max(width, height) > LONGEST_SIDE) {
            throw refused(" dimensions. No side may be longer than " + LONGEST_SIDE + " pixels.");
        }
    }
}
