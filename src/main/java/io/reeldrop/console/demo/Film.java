package io.reeldrop.console.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jcodec.api.FrameGrab;
import org.jcodec.api.JCodecException;
import org.jcodec.common.io.NIOUtils;
import org.jcodec.common.io.SeekableByteChannel;
import org.jcodec.common.model.Picture;

/**
 * What a decoder sees of a video.
 *
 * @param width   of the first frame, pixels
 * @param height  of the first frame, pixels
 * @param seconds its length
 * @param blank   whether the first frame is of one brightness
 * @param openers what opened it
 */
record Film(int width, int height, double seconds, boolean blank, String openers) {

    /** Decodes the first frame, and asks ffprobe for its opinion too where there is one. */
    static Film open(Path file) throws IOException {
        try (SeekableByteChannel in = NIOUtils.readableChannel(file.toFile())) {
            FrameGrab frames = FrameGrab.createFrameGrab(in);
            Picture frame = frames.getNativeFrame();
            if (frame == null) {
                throw new IOException("holds no frame");
            }
            String other = ffprobe(file);
            return new Film(frame.getCroppedWidth(), frame.getCroppedHeight(), frames.getVideoTrack().getMeta().getTotalDuration(),
                    blank(frame.getPlaneData(0)),
                    "jcodec" + (other.isEmpty() ? "" : " and ffprobe (" + other + ")"));
        } catch (JCodecException | RuntimeException e) {
            throw new IOException("cannot be decoded: " + e, e);
        }
    }

    /** Whether its sides are as {@code 1280:720} asks; the sandbox draws smaller, and rounds sides to even numbers. */
    boolean is(String ratio) {
        String[] sides = ratio.split(":");
        double wanted = Double.parseDouble(sides[0]) / Double.parseDouble(sides[1]);
        return Math.abs((double) width / height / wanted - 1) < 0.03;
    }

    private static boolean blank(byte[] luma) {
        int least = Byte.MAX_VALUE;
        int most = Byte.MIN_VALUE;
        for (byte sample : luma) {
            least = Math.min(least, sample);
            most = Math.max(most, sample);
        }
        return most - least < 16;
    }

    /** {@code h264, 40 frames}; empty where it is not installed. */
    private static String ffprobe(Path file) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder("ffprobe", "-v", "error", "-count_frames", "-select_streams", "v:0", "-show_entries",
                    "stream=codec_name,nb_read_frames",
                    "-of", "csv=p=0", file.toString()).redirectErrorStream(true).start();
        } catch (IOException e) {
            return "";
        }
        try {
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0 || !said.matches("\\w+,\\d+")) {
                throw new IOException("ffprobe does not like it: " + said);
            }
            return said.replace(",", ", ") + " frames";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroy();
        }
    }
}
