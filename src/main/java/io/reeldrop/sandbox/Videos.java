package io.reeldrop.sandbox;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** Makes a task's video when it is first downloaded, and keeps it on disk for every task with the same picture and form. */
final class Videos {

    private final Path folder;
    private final Map<String, Made> made = new ConcurrentHashMap<>();
    /** More at once would not be faster, only fill the heap. */
    private final Semaphore makers = new Semaphore(Runtime.getRuntime().availableProcessors());

    private record Made(Path file, long length) {
    }

    Videos(Path folder) {
        this.folder = folder;
    }

    VideoFile of(Submission order, SandboxOptions options) throws IOException {
        int frames = (int) Math.min(options.number(Option.VIDEO_FRAMES), 240);
        int width = (int) options.number(Option.VIDEO_WIDTH);
        String form = order.ratio().replace(':', 'x') + '-' + order.duration() + '-' + width + '-' + frames;
        String name = order.picture().sha256() + '-' + form;
        Made video = made.get(name);
        if (video == null) {
            video = make(name, order, width, frames);
        }
        long wanted = Directives.in(order.promptText()).number(Option.VIDEO_BYTES.label(), 0, options.number(Option.VIDEO_BYTES));
        return VideoFile.of(video.file, video.length, wanted, name);
    }

    private Made make(String name, Submission order, int wideWidth, int frames) throws IOException {
        makers.acquireUninterruptibly();
        try {
            Made known = made.get(name);
            if (known != null) {
                return known;
            }
            String[] sides = order.ratio().split(":");
            double ratio = Double.parseDouble(sides[0]) / Double.parseDouble(sides[1]);
            double area = wideWidth * (wideWidth * 9 / 16.0);
            int width = even(Math.sqrt(area * ratio));
            int height = even(Math.sqrt(area / ratio));
            BufferedImage picture = Pictures.decoded(order.picture());
            if (picture == null) {
                picture = Zoom.generated(Hash.key(order.picture().sha256()), 2 * width, 2 * height);
            }
            Path part = Files.createTempFile(folder, name, ".part");
            Video.write(part, new Zoom(picture, width, height, frames), frames, width, height, order.duration());
            Path file = Files.move(part, folder.resolve(name + '-' + System.nanoTime() + ".mp4"));
            Made video = new Made(file, Files.size(file));
            made.put(name, video);
            return video;
        } finally {
            makers.release();
        }
    }

    /** The codec's colour planes have half as many samples a side. */
    private static int even(double side) {
        return (int) Math.round(side / 2) * 2;
    }
}
