package io.reeldrop.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.jcodec.api.FrameGrab;
import org.jcodec.common.io.NIOUtils;
import org.jcodec.common.io.SeekableByteChannel;
import org.jcodec.common.model.Picture;
import org.jcodec.scale.AWTUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The videos of the stand-in, opened with a decoder. */
class ClipTest {

    private static Rig rig;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws Exception {
        rig = new Rig(Map.of("slots", "1000"));
    }

    @AfterAll
    static void stop() throws Exception {
        rig.close();
    }

    private static byte[] video(String prompt, String ratio) throws Exception {
        String id = rig.submit(Rig.order(prompt).put("ratio", ratio));
        rig.clock.pass(1000);
        return rig.fetch(rig.download(rig.task(id).path("output").path(0).asText())).body();
    }

    @ParameterizedTest
    @CsvSource({"1280:720,384,216,5", "720:1280,216,384,3", "1104:832,312,234,4", "832:1104,288,288,4", "960:960,288,288,4",
        "1584:672,384,216,5"})
    void every_frame_of_it_can_be_shown_and_it_moves(String ratio, int width, int height, double seconds) throws Exception {
        Path file = Files.write(folder.resolve("video.mp4"), video("a cat [video-bytes 300000]", ratio));
        try (SeekableByteChannel in = NIOUtils.readableChannel(file.toFile())) {
            FrameGrab frames = FrameGrab.createFrameGrab(in);
            assertThat(frames.getVideoTrack().getMeta().getTotalDuration()).isEqualTo(seconds);
            BufferedImage first = AWTUtil.toBufferedImage(frames.getNativeFrame());
            int count = 1;
            Picture last = null;
            for (Picture frame = frames.getNativeFrame(); frame != null; frame = frames.getNativeFrame()) {
                last = frame;
                count++;
            }
            assertThat(first.getWidth()).isEqualTo(width);
            assertThat(first.getHeight()).isEqualTo(height);
            assertThat(count).isEqualTo((int) (8 * seconds));
            assertThat(colours(first)).as("not blank").isGreaterThan(50);
            assertThat(pixels(first)).isNotEqualTo(pixels(AWTUtil.toBufferedImage(last)));
        }
    }

    @Test
    void no_two_tasks_have_the_same_video_and_one_task_always_has_the_same() throws Exception {
        byte[] cat = video("a cat", "960:960");
        assertThat(video("a cat", "960:960")).isNotEqualTo(cat);
        String id = rig.submit("a dog");
        rig.clock.pass(1000);
        byte[] dog = rig.fetch(rig.download(rig.task(id).path("output").path(0).asText())).body();
        assertThat(rig.fetch(rig.download(rig.task(id).path("output").path(0).asText())).body()).isEqualTo(dog);
    }

    private static long colours(BufferedImage image) {
        return Arrays.stream(pixels(image)).distinct().count();
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }
}
