package io.reeldrop.job;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * This process's own folder in the spool, {@code spool/1}, {@code spool/2}, …: the first that no living process sits in. Whoever comes
 * after it finds what it left, under the same name; so a process that was killed and started again is still the same node.
 */
public final class Seat implements AutoCloseable {

    private static final int MOST = 1_000;

    private final Path folder;
    private final FileChannel file;
    private final String node;

    private Seat(Path folder, FileChannel file, String node) {
        this.folder = folder;
        this.file = file;
        this.node = node;
    }

    /**
     * Takes a seat until it is closed or the process ends, however it ends.
     *
     * @param spool made where missing
     * @throws Rejected if nothing can be written or locked there
     */
    public static Seat take(Path spool) {
        try {
            Files.createDirectories(spool);
            for (int number = 1; number <= MOST; number++) {
                FileChannel file = FileChannel.open(spool.resolve(number + ".node"), StandardOpenOption.CREATE, StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
                if (locked(file)) {
                    return new Seat(Files.createDirectories(spool.resolve(Integer.toString(number))), file, name(file));
                }
                file.close();
            }
            throw new IOException("more than " + MOST + " processes use it");
        } catch (IOException e) {
            throw new Rejected(new Problem("reeldrop.spool", null, "the spool " + spool + " cannot be used: " + e, null,
                    "Check its rights and free space, and that its file system knows locks, or name another folder"));
        }
    }

    private static boolean locked(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Of a machine that was copied, both would bear the same name, were it not for the host's. */
    private static String name(FileChannel file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(1_000);
        file.read(bytes, 0);
        String before = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).strip();
        String host = host();
        if (before.contains("-") && before.substring(0, before.lastIndexOf('-')).equals(host)) {
            return before;
        }
        String name = host + "-" + Integer.toString(ThreadLocalRandom.current().nextInt(36 * 36 * 36, 36 * 36 * 36 * 36), 36);
        file.truncate(0);
        file.write(ByteBuffer.wrap(name.getBytes(StandardCharsets.UTF_8)), 0);
        file.force(true);
        return name;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
        } catch (UnknownHostException e) {
            return "node";
        }
    }

    /** What this process is called among those that run jobs on the store. */
    public String node() {
        return node;
    }

    public Path folder() {
        return folder;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            // The process's end lets it go.
        }
    }
}
