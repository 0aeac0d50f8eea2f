package io.reeldrop.drop;

import io.reeldrop.job.Problem;
import io.reeldrop.job.Rejected;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;

/** Tells a file that its owner must mend from a storage that will be back: only the first is a reason to reject a drop. */
final class Unreadable {

    /** Something that reads a file. */
    interface Reading<T> {

        T read() throws IOException;
    }

    private Unreadable() {
    }

    static <T> T guard(String displayName, Reading<T> reading) {
        try {
            return reading.read();
        } catch (AccessDeniedException e) {
            throw new Rejected(new Problem(displayName, null, "may not be read by Reeldrop", null,
                    "Allow everyone to read it (its permissions), or copy it in again"));
        } catch (IOException e) {
            throw new UncheckedIOException("Reading " + displayName + " failed", e);
        }
    }
}
