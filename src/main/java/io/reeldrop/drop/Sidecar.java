package io.reeldrop.drop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.job.Problem;
import io.reeldrop.job.Rejected;
import io.reeldrop.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The JSON beside an image: {@code promptText}, {@code model}, {@code ratio}, {@code duration}, {@code seed}, {@code watermark},
 * {@code promptImage}, {@code variations}, {@code account}, {@code extra}. Checks form and type only; what a gateway offers is its
 * profile's matter. The same rules are documented in {@code schema/sidecar.schema.json}.
 */
public final class Sidecar {

    /** Bytes. A longer file is no sidecar, whatever it is. */
    public static final int MAX_BYTES = 1 << 20;

    private Sidecar() {
    }

    /**
     * Reads a sidecar; whole numbers come back as such even where written {@code 5.0}.
     *
     * @param bytes       the file, or at least its first {@link #MAX_BYTES} + 1 bytes
     * @param displayName the name that its owner knows it by
     * @throws Rejected with every problem found
     */
    public static ObjectNode read(byte[] bytes, String displayName) {
        return read(bytes, displayName, false);
    }

    /**
     * At most {@link #MAX_BYTES} + 1 bytes of a file: enough to read it, or to refuse it.
     *
     * @throws Rejected                     where the file may not be read
     * @throws java.io.UncheckedIOException where the storage failed, or the file is gone: nothing is known of it
     */
    static byte[] told(Storage in, String name) {
        return Unreadable.guard(name, () -> bytes(in, name));
    }

    /** As {@link #told}, for those who deal with the failure themselves. */
    public static byte[] bytes(Storage in, String name) throws IOException {
        try (InputStream file = in.open(name)) {
            return file.readNBytes(MAX_BYTES + 1);
        }
    }

    /** The conflict between an image named in the sidecar and one lying beside it, if any: nobody can tell which one to buy. */
    public static Optional<Problem> twoImages(ObjectNode sidecar, String sidecarName, String imageName) {
        String field = sidecar.has(Fields.PROMPT_IMAGE) ? Fields.PROMPT_IMAGE : variationWithImage(sidecar);
        return Optional.ofNullable(field).map(f -> new Problem(sidecarName, f,
                "names an image although " + imageName + " lies beside the sidecar", "one of the two",
                "Remove promptImage from " + sidecarName + " to use " + imageName + ", or take " + imageName + " away"));
    }

    static ObjectNode read(byte[] bytes, String displayName, boolean defaults) {
        if (bytes.length > MAX_BYTES) {
            throw new Rejected(new Problem(displayName, null, "is too long for a sidecar", "up to " + MAX_BYTES + " bytes (1 MiB)",
                    "Put the image beside the sidecar as a file of its own, and keep only the settings in the sidecar"));
        }
        List<Problem> problems = new ArrayList<>();
        ObjectNode sidecar = StrictJson.object(bytes, displayName, problems);
        new Fields(displayName, problems).check(sidecar, defaults);
        if (!problems.isEmpty()) {
            throw new Rejected(problems);
        }
        return sidecar;
    }

    private static String variationWithImage(ObjectNode sidecar) {
        for (int i = 0; i < sidecar.path(Fields.VARIATIONS).size(); i++) {
            if (sidecar.get(Fields.VARIATIONS).get(i).has(Fields.PROMPT_IMAGE)) {
                return Fields.VARIATIONS + " " + (i + 1) + ", " + Fields.PROMPT_IMAGE;
            }
        }
        return null;
    }
}
