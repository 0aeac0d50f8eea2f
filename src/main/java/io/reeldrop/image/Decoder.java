package io.reeldrop.image;

import com.twelvemonkeys.imageio.stream.BufferedFileImageInputStream;
import io.reeldrop.job.Image;
import java.awt.Rectangle;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;

/**
 * Reads a picture from top to bottom in strips, so that a large one needs little memory. The decoder begins anew for each strip, which
 * costs a photo of 48 megapixels some seconds. A WebP is decoded as a whole: its decoder knows no other way.
 */
final class Decoder implements Closeable {

    /** Pixels. */
    static final int STRIP = 8 << 20;

    private final Image image;
    private final Tags tags;
    private final ImageInputStream in;
    private final ImageReader reader;
    private String warned;

    Decoder(Path file, Image image) throws IOException {
        this.image = image;
        this.tags = Tags.of(image.type(), file);
        this.in = new BufferedFileImageInputStream(file.toFile());
        Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
        if (!readers.hasNext()) {
            in.close();
            throw new IOException("there is no decoder for " + image.type());
        }
        this.reader = readers.next();
        // Metadata that is not looked at cannot do harm: compressed texts in a PNG may unfold to any size.
        reader.setInput(in, false, true);
        // The JPEG decoder goes on where data is missing, and only warns.
        reader.addIIOReadWarningListener((source, warning) -> {
            String text = String.valueOf(warning).toLowerCase(Locale.ROOT);
            if (text.contains("premature") || text.contains("truncated") || text.contains("incomplete")) {
                warned = warning;
            }
        });
    }

    Orientation orientation() {
        return tags.orientation();
    }

    /**
     * Passes every row of the picture, as it is stored, to {@code to}.
     *
     * @return what the rows' colours mean; null for sRGB
     */
    ICC_Profile rows(Shrink to) throws IOException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if (width != image.width() || height != image.height()) {
            throw new IOException("it says that it is " + width + " x " + height + " pixels large, and elsewhere another size");
        }
        int rows = image.type().equals("webp") ? height : Math.max(1, STRIP / width);
        Colours colours = null;
        for (int top = 0; top < height; top += rows) {
            BufferedImage strip = strip(new Rectangle(0, top, width, Math.min(rows, height - top)));
            colours = colours == null ? new Colours(strip.getColorModel(), tags.profile(), width) : colours;
            for (int y = 0; y < strip.getHeight(); y++) {
                to.row(colours.row(strip.getRaster(), y), 0);
            }
        }
        return colours.profile();
    }

    private BufferedImage strip(Rectangle region) throws IOException {
        ImageReadParam param = reader.getDefaultReadParam();
        if (region.height < image.height()) {
            param.setSourceRegion(region);
        }
        param.setDestinationType(type());
        BufferedImage strip = reader.read(0, param);
        if (warned != null) {
            throw new IOException(warned);
        }
        return strip;
    }

    /** As stored, so that colours are converted once and by us; but CMYK is better left to the decoder. */
    private ImageTypeSpecifier type() throws IOException {
        ImageTypeSpecifier raw = reader.getRawImageType(0);
        int space = raw == null ? ColorSpace.TYPE_CMYK : raw.getColorModel().getColorSpace().getType();
        return space == ColorSpace.TYPE_RGB || space == ColorSpace.TYPE_GRAY ? raw : reader.getImageTypes(0).next();
    }

    @Override
    public void close() throws IOException {
        reader.dispose();
        in.close();
    }
}
