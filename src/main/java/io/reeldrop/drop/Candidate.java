package io.reeldrop.drop;

import io.reeldrop.job.DropFile;
import io.reeldrop.job.Problem;
import java.util.List;
import java.util.stream.Stream;

/** What a look found ready to leave {@code in/}: a drop to accept, or files to put aside with a reason. */
public sealed interface Candidate {

    /** Relative, {@code /}-separated, without suffix: {@code sub/cat}. Two drops may bear the same one; {@link Stem} tells them apart. */
    String name();

    /** The files that leave {@code in/} together. */
    List<Entry> entries();

    /**
     * A complete, settled drop.
     *
     * @param name     {@code cat} for {@code cat.png} with {@code cat.json}; {@code cat.png} for {@code cat.png} with
     *                 {@code cat.png.json}, so that {@code cat.jpg} with {@code cat.jpg.json} is another drop
     * @param image    null when the request names its image by URL
     * @param sidecar  null when the folder makes it optional and none came
     * @param defaults the settled {@code _defaults.json} that apply, from the root down to the drop's folder
     */
    record Whole(String name, Entry image, Entry sidecar, List<Entry> defaults) implements Candidate {

        public Whole {
            if (image == null && sidecar == null) {
                throw new IllegalArgumentException("A drop has an image, a sidecar or both");
            }
            defaults = List.copyOf(defaults);
        }

        @Override
        public List<Entry> entries() {
            return Stream.of(image, sidecar).filter(e -> e != null).toList();
        }

        List<DropFile> files() {
            return entries().stream().map(e -> new DropFile(e.name(), e == image ? "image" : "sidecar")).toList();
        }
    }

    /** Files that can never become a drop as they lie; nothing has been paid. */
    record Bad(String name, List<Entry> entries, Problem problem) implements Candidate {

        public Bad {
            entries = List.copyOf(entries);
        }
    }
}
