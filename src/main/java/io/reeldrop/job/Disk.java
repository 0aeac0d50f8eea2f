package io.reeldrop.job;

import java.io.File;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops buying before the disk is full: a task id that cannot be stored, or a video that cannot be kept, must not come to be. */
public final class Disk {

    private static final Logger LOG = LoggerFactory.getLogger(Disk.class);

    private static final long FAULT_MS = 60_000;

    private final File[] folders;
    private final long minFreeBytes;
    private final Node node;
    private boolean full;
    private volatile String fault;
    private volatile long faultUntil;

    /** @param minFreeBytes free space that the disks of the store and of the spool must keep */
    public Disk(Store store, String spool, long minFreeBytes, Node node) {
        this.node = node;
        File spooled = Path.of(spool).toFile();
        this.folders = store.folder() == null ? new File[] {spooled} : new File[] {store.folder().toFile(), spooled};
        this.minFreeBytes = minFreeBytes;
    }

    /** A video could not be kept: this node buys and fetches nothing for a minute; others, whose disks are whole, may. */
    public void failed(String reason) {
        fault = reason;
        faultUntil = node.now() + FAULT_MS;
    }

    /**
     * For the claim of the fetches: the most that may be fetched now.
     * Less room than must be kept free is no obstacle: it is kept for this.
     */
    public int spools() {
        return node.now() < faultUntil ? 0 : Integer.MAX_VALUE;
    }

    /** Null while there is room, or where there is none and how much is missing. */
    public String full() {
        if (spools() == 0) {
            return fault;
        }
        for (File folder : folders) {
            if (folder.getUsableSpace() < minFreeBytes) {
                return "the disk of " + folder + " has " + folder.getUsableSpace() + " bytes free, less than reeldrop.min-free-bytes ("
                        + minFreeBytes + ")";
            }
        }
        return null;
    }

    /** For the claim of the submits: the most that may be bought now. */
    public int room() {
        String why = full();
        if (why != null && !full) {
            LOG.error("Buying stops: {}", why);
        } else if (why == null && full) {
            LOG.info("Buying goes on: there is room on the disk again.");
        }
        full = why != null;
        return full ? 0 : Integer.MAX_VALUE;
    }
}
