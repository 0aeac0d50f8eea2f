package io.reeldrop.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.reeldrop.job.Image;
import io.reeldrop.job.Problem;
import io.reeldrop.job.Rejected;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageProbeTest {

    @ParameterizedTest
    @CsvSource({"png,png", "jpg,jpeg"})
    void reads_type_size_bytes_and_hash(String format, String type) throws Exception {
        byte[] bytes = drawn(format, 70, 40);

        Image image = read(bytes);

        assertThat(image).isEqualTo(new Image(type, 70, 40, bytes.length, sha256(bytes)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lossy", "lossless", "extended"})
    void reads_every_form_of_webp(String form) throws Exception {
        byte[] bytes = webp(form, 1000, 700);

        assertThat(read(bytes)).isEqualTo(new Image("webp", 1000, 700, bytes.length, sha256(bytes)));
    }

    @Test
    void hashes_files_larger_than_its_buffer() throws Exception {
        byte[] picture = drawn("png", 30, 30);
        byte[] bytes = Arrays.copyOf(picture, 300_000);

        assertThat(read(bytes)).isEqualTo(new Image("png", 30, 30, 300_000, sha256(bytes)));
    }

    @Test
    void a_huge_picture_costs_no_memory() throws Exception {
        byte[] bytes = drawn("png", 20, 20);
        ByteBuffer.wrap(bytes).putInt(16, 30_000).putInt(20, 30_000);

        assertThat(read(bytes)).extracting(Image::width, Image::height).containsExactly(30_000, 30_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "lossy", "lossless", "extended"})
    void finds_a_picture_cut_off_anywhere(String format) throws Exception {
        byte[] bytes = format.length() == 3 ? drawn(format, 64, 48) : webp(format, 64, 48);
        for (int length = 12; length < bytes.length; length++) {
            Problem problem = problem(Arrays.copyOf(bytes, length));
            assertThat(problem.message()).as("%s bytes", length).matches("is cut off.* " + length + " bytes.*|is not an image.*");
            assertThat(problem.remedy()).isNotBlank();
        }
    }

    @Test
    void tolerates_what_a_camera_adds_after_the_picture() throws Exception {
        byte[] jpeg = drawn("jpg", 64, 48);
        byte[] padded = Arrays.copyOf(jpeg, jpeg.length + 1000);
        System.arraycopy(jpeg, 0, padded, jpeg.length + 10, 500);

        assertThat(read(padded)).isEqualTo(new Image("jpeg", 64, 48, padded.length, sha256(padded)));
    }

    @Test
    void passes_over_a_thumbnail_inside_a_jpeg() throws Exception {
        byte[] jpeg = drawn("jpg", 64, 48);
        byte[] thumbnail = drawn("jpg", 8, 6);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        int length = thumbnail.length + 2;
        out.write(new byte[] {(byte) 0xFF, (byte) 0xE1, (byte) (length >> 8), (byte) length});
        out.write(thumbnail);
        out.write(jpeg, 2, jpeg.length - 2);

        assertThat(read(out.toByteArray())).extracting(Image::width, Image::height).containsExactly(64, 48);
        assertThat(problem(Arrays.copyOf(out.toByteArray(), thumbnail.length + 100)).message()).contains("cut off");
    }

    @ParameterizedTest
    @CsvSource({"gif,gif", "bmp,bmp", "tiff,tiff"})
    void tells_the_type_of_what_no_gateway_takes(String format, String type) throws Exception {
        assertThat(read(drawn(format, 20, 20))).extracting(Image::type, Image::width).containsExactly(type, 0);
    }

    @Test
    void tells_heic_and_avif_from_other_boxes() throws Exception {
        assertThat(read(boxes("heic", "mif1")).type()).isEqualTo("heic");
        assertThat(read(boxes("mif1", "heic")).type()).isEqualTo("heic");
        assertThat(read(boxes("avif", "mif1")).type()).isEqualTo("avif");
        assertThat(read(boxes("mif1", "avif")).type()).isEqualTo("avif");
        assertThat(problem(boxes("isom", "mp42")).message()).contains("not an image");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "BMW, an automobile of a certain size", "<html>Not found</html>", "Grüße 猫\r\n\t", "{}", "G", "GIF8"})
    void finds_a_text_file_in_disguise(String text) {
        Problem problem = problem(text.getBytes(StandardCharsets.UTF_8));
        assertThat(problem.message()).isEqualTo("is a text file, not an image");
        assertThat(problem.limit()).contains("PNG");
        assertThat(problem.file()).isEqualTo("sub/cat.png");
    }

    @Test
    void finds_an_empty_file() {
        assertThat(problem(new byte[0]).message()).contains("empty");
    }

    @Test
    void finds_pictures_that_contradict_themselves() throws Exception {
        byte[] flat = drawn("png", 20, 20);
        ByteBuffer.wrap(flat).putInt(16, 0);
        assertThat(problem(flat).message()).contains("0 x 20");

        byte[] hollow = drawn("png", 20, 20);
        System.arraycopy("IDAX".getBytes(StandardCharsets.US_ASCII), 0, hollow, 37, 4);
        assertThat(problem(hollow).message()).contains("without a picture");

        byte[] noSize = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xD9};
        assertThat(problem(noSize).message()).contains("without a picture");

        byte[] overfull = webp("lossy", 20, 20);
        ByteBuffer.wrap(overfull).order(ByteOrder.LITTLE_ENDIAN).putInt(16, 5_000);
        assertThat(problem(overfull).message()).contains("damaged WebP");
    }

    @Test
    void throws_nothing_but_rejected_whatever_the_bytes() throws Exception {
        Random random = new Random(4);
        List<byte[]> pictures = List.of(drawn("png", 9, 9), drawn("jpg", 9, 9), webp("lossy", 9, 9), webp("lossless", 9, 9),
                webp("extended", 9, 9), drawn("gif", 9, 9), boxes("mif1", "avif"), new byte[40]);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = pictures.get(i % pictures.size()).clone();
            for (int n = random.nextInt(6); n > 0; n--) {
                bytes[random.nextInt(Math.min(bytes.length, 64))] = (byte) random.nextInt(256);
            }
            byte[] file = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
            try {
                assertThat(read(file).sha256()).hasSize(64);
            } catch (Rejected e) {
                assertThat(e.problems()).hasSize(1);
                refused++;
            }
        }
        assertThat(refused).isBetween(5_000, 19_000);
    }

    private static Image read(byte[] bytes) throws IOException {
        return ImageProbe.read(new ByteArrayInputStream(bytes), "sub/cat.png");
    }

    private static Problem problem(byte[] bytes) {
        Rejected rejected = catchThrowableOfType(Rejected.class, () -> read(bytes));
        assertThat(rejected).as("rejected").isNotNull();
        assertThat(rejected.problems()).hasSize(1);
        return rejected.problems().get(0);
    }

    private static byte[] drawn(String format, int width, int height) throws IOException {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(5);
        for (int i = 0; i < width * height; i++) {
            picture.setRGB(i % width, i / width, random.nextInt(1 << 24));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(picture, format, out)).isTrue();
        return out.toByteArray();
    }

    private static byte[] webp(String form, int width, int height) {
        ByteBuffer chunk = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
        String type = switch (form) {
            case "lossy" -> {
                chunk.put(new byte[] {0x10, 0, 0, (byte) 0x9D, 1, 0x2A}).putShort((short) (width | 1 << 14)).putShort((short) height);
                yield "VP8 ";
            }
            case "lossless" -> {
                chunk.put((byte) 0x2F).putInt(width - 1 | height - 1 << 14 | 1 << 28);
                yield "VP8L";
            }
            default -> {
                chunk.putInt(0x10).putShort((short) (width - 1)).put((byte) 0).putShort((short) (height - 1)).put((byte) 0);
                yield "VP8X";
            }
        };
        ByteBuffer file = ByteBuffer.allocate(20 + chunk.capacity()).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(12 + chunk.capacity()).put("WEBP".getBytes(StandardCharsets.US_ASCII));
        file.put(type.getBytes(StandardCharsets.US_ASCII)).putInt(chunk.capacity()).put(chunk.array());
        return file.array();
    }

    private static byte[] boxes(String major, String compatible) {
        ByteBuffer box = ByteBuffer.allocate(64).putInt(20).put("ftyp".getBytes(StandardCharsets.US_ASCII));
        return box.put(major.getBytes(StandardCharsets.US_ASCII)).putInt(0).put(compatible.getBytes(StandardCharsets.US_ASCII)).array();
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
