package io.reeldrop.console.demo;

import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/** What the demo drops: pictures drawn on the spot, the same on every machine, so that the repository holds no images. */
final class DemoPictures {

    private DemoPictures() {
    }

    /** 16:9. */
    static BufferedImage sunrise() {
        Painter p = new Painter(1280, 720);
        p.sky(0x24366b, 0xd5697a, 0xffc978);
        p.glow(800, 430, 560, 0xfff0b8, 0.85);
        p.fill(0xfff6d8, new Ellipse2D.Double(800 - 62, 430 - 62, 124, 124));
        p.hills(430, 60, 3, 0x8d5a86);
        p.hills(490, 70, 8, 0x64467a);
        p.hills(560, 60, 21, 0x3f3363);
        p.hills(640, 45, 5, 0x201d3f);
        for (int i = 0; i < 7; i++) {
            p.bird(300 + 46 * i, 190 + (i % 3) * 26, 13 + i % 2 * 4, 0x2c2447);
        }
        return p.done();
    }

    /** 4:3. */
    static BufferedImage sailing() {
        Painter p = new Painter(1104, 832);
        p.sky(0x3f8fd2, 0x9fd0ee, 0xf3f0dc);
        p.glow(860, 160, 330, 0xfffbe0, 0.9);
        p.clouds(12, 60, 300, 0xffffff);
        p.sea(500, 0x2f86ad, 0x0b3b63);
        p.fill(0x5b3a26, Painter.shape(390, 596, 770, 596, 706, 672, 448, 672));
        p.fill(0xd9b384, Painter.shape(384, 588, 778, 588, 772, 602, 390, 602));
        p.fill(0x4a2f20, new Rectangle2D.Double(566, 190, 9, 402));
        p.fill(0xfdf6e7, sail(560, 206, 560, 566, 396, 566, 455, 360));
        p.fill(0xd8503f, sail(582, 236, 582, 566, 742, 566, 700, 380));
        p.fill(0xd8503f, Painter.shape(575, 190, 575, 214, 618, 204));
        p.glints(690, 832, 90, 0xd5f1ff);
        return p.done();
    }

    /** 9:16. */
    static BufferedImage city() {
        Painter p = new Painter(720, 1280);
        p.sky(0x060b26, 0x1e2358, 0x5b3a78);
        p.stars(170, 640);
        p.glow(530, 230, 210, 0xf4efd2, 0.55);
        p.fill(0xf7f1da, new Ellipse2D.Double(478, 178, 104, 104));
        p.skyline(640, 70, 4, 0x2a2456, 0);
        p.skyline(760, 84, 9, 0x191a42, 0.25);
        p.skyline(900, 104, 2, 0x0b0e2a, 0.5);
        p.reflection(1090);
        return p.done();
    }

    /** 1:1. */
    static BufferedImage rose() {
        Painter p = new Painter(960, 960);
        p.sky(0x16302a, 0x234a3c, 0x0e211d);
        p.glow(480, 400, 560, 0x6fae86, 0.35);
        p.stroke(0x2f6b3c, 20, Painter.curve(480, 560, 450, 760, 500, 960));
        p.leaf(474, 760, 240, -0.5, 0x2e7d46);
        p.leaf(480, 830, 210, Math.PI + 0.5, 0x276a3b);
        for (int ring = 8; ring >= 0; ring--) {
            int petals = 5 + ring / 2;
            for (int i = 0; i < petals; i++) {
                double turn = 2 * Math.PI * i / petals + ring * 0.7;
                p.petal(480 + 24 * ring * Math.cos(turn), 400 + 22 * ring * Math.sin(turn), 56 + 13 * ring, turn,
                        Color.getHSBColor(0.965f, 0.92f - 0.035f * ring, 0.42f + 0.058f * ring));
            }
        }
        return p.done();
    }

    /** 16:9; the drop whose sidecar is wrong. */
    static BufferedImage lighthouse() {
        Painter p = new Painter(1280, 720);
        p.sky(0x1b2a52, 0x52618f, 0xd9a58f);
        p.fill(0x66fff3c4, Painter.shape(905, 196, 0, 40, 0, 250));
        p.sea(500, 0x35557f, 0x14233f);
        p.fill(0x241f2c, Painter.curve(640, 720, 800, 470, 960, 500, 1140, 520, 1280, 720));
        p.fill(0xf2ece2, Painter.shape(872, 510, 886, 230, 944, 230, 958, 510));
        for (int i = 0; i < 3; i++) {
            p.fill(0xc0392b, Painter.shape(881 - i * 4.3, 285 + 88 * i, 949 + i * 4.3, 285 + 88 * i, 951 + i * 4.3, 325 + 88 * i,
                    879 - i * 4.3, 325 + 88 * i));
        }
        p.fill(0x2b2b33, new Rectangle2D.Double(876, 222, 78, 12));
        p.fill(0xffe9a3, new Rectangle2D.Double(894, 178, 42, 44));
        p.fill(0xc0392b, Painter.shape(884, 180, 946, 180, 915, 142));
        p.glow(915, 198, 150, 0xfff3c4, 0.8);
        return p.done();
    }

    /** 16:9; the drop whose task fails. */
    static BufferedImage storm() {
        Painter p = new Painter(1280, 720);
        p.sky(0x141821, 0x39424f, 0x66707a);
        p.clouds(5, 20, 240, 0x20262f);
        p.glow(420, 250, 300, 0xcfe3ff, 0.5);
        p.stroke(0xf2f8ff, 5, Painter.line(430, 110, 396, 236, 438, 246, 380, 360, 424, 372, 356, 505));
        p.sea(500, 0x33424e, 0x0d141b);
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 260; i++) {
            double x = random.nextDouble(1340);
            double y = random.nextDouble(720);
            p.stroke(0x40c8d8e8, 1.6f, Painter.line(x, y, x - 12, y + 34));
        }
        return p.done();
    }

    private static Path2D sail(double x1, double y1, double x2, double y2, double x3, double y3, double bendX, double bendY) {
        Path2D path = new Path2D.Double();
        path.moveTo(x1, y1);
        path.lineTo(x2, y2);
        path.lineTo(x3, y3);
        path.quadTo(bendX, bendY, x1, y1);
        path.closePath();
        return path;
    }
}
