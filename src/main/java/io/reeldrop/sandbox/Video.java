package io.reeldrop.sandbox;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jcodec.codecs.h264.H264Encoder;
import org.jcodec.common.Codec;
import org.jcodec.common.MuxerTrack;
import org.jcodec.common.VideoCodecMeta;
import org.jcodec.common.io.NIOUtils;
import org.jcodec.common.io.SeekableByteChannel;
import org.jcodec.common.model.ColorSpace;
import org.jcodec.common.model.Packet;
import org.jcodec.common.model.Packet.FrameType;
import org.jcodec.common.model.Picture;
import org.jcodec.common.model.Size;
import org.jcodec.containers.mp4.Brand;
import org.jcodec.containers.mp4.muxer.MP4Muxer;

/**
 * Writes an H.264 video as MP4: few different frames, each coded on its own, shown to and fro. Coding is what costs time, showing a frame
 * again costs none.
 */
final class Video {

    static final int FRAMES_A_SECOND = 8;

    private Video() {
    }

    static void write(Path file, Zoom zoom, int frames, int width, int height, int seconds) throws IOException {
        byte[][] coded = new byte[frames][];
        H264Encoder encoder = H264Encoder.createH264Encoder();
        encoder.setKeyInterval(1);
        Picture picture = Picture.create(width, height, ColorSpace.YUV420J);
        ByteBuffer buffer = ByteBuffer.allocate(encoder.estimateBufferSize(picture));
        for (int i = 0; i < frames; i++) {
            paint(zoom.frame(i), picture);
            buffer.clear();
            coded[i] = NIOUtils.toArray(encoder.encodeFrame(picture, buffer).getData());
        }
        try (SeekableByteChannel out = NIOUtils.writableChannel(file.toFile())) {
            MP4Muxer muxer = MP4Muxer.createMP4Muxer(out, Brand.MP4);
            MuxerTrack track = muxer.addVideoTrack(Codec.H264,
                    VideoCodecMeta.createSimpleVideoCodecMeta(new Size(width, height), ColorSpace.YUV420));
            for (int shown = 0; shown < seconds * FRAMES_A_SECOND; shown++) {
                ByteBuffer data = ByteBuffer.wrap(coded[toAndFro(shown, frames)].clone());
                track.addFrame(Packet.createPacket(data, shown, FRAMES_A_SECOND, 1, shown, FrameType.KEY, null));
            }
            muxer.finish();
        }
    }

    private static int toAndFro(int shown, int frames) {
        if (frames == 1) {
            return 0;
        }
        int period = 2 * (frames - 1);
        int at = shown % period;
        return at < frames ? at : period - at;
    }

    /** RGB to the codec's planes: BT.601 with video levels, the codec's samples being 128 less. Sides are even. */
    private static void paint(BufferedImage frame, Picture picture) {
        int[] rgb = ((DataBufferInt) frame.getRaster().getDataBuffer()).getData();
        int width = frame.getWidth();
        int height = frame.getHeight();
        byte[] y = picture.getPlaneData(0);
        byte[] cb = picture.getPlaneData(1);
        byte[] cr = picture.getPlaneData(2);
        for (int row = 0; row < height; row += 2) {
            for (int column = 0; column < width; column += 2) {
                int red = 0;
                int green = 0;
                int blue = 0;
                for (int corner = 0; corner < 4; corner++) {
                    int at = (row + (corner >> 1)) * width + column + (corner & 1);
                    int r = rgb[at] >> 16 & 0xFF;
                    int g = rgb[at] >> 8 & 0xFF;
                    int b = rgb[at] & 0xFF;
                    y[at] = (byte) ((66 * r + 129 * g + 25 * b + 128 >> 8) + 16 - 128);
                    red += r;
                    green += g;
                    blue += b;
                }
                int at = (row >> 1) * (width >> 1) + (column >> 1);
                cb[at] = (byte) (-38 * red - 74 * green + 112 * blue + 512 >> 10);
                cr[at] = (byte) (112 * red - 94 * green - 18 * blue + 512 >> 10);
            }
        }
    }
}
