package io.reeldrop.delivery;

import io.reeldrop.job.Job;
import io.reeldrop.job.Jobs;
import io.reeldrop.job.Seat;
import io.reeldrop.job.State;
import io.reeldrop.storage.Heartbeat;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Where videos lie between the gateway and their output place, in this process's seat:
 * one file a job, which a cut download goes on from.
 */
public final class Spool {

    private static final int BUFFER = 256 << 10;
    private static final String SUFFIX = ".video";

    private final Path folder;
    private final long maxBytes;

    /** @param maxBytes the largest video that is accepted */
    public Spool(Seat seat, long maxBytes) {
        this.folder = seat.folder();
        this.maxBytes = maxBytes;
    }

    public Path file(Job job) {
        return folder.resolve(job.id() + SUFFIX);
    }

    /** Bytes of the job's video that are here already. */
    public long have(Job job) throws IOException {
        Path file = file(job);
        return Files.exists(file) ? Files.size(file) : 0;
    }

    /** Of all videos that are here; those that go meanwhile do not count. */
    public long bytes() {
        File[] videos = folder.toFile().listFiles((in, name) -> name.endsWith(SUFFIX));
        return videos == null ? 0 : Arrays.stream(videos).mapToLong(File::length).sum();
    }

    public void discard(Job job) throws IOException {
        Files.deleteIfExists(file(job));
    }

    /**
     * Removes the videos of delivered jobs from every seat. A kill between the delivery and the discarding leaves one behind, and nobody
     * comes by it again. A video whose job this store does not know stays: it may be another store's, and paid for.
     */
    public void tidy(Jobs jobs) throws IOException {
        // Not a walk, which stumbles over a video that is published and discarded meanwhile.
        try (DirectoryStream<Path> seats = Files.newDirectoryStream(folder.getParent(), Files::isDirectory)) {
            for (Path seat : seats) {
                tidy(seat, jobs);
            }
        }
    }

    private static void tidy(Path seat, Jobs jobs) throws IOException {
        try (DirectoryStream<Path> videos = Files.newDirectoryStream(seat, "*" + SUFFIX)) {
            for (Path video : videos) {
                String name = video.getFileName().toString();
                String id = name.substring(0, name.length() - SUFFIX.length());
                if (jobs.find(id).filter(job -> job.state() == State.DELIVERED).isPresent()) {
                    Files.deleteIfExists(video);
                }
            }
        }
    }

    /**
     * Writes the body of a reply to the job's file, from {@code offset} on, and makes it durable.
     *
     * @param length    bytes that the server announced for this reply, or -1
     * @param heartbeat called now and then while bytes arrive; an exception of it ends the download
     * @throws TooLarge    if the whole would be larger than is accepted
     * @throws DiskFault   if this machine cannot keep it
     * @throws IOException if the stream ends early; what arrived stays
     */
    public void receive(Job job, InputStream body, long offset, long length, Heartbeat heartbeat) throws IOException {
        if (offset + length > maxBytes) {
            throw new TooLarge(maxBytes);
        }
        try (FileChannel channel = local(() -> FileChannel.open(file(job), StandardOpenOption.CREATE, StandardOpenOption.WRITE))) {
            channel.truncate(offset);
            channel.position(offset);
            byte[] buffer = new byte[BUFFER];
            long received = 0;
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                received += n;
                if (offset + received > maxBytes) {
                    throw new TooLarge(maxBytes);
                }
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
                while (bytes.hasRemaining()) {
                    local(() -> channel.write(bytes));
                }
                heartbeat.beat();
            }
            local(() -> {
                channel.force(true);
                return null;
            });
            if (length >= 0 && received != length) {
                throw new IOException("it ended after " + received + " of " + length + " bytes");
            }
        }
    }

    private <T> T local(Local<T> action) throws DiskFault {
        try {
            return action.run();
        } catch (IOException e) {
            throw new DiskFault("the spool " + folder + " cannot be written: " + e.getMessage(), e);
        }
    }

    private interface Local<T> {
        T run() throws IOException;
    }

    /** This machine cannot keep the video: its disk is full, read-only or broken. */
    public static class DiskFault extends IOException {

        private static final long serialVersionUID = 1L;

        DiskFault(String message, IOException cause) {
            super(message, cause);
        }
    }

    /** The video is larger than anybody here wants. */
    public static class TooLarge extends IOException {

        private static final long serialVersionUID = 1L;

        TooLarge(long maxBytes) {
            super("the video is larger than reeldrop.deliver.max-bytes (" + maxBytes + ")");
        }
    }
}
