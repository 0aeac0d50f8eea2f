package io.reeldrop.sandbox;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;

/** The frames of a slow zoom into the centre of a picture. */
final class Zoom {

    private static final double FARTHEST = 1.25;

    private final BufferedImage source;
    private final int width;
    private final int height;
    private final int frames;

    /** @param picture of any size; what exceeds the sides' ratio is cut off evenly */
    Zoom(BufferedImage picture, int width, int height, int frames) {
        this.source = shrunk(picture, (int) (width * FARTHEST), (int) (height * FARTHEST));
        this.width = width;
        this.height = height;
        this.frames = frames;
    }

    BufferedImage frame(int index) {
        BufferedImage frame = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        double nearness = 1 + (FARTHEST - 1) * index / Math.max(1, frames - 1);
        double scale = nearness * Math.max((double) width / source.getWidth(), (double) height / source.getHeight());
        AffineTransform place = AffineTransform.getTranslateInstance(
                (width - source.getWidth() * scale) / 2, (height - source.getHeight() * scale) / 2);
        place.scale(scale, scale);
        Graphics2D graphics = graphics(frame);
        graphics.drawImage(source, place, null);
        graphics.dispose();
        return frame;
    }

    /** Halved until it is less than twice as large as needed: a single large step would leave jagged edges. */
    private static BufferedImage shrunk(BufferedImage picture, int width, int height) {
        BufferedImage image = picture;
        while (image.getWidth() >= 2 * width && image.getHeight() >= 2 * height) {
            BufferedImage half = new BufferedImage(image.getWidth() / 2, image.getHeight() / 2, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = graphics(half);
            graphics.drawImage(image, 0, 0, half.getWidth(), half.getHeight(), null);
            graphics.dispose();
            image = half;
        }
        return image;
    }

    private static Graphics2D graphics(BufferedImage image) {
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        return graphics;
    }

    /** A picture for an image that is not there: colours and a disc, different for every {@code key}. */
    static BufferedImage generated(long key, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = graphics(image);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        float hue = (key & 0xFFFF) / 65536f;
        Color dark = Color.getHSBColor(hue, 0.6f, 0.35f);
        Color light = Color.getHSBColor(hue + 0.2f, 0.5f, 0.9f);
        graphics.setPaint(new GradientPaint(0, 0, dark, width, height, light));
        graphics.fillRect(0, 0, width, height);
        double disc = Math.min(width, height) * 0.4;
        graphics.setColor(Color.getHSBColor(hue + 0.5f, 0.5f, 0.95f));
        graphics.fill(new Ellipse2D.Double((width - disc) / 2, (height - disc) / 2, disc, disc));
        graphics.dispose();
        return image;
    }
}
