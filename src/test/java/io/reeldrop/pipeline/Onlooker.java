package io.reeldrop.pipeline;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Somebody who opens a video the moment its name appears, and notes down each that was not whole. */
final class Onlooker implements AutoCloseable {

    private final WatchService watch = FileSystems.getDefault().newWatchService();
    private final Map<WatchKey, Path> folders = new HashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    /** @param folders are made where missing */
    Onlooker(List<Path> folders) throws IOException {
        for (Path folder : folders) {
            this.folders.put(Files.createDirectories(folder).register(watch, ENTRY_CREATE), folder);
        }
        Thread thread = new Thread(this::look, "onlooker");
        thread.setDaemon(true);
        thread.start();
    }

    List<String> complaints() {
        return List.copyOf(complaints);
    }

    private void look() {
        try {
            while (true) {
                WatchKey key = watch.take();
                for (WatchEvent<?> event : key.pollEvents()) {
                    Path file = folders.get(key).resolve(String.valueOf(event.context()));
                    if (file.toString().endsWith(".mp4") && !file.getFileName().toString().startsWith(".")) {
                        open(file);
                    }
                }
                key.reset();
            }
        } catch (ClosedWatchServiceException e) {
            // The test is over.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void open(Path file) {
        try {
            byte[] video = Files.readAllBytes(file);
            if (!whole(video)) {
                complaints.add(file + " had " + video.length + " bytes and was no whole video when its name appeared");
            }
        } catch (IOException e) {
            complaints.add(file + ": " + e);
        }
    }

    /** Whether the boxes of an MP4, each of which says how long it is, end with the file, and the needed ones are among them. */
    static boolean whole(byte[] video) {
        List<String> types = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(video);
        int at = 0;
        while (video.length - at >= 16) {
            long length = bytes.getInt(at) == 1 ? bytes.getLong(at + 8) : bytes.getInt(at);
            types.add(new String(video, at + 4, 4, StandardCharsets.US_ASCII));
            if (length < 8 || length > video.length - at) {
                return false;
            }
            at += (int) length;
        }
        return at == video.length && types.containsAll(List.of("ftyp", "moov", "mdat"));
    }

    @Override
    public void close() throws IOException {
        watch.close();
    }
}
