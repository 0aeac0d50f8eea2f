package io.reeldrop.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * A place for files: a folder, or a prefix in a bucket. Names are relative to it, parts separated by {@code /}. A file appears under its
 * name only when it is whole. Every call may be repeated after a crash. Safe for several threads.
 */
public interface Storage {

    /** Whether something bears that name. */
    boolean has(String name) throws IOException;

    /** @throws java.nio.file.NoSuchFileException if nothing bears that name */
    InputStream open(String name) throws IOException;

    /** Bytes of the file. */
    long size(String name) throws IOException;

    /**
     * Puts a file of this machine there, which stays where it is. Nothing is replaced: where the name is taken by something else, the file
     * gets the next free one ({@code cat-2.mp4}); where it lies there already, with the same bytes, nothing is done.
     *
     * @param heartbeat called at least every ten seconds while it takes long
     * @return the name that it bears
     */
    String put(String name, Path file, Label label, Heartbeat heartbeat) throws IOException;

    /** Writes a small text of ours, in the place of what bears that name. */
    void write(String name, String text) throws IOException;

    /**
     * Writes a small text of ours under a name that nothing may bear yet, and makes it durable. After an exception it may be there, or not.
     * Ask {@link #has} before: not every server knows the condition that keeps what is there.
     *
     * @return false if something bears that name, which stays as it is
     */
    boolean create(String name, String text) throws IOException;

    /**
     * The names of files that lie in folders one deep, in their order.
     *
     * @param after only those that come after it; empty for all
     * @param limit the most that are wanted; fewer are an end
     */
    List<String> list(String after, int limit) throws IOException;

    /** Does nothing where nothing bears that name. */
    void delete(String name) throws IOException;

    /** As {@link #delete(String)}, for many. */
    void delete(List<String> names) throws IOException;

    /**
     * Moves a file of another place here, as one copy and one deletion where it has to be. Replaces what bears the name here: ask first.
     *
     * @throws java.nio.file.NoSuchFileException if nothing bears that name there
     */
    void move(Storage from, String name, String as) throws IOException;

    /** As {@link #move}, but what is copied stays where it is. */
    void copy(Storage from, String name, String as) throws IOException;

    /** Forgets what a moved file left behind: folders that are empty now. */
    void prune(String name) throws IOException;

    /** @throws IOException if nothing could be put here at this moment, with the reason and a remedy */
    void ready() throws IOException;
}
