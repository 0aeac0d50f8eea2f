package io.reeldrop.drop;

import io.reeldrop.image.ImageProbe;
import io.reeldrop.job.Image;
import io.reeldrop.job.Rejected;
import io.reeldrop.storage.Storage;
import java.io.InputStream;

/** Gets to know a dropped image where it lies. */
final class ImageReader {

    private ImageReader() {
    }

    /**
     * @param name the file's in that place, by which its owner knows it
     * @throws Rejected                     for a file that is no whole image, or may not be read
     * @throws java.io.UncheckedIOException where the storage failed, or the file is gone: nothing is known of it
     */
    static Image read(Storage in, String name) {
        return Unreadable.guard(name, () -> {
            try (InputStream file = in.open(name)) {
                return ImageProbe.read(file, name);
            }
        });
    }
}
