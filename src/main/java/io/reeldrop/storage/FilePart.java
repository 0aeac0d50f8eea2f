package io.reeldrop.storage;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import software.amazon.awssdk.http.ContentStreamProvider;

/** A part of a file as the body of a request; each try of it reads anew. */
final class FilePart implements ContentStreamProvider, AutoCloseable {

    private final FileChannel channel;
    private final long from;
    private final long length;

    FilePart(Path file, long from, long length) throws IOException {
        this.channel = FileChannel.open(file);
        this.from = from;
        this.length = length;
    }

    @Override
    public InputStream newStream() {
        try {
            return new Limited(Channels.newInputStream(channel.position(from)), length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Ends where the part ends. The file stays open for another try. */
    private static final class Limited extends FilterInputStream {

        private long left;

        Limited(InputStream in, long length) {
            super(in);
            left = length;
        }

        @Override
        public int read() throws IOException {
            int next = left == 0 ? -1 : super.read();
            left -= next < 0 ? 0 : 1;
            return next;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = left == 0 ? -1 : super.read(buffer, offset, (int) Math.min(length, left));
            left -= Math.max(0, read);
            return read;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        @Override
        public void close() {
            // The part closes it.
        }
    }
}
