package io.reeldrop.gateway;

import java.io.IOException;
import java.io.OutputStream;

/** An array of known length that is filled once; a stream of another length is an error, since the image then is not the one checked. */
final class ExactBuffer extends OutputStream {

    private final byte[] bytes;
    private int size;

    ExactBuffer(int length) {
        this.bytes = new byte[length];
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        if (length > bytes.length - size) {
            throw new IOException("The image has grown since it was checked");
        }
        System.arraycopy(from, offset, bytes, size, length);
        size += length;
    }

    byte[] full() throws IOException {
        if (size != bytes.length) {
            throw new IOException("The image has shrunk since it was checked");
        }
        return bytes;
    }
}
