package io.reeldrop.pipeline;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What the log says while this is open; it goes to standard error as before. */
final class LogLines implements AutoCloseable {

    private final PrintStream before = System.err;
    private final ByteArrayOutputStream copy = new ByteArrayOutputStream();

    LogLines() {
        System.setErr(new PrintStream(new Both(), true, StandardCharsets.UTF_8));
    }

    String text() {
        return copy.toString(StandardCharsets.UTF_8);
    }

    void clear() {
        copy.reset();
    }

    @Override
    public void close() {
        System.setErr(before);
    }

    private final class Both extends OutputStream {

        @Override
        public void write(int b) {
            copy.write(b);
            before.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            copy.write(bytes, offset, length);
            before.write(bytes, offset, length);
        }
    }
}
