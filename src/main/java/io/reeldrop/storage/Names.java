package io.reeldrop.storage;

import java.io.IOException;

/** Names that nothing bears yet. */
public final class Names {

    private Names() {
    }

    /** The name itself, or the next free one beside it, {@code cat-2.mp4}: somebody else's file of that name stays. */
    public static String free(Storage storage, String wanted) throws IOException {
        int file = wanted.lastIndexOf('/') + 1;
        // A leading dot hides a file; it begins no suffix.
        int dot = wanted.indexOf('.', file + 1);
        String name = wanted;
        for (int i = 2; storage.has(name); i++) {
            name = dot < 0 ? wanted + "-" + i : wanted.substring(0, dot) + "-" + i + wanted.substring(dot);
        }
        return name;
    }
}
