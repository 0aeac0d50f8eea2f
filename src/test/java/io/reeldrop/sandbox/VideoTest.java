package io.reeldrop.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.sandbox.dialect.Dialects;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jcodec.api.FrameGrab;
import org.jcodec.common.io.NIOUtils;
import org.jcodec.common.io.SeekableByteChannel;
import org.jcodec.common.model.Picture;
import org.jcodec.scale.AWTUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideoTest {

    @TempDir
    private Path folder;

    private Path made(ObjectNode order) throws Exception {
        try (Rig rig = new Rig(Map.of())) {
            String id = rig.submit(order);
            rig.clock.pass(1000);
            String url = rig.task(id).path("output").path(0).asText();
            return Files.write(folder.resolve("video.mp4"), rig.fetch(rig.download(url)).body());
        }
    }

    @ParameterizedTest
    @CsvSource({"1280:720,384,216", "720:1280,216,384", "1104:832,332,250", "832:1104,250,332", "960:960,288,288", "1584:672,442,188"})
    void has_the_ratio_asked_for_and_a_frame_for_every_eighth_of_a_second(String ratio, int width, int height) throws Exception {
        Path video = made(Rig.order("a cat").put("ratio", ratio).put("duration", 2)
                .put("promptImage", Rig.dataUri("png", Rig.image("png", 300, 200))));
        try (SeekableByteChannel in = NIOUtils.readableChannel(video.toFile())) {
            FrameGrab frames = FrameGrab.createFrameGrab(in);
            assertThat(frames.getVideoTrack().getMeta().getTotalDuration()).isEqualTo(2.0);
            int count = 0;
            for (Picture frame = frames.getNativeFrame(); frame != null; frame = frames.getNativeFrame()) {
                assertThat(frame.getCroppedWidth()).isEqualTo(width);
                assertThat(frame.getCroppedHeight()).isEqualTo(height);
                count++;
            }
            assertThat(count).isEqualTo(16);
        }
    }

    @ParameterizedTest
    @CsvSource({"jpeg", "png"})
    void shows_the_submitted_image_and_moves_into_its_middle(String type) throws Exception {
        Path video = made(Rig.order("a cat").put("promptImage", Rig.dataUri(type, Rig.image(type, 900, 600))));
        BufferedImage first = frame(video, 0);
        assertThat(red(first, 5, 5)).isTrue();
        assertThat(red(first, 192, 108)).isFalse();
        BufferedImage near = frame(video, 11);
        int edge = edge(first);
        assertThat(edge).isBetween(120, 136);
        assertThat(edge(near)).isLessThan(edge - 8);
    }

    /** Where the red border ends and the blue middle begins, on the middle line. */
    private static int edge(BufferedImage image) {
        int x = 0;
        while (red(image, x, image.getHeight() / 2)) {
            x++;
        }
        return x;
    }

    private static boolean red(BufferedImage image, int x, int y) {
        int rgb = image.getRGB(x, y);
        return (rgb >> 16 & 0xFF) > (rgb & 0xFF);
    }

    private static BufferedImage frame(Path video, int number) throws Exception {
        try (SeekableByteChannel in = NIOUtils.readableChannel(video.toFile())) {
            return AWTUtil.toBufferedImage(FrameGrab.getFrameFromChannel(in, number));
        }
    }

    @Test
    void an_image_known_by_url_or_in_webp_gets_a_generated_picture() throws Exception {
        byte[] webp = "RIFF\u0000\u0000\u0000\u0000WEBPVP8 with nothing behind".getBytes("ISO-8859-1");
        for (String image : new String[] {"https://example.com/cat.png", Rig.dataUri("webp", webp)}) {
            BufferedImage frame = frame(made(Rig.order("a cat").put("promptImage", image)), 0);
            assertThat(frame.getWidth()).isEqualTo(384);
            assertThat(frame.getRGB(2, 2)).isNotEqualTo(frame.getRGB(192, 108));
        }
    }

    @Test
    void equal_images_are_kept_once_and_rendered_once() throws Exception {
        Pictures pictures = new Pictures(folder);
        io.reeldrop.sandbox.Picture one = pictures.keep(Rig.image("png", 100, 100));
        io.reeldrop.sandbox.Picture two = pictures.keep(Rig.image("png", 100, 100));
        assertThat(two).isEqualTo(one);
        Videos videos = new Videos(folder);
        Submission order = new Submission(Dialects.SANDBOX, "gen4_turbo", null, "960:960", 2, one, 10);
        assertThat(videos.of(order, SandboxOptions.defaults())).isEqualTo(videos.of(order, SandboxOptions.defaults()));
        assertThat(folder.toFile().list()).hasSize(2);
    }
}
