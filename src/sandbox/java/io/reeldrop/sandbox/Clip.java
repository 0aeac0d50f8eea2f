package io.reeldrop.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A task's video: the stock clip whose sides are nearest to the ratio asked for, a real H.264 one, and behind it a {@code free} box, which
 * players skip. The box begins with the task's id, so that no two videos are alike, and is filled up to the wanted size while it is sent,
 * which costs neither disk nor memory; what is in it differs from place to place, so that a download put together wrongly is seen.
 */
record Clip(byte[] start, long size) {

    private static final Map<Double, byte[]> STOCK = Stream.of("16x9", "4x3", "1x1", "9x16").collect(Collectors.toMap(
            name -> shape(name, "x"), name -> Packed.bytes(Clip.class, "clips/" + name + ".mp4")));
    private static final byte[] FILLING = new byte[1 << 16];

    static {
        new SplittableRandom(1).nextBytes(FILLING);
    }

    /** @param wanted bytes; too few: as it comes */
    static Clip of(Task task, long wanted) {
        double shape = shape(task.order.ratio(), ":");
        byte[] clip = STOCK.entrySet().stream().min(Comparator.comparingDouble(stock -> Math.abs(Math.log(stock.getKey() / shape))))
                .orElseThrow().getValue();
        byte[] id = task.id.getBytes(StandardCharsets.UTF_8);
        long size = Math.max(wanted, clip.length + 16 + id.length);
        // A size of 1: the real one, for which 32 bits may not be enough, stands behind the type.
        return new Clip(ByteBuffer.allocate(clip.length + 16 + id.length).put(clip).putInt(1)
                .put("free".getBytes(StandardCharsets.US_ASCII)).putLong(size - clip.length).put(id).array(), size);
    }

    private static double shape(String ratio, String between) {
        String[] sides = ratio.split(between);
        return Double.parseDouble(sides[0]) / Double.parseDouble(sides[1]);
    }

    /** Sends the bytes {@code from} (inclusive) to {@code to} (exclusive). */
    void send(long from, long to, OutputStream out) throws IOException {
        for (long at = from; at < to;) {
            boolean inStart = at < start.length;
            byte[] bytes = inStart ? start : FILLING;
            int offset = (int) (inStart ? at : at % FILLING.length);
            int count = (int) Math.min(bytes.length - offset, to - at);
            out.write(bytes, offset, count);
            at += count;
        }
    }
}
