package io.reeldrop.console.demo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.LinearGradientPaint;
import java.awt.RadialGradientPaint;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/**
 * Draws what the demo's pictures are made of. Shapes only: a text would need fonts, which a server's JDK may not have. Colours are
 * 0xRRGGBB or 0xAARRGGBB.
 */
final class Painter {

    private final int width;
    private final int height;
    private final BufferedImage image;
    private final Graphics2D g;

    Painter(int width, int height) {
        this.width = width;
        this.height = height;
        image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    }

    BufferedImage done() {
        g.dispose();
        return image;
    }

    void sky(int top, int middle, int bottom) {
        g.setPaint(new LinearGradientPaint(0, 0, 0, height, new float[] {0, 0.5f, 1},
                new Color[] {colour(top), colour(middle), colour(bottom)}));
        g.fillRect(0, 0, width, height);
    }

    void glow(double x, double y, double radius, int rgb, double strength) {
        Color light = colour(rgb);
        Color inner = new Color(light.getRed(), light.getGreen(), light.getBlue(), (int) (255 * strength));
        Color outer = new Color(light.getRed(), light.getGreen(), light.getBlue(), 0);
        g.setPaint(new RadialGradientPaint((float) x, (float) y, (float) radius, new float[] {0, 1}, new Color[] {inner, outer}));
        g.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }

    void fill(int rgb, Shape shape) {
        g.setPaint(colour(rgb));
        g.fill(shape);
    }

    void stroke(int rgb, float thickness, Shape shape) {
        g.setPaint(colour(rgb));
        g.setStroke(new BasicStroke(thickness, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.draw(shape);
    }

    void hills(double level, double swing, int seed, int rgb) {
        Path2D path = new Path2D.Double();
        path.moveTo(0, height);
        for (int x = 0; x <= width; x += 4) {
            path.lineTo(x, level + swing * (Math.sin(x / 173.0 + seed) * 0.6 + Math.sin(x / 71.0 + seed * 2.3) * 0.3
                    + Math.sin(x / 23.0 + seed) * 0.06));
        }
        path.lineTo(width, height);
        fill(rgb, path);
    }

    void bird(double x, double y, double wing, int rgb) {
        stroke(rgb, 3, curve(x - wing, y - wing / 3, x - wing / 3, y - wing, x, y));
        stroke(rgb, 3, curve(x, y, x + wing / 3, y - wing, x + wing, y - wing / 3));
    }

    void clouds(int seed, double top, double bottom, int rgb) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int cloud = 0; cloud < 6; cloud++) {
            double x = random.nextDouble(width);
            double y = random.nextDouble(top, bottom);
            for (int puff = 0; puff < 9; puff++) {
                double size = random.nextDouble(60, 150);
                fill(0x30000000 | rgb, new Ellipse2D.Double(x + random.nextDouble(-150, 150) - size / 2, y + random.nextDouble(-18, 18),
                        size, size * 0.42));
            }
        }
    }

    void sea(double level, int near, int far) {
        g.setPaint(new LinearGradientPaint(0, (float) level, 0, height, new float[] {0, 1}, new Color[] {colour(near), colour(far)}));
        g.fill(new Rectangle2D.Double(0, level, width, height - level));
        glints(level, height, 130, 0xffffff);
    }

    void glints(double from, double to, int number, int rgb) {
        SplittableRandom random = new SplittableRandom(number);
        for (int i = 0; i < number; i++) {
            double y = random.nextDouble(from, to);
            double length = 14 + 50 * (y - from) / (to - from + 1);
            double x = random.nextDouble(width);
            stroke(0x38000000 | rgb, 2.2f, curve(x, y, x + length / 2, y - 5, x + length, y));
        }
    }

    void stars(int number, double bottom) {
        SplittableRandom random = new SplittableRandom(number);
        for (int i = 0; i < number; i++) {
            double size = random.nextDouble(1, 3.6);
            fill(0xc8fffbe8, new Ellipse2D.Double(random.nextDouble(width), random.nextDouble(bottom), size, size));
        }
    }

    /** @param lit how many of the windows are lit, 0 to 1 */
    void skyline(double level, int house, int seed, int rgb, double lit) {
        SplittableRandom random = new SplittableRandom(seed);
        for (double x = -20; x < width; x += house + random.nextInt(10)) {
            double top = level - random.nextDouble(40, 320);
            fill(rgb, new Rectangle2D.Double(x, top, house, height - top));
            for (double y = top + 16; lit > 0 && y < height - 200; y += 22) {
                for (double window = x + 10; window < x + house - 12; window += 18) {
                    if (random.nextDouble() < lit) {
                        fill(random.nextInt(4) == 0 ? 0xd8ffb35c : 0xd8ffe39a, new Rectangle2D.Double(window, y, 9, 12));
                    }
                }
            }
        }
    }

    /** Water below a level, in which what stands above it is seen upside down. */
    void reflection(int level) {
        for (int y = level; y < height; y++) {
            int sway = (int) (4 * Math.sin(y / 5.0));
            int mirrored = level - (int) ((y - level) * 1.6) - 1;
            g.drawImage(image, sway, y, width + sway, y + 1, 0, mirrored, width, mirrored + 1, null);
        }
        fill(0x60101a44, new Rectangle2D.Double(0, level, width, height - level));
    }

    void leaf(double x, double y, double length, double turn, int rgb) {
        AffineTransform place = AffineTransform.getTranslateInstance(x, y);
        place.rotate(turn);
        fill(rgb, curve(0, 0, length * 0.35, -length * 0.4, length, 0, length * 0.4, length * 0.3, 0, 0).createTransformedShape(place));
        stroke(0x50d8f5c8, 3, line(0, 0, length * 0.92, 0).createTransformedShape(place));
    }

    void petal(double x, double y, double size, double turn, Color colour) {
        AffineTransform place = AffineTransform.getTranslateInstance(x, y);
        place.rotate(turn);
        Shape shape = place.createTransformedShape(new Ellipse2D.Double(-size * 0.8, -size, size * 1.6, size * 2));
        g.setPaint(new RadialGradientPaint((float) x, (float) y, (float) size, new float[] {0.1f, 1},
                new Color[] {colour.darker(), colour}));
        g.fill(shape);
        stroke(0x38300008, 2, shape);
    }

    static Path2D shape(double... xy) {
        Path2D path = line(xy);
        path.closePath();
        return path;
    }

    static Path2D line(double... xy) {
        Path2D path = new Path2D.Double();
        path.moveTo(xy[0], xy[1]);
        for (int i = 2; i < xy.length; i += 2) {
            path.lineTo(xy[i], xy[i + 1]);
        }
        return path;
    }

    /** A start, then pairs of a point that bends and a point that is reached. */
    static Path2D curve(double... xy) {
        Path2D path = new Path2D.Double();
        path.moveTo(xy[0], xy[1]);
        for (int i = 2; i < xy.length; i += 4) {
            path.quadTo(xy[i], xy[i + 1], xy[i + 2], xy[i + 3]);
        }
        return path;
    }

    private static Color colour(int argb) {
        return new Color(argb, argb >>> 24 != 0);
    }
}
