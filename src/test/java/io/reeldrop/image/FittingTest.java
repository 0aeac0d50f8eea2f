package io.reeldrop.image;

import static io.reeldrop.image.Photo.QUARTERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeldrop.image.Fitting.Fitted;
import io.reeldrop.job.Image;
import io.reeldrop.storage.Sha256;
import java.awt.Color;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FittingTest {

    private static final int TOLERANCE = 4;

    @ParameterizedTest
    @CsvSource({"jpeg,1", "jpeg,2", "jpeg,3", "jpeg,4", "jpeg,5", "jpeg,6", "jpeg,7", "jpeg,8", "png,6", "png,3", "webp,8", "webp,5"})
    void is_turned_as_exif_says(String type, int orientation) throws Exception {
        BufferedImage stored = Photo.stored(Photo.seen(400, 300, 0, 1), orientation);
        byte[] file = file(type, stored, orientation, null);

        Fitted fitted = fit(file, limits(1_000_000, 200));

        assertThat(fitted.image()).extracting(Image::width, Image::height).containsExactly(200, 150);
        isPattern(fitted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "png", "webp"})
    void a_wide_gamut_photo_keeps_its_colours(String type) throws Exception {
        byte[] file = file(type, Photo.seen(400, 300, 0, 1), 1, Photo.displayP3());

        List<Color> found = Photo.quarters(Photo.decoded(fit(file, limits(1_000_000, 200)).file()));

        for (int i = 0; i < 4; i++) {
            assertThat(Photo.apart(found.get(i), Photo.fromP3(QUARTERS.get(i)))).as("%s", found).isLessThanOrEqualTo(TOLERANCE);
            assertThat(Photo.apart(found.get(i), QUARTERS.get(i))).isGreaterThan(TOLERANCE);
        }
    }

    @ParameterizedTest
    @CsvSource({"lossy.webp,12", "lossy-alpha.webp,12", "lossless-alpha.webp,4", "cmyk.jpg,30"})
    void comes_out_as_other_programs_show_it(String name, int tolerance) throws Exception {
        Fitted fitted = fit(resource(name), limits(1_000_000, 80));

        List<Color> found = Photo.quarters(Photo.decoded(fitted.file()));
        for (int i = 0; i < 4; i++) {
            assertThat(Photo.apart(outer(fitted, i), QUARTERS.get(i))).as("%s %s", name, found).isLessThanOrEqualTo(tolerance);
        }
        Color middle = new Color(Photo.decoded(fitted.file()).getRGB(40, 30));
        assertThat(Photo.apart(middle, Color.WHITE) <= 3).isEqualTo(name.contains("alpha"));
    }

    /** The middle of these fixtures is transparent; their corners are not. */
    private static Color outer(Fitted fitted, int quarter) throws IOException {
        BufferedImage picture = Photo.decoded(fitted.file());
        return new Color(picture.getRGB(quarter % 2 == 0 ? 8 : 71, quarter < 2 ? 8 : 51));
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY})
    void grey_stays_as_bright_as_it_is(int type) throws Exception {
        BufferedImage grey = new BufferedImage(300, 300, type);
        WritableRaster raster = grey.getRaster();
        int most = type == BufferedImage.TYPE_BYTE_GRAY ? 255 : 65_535;
        for (int i = 0; i < 300 * 300; i++) {
            raster.setSample(i % 300, i / 300, 0, most * 100 / 255);
        }
        for (String format : type == BufferedImage.TYPE_BYTE_GRAY ? List.of("png", "jpg") : List.of("png")) {
            Fitted fitted = fit(encoded(grey, format), limits(1_000_000, 100));
            assertThat(Photo.apart(new Color(Photo.decoded(fitted.file()).getRGB(50, 50)), new Color(100, 100, 100))).as(format)
                    .isLessThanOrEqualTo(1);
        }
    }

    @Test
    void sixteen_bits_a_colour_become_eight() throws Exception {
        ComponentColorModel deep = new ComponentColorModel(ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false, Transparency.OPAQUE,
                DataBuffer.TYPE_USHORT);
        BufferedImage picture = new BufferedImage(deep, deep.createCompatibleWritableRaster(400, 300), false, null);
        BufferedImage seen = Photo.seen(400, 300, 0, 1);
        for (int i = 0; i < 400 * 300; i++) {
            Color colour = new Color(seen.getRGB(i % 400, i / 400));
            picture.getRaster().setPixel(i % 400, i / 400,
                    new int[] {colour.getRed() * 257, colour.getGreen() * 257, colour.getBlue() * 257});
        }
        isPattern(fit(encoded(picture, "png"), limits(1_000_000, 200)));
    }

    @Test
    void a_palette_is_unfolded() throws Exception {
        byte[][] colours = new byte[3][4];
        for (int i = 0; i < 4; i++) {
            colours[0][i] = (byte) QUARTERS.get(i).getRed();
            colours[1][i] = (byte) QUARTERS.get(i).getGreen();
            colours[2][i] = (byte) QUARTERS.get(i).getBlue();
        }
        BufferedImage picture = new BufferedImage(400, 300, BufferedImage.TYPE_BYTE_INDEXED,
                new IndexColorModel(8, 4, colours[0], colours[1], colours[2]));
        for (int i = 0; i < 400 * 300; i++) {
            picture.getRaster().setSample(i % 400, i / 400, 0, (i % 400 < 200 ? 0 : 1) + (i / 400 < 150 ? 0 : 2));
        }
        isPattern(fit(encoded(picture, "png"), limits(1_000_000, 200)));
    }

    @Test
    void what_is_transparent_becomes_white_and_what_is_half_so_half() throws Exception {
        BufferedImage picture = new BufferedImage(200, 200, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < 200 * 200; i++) {
            picture.setRGB(i % 200, i / 200, i % 200 < 100 ? 0x00000000 : 0x80FF0000);
        }
        BufferedImage found = Photo.decoded(fit(encoded(picture, "png"), limits(1_000_000, 100)).file());
        assertThat(Photo.apart(new Color(found.getRGB(20, 50)), Color.WHITE)).isLessThanOrEqualTo(1);
        assertThat(Photo.apart(new Color(found.getRGB(80, 50)), new Color(255, 127, 127))).isLessThanOrEqualTo(2);
    }

    @Test
    void each_pixel_is_the_mean_of_its_area() throws Exception {
        // Every second pixel black: any other rule than the mean would find one of the two, or a pattern.
        BufferedImage board = new BufferedImage(900, 900, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 900 * 900; i++) {
            board.setRGB(i % 900, i / 900, (i % 900 + i / 900) % 2 == 0 ? 0xFFFFFF : 0);
        }
        BufferedImage found = Photo.decoded(fit(encoded(board, "png"), limits(1_000_000, 300)).file());
        for (int i = 0; i < 300 * 300; i++) {
            assertThat(Photo.apart(new Color(found.getRGB(i % 300, i / 300)), new Color(128, 128, 128))).isLessThanOrEqualTo(30);
        }
    }

    @Test
    void a_progressive_photo_is_read_in_more_than_one_strip() throws Exception {
        byte[] file = Photo.jpeg(Photo.stored(Photo.seen(3000, 4000, 0, 1), 6), 0.9f, true, 6, null);
        Fitted fitted = fit(file, limits(10_000_000, 1000));
        assertThat(fitted.image()).extracting(Image::width, Image::height).containsExactly(750, 1000);
        isPattern(fitted);
    }

    @ParameterizedTest
    @CsvSource({"300000,7999", "60000,7999", "300000,500"})
    void is_the_largest_that_fits(long maxBytes, int maxSide) throws Exception {
        byte[] file = Photo.jpeg(Photo.seen(1600, 1200, 120, 2), 0.95f, false, 1, null);

        Fitted fitted = fit(file, limits(maxBytes, maxSide));

        Image image = fitted.image();
        assertThat(image.bytes()).isEqualTo(fitted.file().length).isLessThanOrEqualTo(maxBytes);
        assertThat(Math.abs(image.width() * 3 - image.height() * 4)).isLessThanOrEqualTo(4);
        if (image.width() < maxSide) {
            assertThat(image.bytes()).isGreaterThan(maxBytes * 92 / 100);
        }
        isPattern(fitted);
    }

    @Test
    void what_is_small_enough_is_not_scaled() throws Exception {
        byte[] file = Photo.webp(Photo.seen(321, 200, 60, 2), 1, null);
        assertThat(fit(file, limits(1_000_000, 321)).image()).extracting(Image::type, Image::width, Image::height)
                .containsExactly("jpeg", 321, 200);
    }

    @Test
    void the_most_pixels_count_as_well() throws Exception {
        byte[] file = encoded(Photo.seen(1001, 500, 0, 2), "png");
        Fitted fitted = fit(file, new Limits(1_000_000, 7999, 100_000, new BigDecimal("0.5"), new BigDecimal("2.01")));
        assertThat((long) fitted.image().width() * fitted.image().height()).isBetween(99_000L, 100_000L);
    }

    @Test
    void rounding_does_not_push_it_over_the_side_ratio() throws Exception {
        byte[] file = encoded(Photo.seen(1000, 500, 0, 2), "png");
        for (int side = 601; side < 625; side += 2) {
            Image image = fit(file, limits(1_000_000, side)).image();
            assertThat(image.width()).isEqualTo(side).isLessThanOrEqualTo(2 * image.height());
        }
    }

    @Test
    void the_same_image_gives_the_same_bytes() throws Exception {
        byte[] file = Photo.jpeg(Photo.seen(900, 700, 100, 3), 0.95f, false, 1, Photo.displayP3());
        assertThat(fit(file, limits(80_000, 7999)).file()).isEqualTo(fit(file, limits(80_000, 7999)).file());
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "png", "webp"})
    void says_nothing_but_the_picture(String type) throws Exception {
        byte[] file = file(type, Photo.seen(400, 300, 0, 1), 6, null);
        assertThat(new String(file, StandardCharsets.ISO_8859_1)).contains(Photo.PLACE);

        byte[] fitted = fit(file, limits(1_000_000, 200)).file();

        assertThat(new String(fitted, StandardCharsets.ISO_8859_1)).doesNotContain(Photo.PLACE, "Exif", "ICC_PROFILE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "png", "webp"})
    void a_picture_that_breaks_off_inside_is_refused(String type) throws Exception {
        byte[] file = file(type, Photo.seen(400, 300, 80, 1), 1, null);
        byte[] broken = switch (type) {
            // The end is there, but not what should stand before it.
            case "jpeg" -> join(Arrays.copyOf(file, file.length / 2), new byte[] {(byte) 0xFF, (byte) 0xD9});
            case "png" -> damaged(file);
            default -> Arrays.copyOf(file, 3000);
        };
        Image image = new Image(type, 400, 300, broken.length, sha256(broken));
        assertThatThrownBy(() -> Fitting.fit(new ByteArrayInputStream(broken), image, limits(1_000_000, 200)))
                .isInstanceOf(Unfit.class).hasMessageContaining("cannot be decoded");
    }

    private static byte[] damaged(byte[] png) {
        byte[] bytes = png.clone();
        Arrays.fill(bytes, bytes.length / 2, bytes.length - 100, (byte) 7);
        return bytes;
    }

    @Test
    void another_file_than_the_one_that_was_accepted_is_refused() throws Exception {
        byte[] file = encoded(Photo.seen(400, 300, 0, 1), "png");
        Image image = probe(file);
        for (byte[] other : List.of(encoded(Photo.seen(400, 300, 9, 1), "png"),
                Arrays.copyOf(file, file.length + 1), Arrays.copyOf(file, 100))) {
            assertThatThrownBy(() -> Fitting.fit(new ByteArrayInputStream(other), image, limits(1_000_000, 200)))
                    .isInstanceOf(Unfit.class).hasMessageContaining("not the image any more");
        }
    }

    @Test
    void a_picture_that_says_it_is_enormous_is_refused_unread() throws Exception {
        byte[] bomb = encoded(Photo.seen(20, 20, 0, 1), "png");
        ByteBuffer.wrap(bomb).putInt(16, 60_000).putInt(20, 60_000);
        Image image = probe(bomb);

        assertThat(Fitting.obstacle(image)).get().extracting(Unfit::getMessage, Unfit::limit)
                .containsExactly("the image has 60000 × 60000 pixels, too many to decode", "at most 200 million");
        InputStream unread = InputStream.nullInputStream();
        assertThatThrownBy(() -> Fitting.fit(unread, image, limits(1_000_000, 200))).isInstanceOf(Unfit.class)
                .hasMessageContaining("60000");
    }

    @Test
    void a_webp_too_large_for_the_heap_is_refused_unread() {
        assertThat(Fitting.obstacle(new Image("webp", 12_000, 12_000, 9_000_000, "00")).isPresent())
                .isEqualTo(Runtime.getRuntime().maxMemory() / 5 * 2 / 8 < 144_000_000);
        assertThat(Fitting.obstacle(new Image("webp", 2_000, 1_500, 9_000_000, "00"))).isEmpty();
        assertThat(Fitting.obstacle(new Image("jpeg", 12_000, 12_000, 9_000_000, "00"))).isEmpty();
        assertThat(Fitting.obstacle(new Image("heic", 0, 0, 9_000_000, "00"))).get().extracting(Unfit::getMessage).asString()
                .contains("heic");
    }

    @Test
    void a_photo_that_is_too_narrow_once_it_is_turned_is_refused() throws Exception {
        byte[] file = Photo.jpeg(Photo.stored(Photo.seen(200, 300, 0, 1), 6), 0.9f, false, 6, null);
        assertThatThrownBy(() -> fit(file, new Limits(1_000_000, 100, 1_000_000, new BigDecimal("0.8"), new BigDecimal("2"))))
                .isInstanceOf(Unfit.class).hasMessageContaining("67 × 100").hasMessageContaining("too narrow");
    }

    private static Limits limits(long maxBytes, int maxSide) {
        return new Limits(maxBytes, maxSide, Long.MAX_VALUE, new BigDecimal("0.5"), new BigDecimal("2"));
    }

    private static Fitted fit(byte[] file, Limits limits) throws IOException {
        Fitted fitted = Fitting.fit(new ByteArrayInputStream(file), probe(file), limits);
        assertThat(probe(fitted.file())).isEqualTo(fitted.image());
        return fitted;
    }

    private static Image probe(byte[] file) throws IOException {
        return ImageProbe.read(new ByteArrayInputStream(file), "cat");
    }

    private static String sha256(byte[] bytes) {
        Sha256 sha256 = new Sha256();
        sha256.update(bytes, bytes.length);
        return sha256.hex();
    }

    private static byte[] file(String type, BufferedImage stored, int orientation, byte[] profile) {
        return switch (type) {
            case "jpeg" -> Photo.jpeg(stored, 0.95f, false, orientation, profile);
            case "png" -> Photo.png(stored, orientation, profile);
            default -> Photo.webp(stored, orientation, profile);
        };
    }

    private static byte[] encoded(BufferedImage picture, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(picture, format, out)).isTrue();
        return out.toByteArray();
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = FittingTest.class.getResourceAsStream("/image/" + name)) {
            return in.readAllBytes();
        }
    }

    private static byte[] join(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static void isPattern(Fitted fitted) throws IOException {
        List<Color> found = Photo.quarters(Photo.decoded(fitted.file()));
        for (int i = 0; i < 4; i++) {
            assertThat(Photo.apart(found.get(i), QUARTERS.get(i))).as("%s", found).isLessThanOrEqualTo(TOLERANCE);
        }
    }
}
