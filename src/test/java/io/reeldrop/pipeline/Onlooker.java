package io.reeldrop.pipeline;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;

import java.io.Closeable;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Somebody who opens a video the moment its name appears, and notes down each that was not whole. */
final class Onlooker implements AutoCloseable {

    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private Closeable end;

    private Onlooker() {
    }

    /** @param folders are made where missing */
    static Onlooker at(List<Path> folders) throws IOException {
        Onlooker onlooker = new Onlooker();
        WatchService watch = FileSystems.getDefault().newWatchService();
        Map<WatchKey, Path> watched = new HashMap<>();
        for (Path folder : folders) {
            watched.put(Files.createDirectories(folder).register(watch, ENTRY_CREATE), folder);
        }
        Thread thread = new Thread(() -> onlooker.look(watch, watched), "onlooker");
        thread.setDaemon(true);
        thread.start();
        onlooker.end = watch;
        return onlooker;
    }

    /** A bucket tells nobody what is new: it is listed again and again. A result must have its video, too. */
    static Onlooker at(Shelf bucket) {
        Onlooker onlooker = new Onlooker();
        Set<String> seen = new HashSet<>();
        ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor();
        looks.scheduleWithFixedDelay(() -> {
            try {
                bucket.names().stream().filter(name -> name.matches(".*\\.(mp4|result\\.json)")).filter(seen::add)
                        .forEach(name -> onlooker.open(bucket, name.replace(".result.json", ".mp4")));
            } catch (RuntimeException e) {
                onlooker.complaints.add(e.toString());
            }
        }, 0, 200, TimeUnit.MILLISECONDS);
        onlooker.end = looks::shutdownNow;
        return onlooker;
    }

    List<String> complaints() {
        return List.copyOf(complaints);
    }

    private void look(WatchService watch, Map<WatchKey, Path> folders) {
        try {
            while (true) {
                WatchKey key = watch.take();
                for (WatchEvent<?> event : key.pollEvents()) {
                    Path file = folders.get(key).resolve(String.valueOf(event.context()));
                    if (file.toString().endsWith(".mp4") && !file.getFileName().toString().startsWith(".")) {
                        open(Shelf.folder(file.getParent()), file.getFileName().toString());
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

    private void open(Shelf shelf, String name) {
        try {
            byte[] video = shelf.read(name);
            if (!whole(video)) {
                complaints.add(name + " had " + video.length + " bytes and was no whole video when its name appeared");
            }
        } catch (RuntimeException e) {
            complaints.add(name + ": " + e);
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
        end.close();
    }
}
