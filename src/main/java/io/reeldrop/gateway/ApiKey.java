package io.reeldrop.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/**
 * The key of an account. It can be sent and can be struck out of a text, but not printed, compared or serialised. A key from a file is
 * read again when the file changes, so that it can be rotated while Reeldrop runs.
 */
public final class ApiKey {

    private final Path file;
    private String value;
    private FileTime readAt;

    private ApiKey(Path file, String value) {
        this.file = file;
        this.value = value;
    }

    static ApiKey none() {
        return new ApiKey(null, null);
    }

    static ApiKey of(String value) {
        return new ApiKey(null, value.strip());
    }

    /** @throws IOException if the file cannot be read now */
    static ApiKey in(Path file) throws IOException {
        ApiKey key = new ApiKey(file, null);
        key.readAt = Files.getLastModifiedTime(file);
        key.value = Files.readString(file).strip();
        return key;
    }

    /** Whether there is a key at all. */
    public boolean present() {
        return value != null;
    }

    /** Whether the text could be sent: a line break in a header would end it. */
    boolean sendable() {
        return value != null && value.matches("[\\x21-\\x7e]+");
    }

    /** The header's value, such as {@code Bearer key_…}; {@code scheme} may be null. */
    public synchronized String header(String scheme) {
        refresh();
        if (value == null) {
            throw new IllegalStateException("There is no key to send");
        }
        return scheme == null ? value : scheme + " " + value;
    }

    /** The text with every occurrence of the key struck out: a gateway may repeat it in an error. */
    public synchronized String scrub(String text) {
        return value == null || value.isEmpty() || text == null ? text : text.replace(value, "***");
    }

    /** Characters of the key; 0 where there is none. */
    synchronized int length() {
        return value == null ? 0 : value.length();
    }

    private void refresh() {
        if (file == null) {
            return;
        }
        try {
            FileTime now = Files.getLastModifiedTime(file);
            if (!now.equals(readAt)) {
                ApiKey fresh = in(file);
                // Half-written while it is being replaced: the next call looks again.
                if (fresh.sendable()) {
                    value = fresh.value;
                    readAt = fresh.readAt;
                }
            }
        } catch (IOException e) {
            // Gone while it is being replaced: the key read last may well still be good, and the gateway says if not.
            readAt = null;
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
