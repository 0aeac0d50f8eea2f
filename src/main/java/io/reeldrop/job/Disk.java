package io.reeldrop.job;

import java.io.File;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops buying before the disk is full: a task id that cannot be stored, or a video that cannot be kept, must not come to be. */
public final class Disk {

    private static final Logger LOG = LoggerFactory.getLogger(Disk.class);

    private final File[] folders;
    private final long minFreeBytes;
    private boolean full;

    /** @param minFreeBytes free space that the disks of the store and of the spool must keep */
    public Disk(Store store, String spool, long minFreeBytes) {
        File spooled = Path.of(spool).toFile();
        this.folders = store.folder() == null ? new File[] {spooled} : new File[] {store.folder().toFile(), spooled};
        this.minFreeBytes = minFreeBytes;
    }

    /** Null while there is room, or where there is none and how much is missing. */
    public String full() {
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
        String fault = full();
        if (fault != null && !full) {
            LOG.error("Buying stops: {}", fault);
        } else if (fault == null && full) {
            LOG.info("Buying goes on: there is room on the disk again.");
        }
        full = fault != null;
        return full ? 0 : Integer.MAX_VALUE;
    }
}
