package io.reeldrop.drop;

import io.reeldrop.job.Problem;
import java.util.List;

/** Why files that lie in {@code in/} cannot become a drop, in words for the person who put them there. */
final class Reasons {

    private Reasons() {
    }

    static Problem empty(String file) {
        return new Problem(file, null, "is empty (0 bytes)", "at least 1 byte", "Copy the file again and wait until the copy is complete");
    }

    static Problem neither(String file) {
        return new Problem(file, null, "is neither an image nor a sidecar",
                "images such as .png, .jpg or .webp, and sidecars ending in .json",
                "Save it as an image, or keep it somewhere else");
    }

    static Problem noImage(String sidecar) {
        String stem = Names.stem(Names.file(sidecar));
        String image = Names.image(stem) ? stem : stem + ".png";
        return new Problem(sidecar, null, "is a sidecar without an image", null,
                "Put the image beside it under the same name, such as " + image
                        + ", or name the image's address in promptImage");
    }

    static Problem noSidecar(String image) {
        return new Problem(image, null, "is an image without a sidecar", null,
                "Put " + Names.stem(Names.file(image)) + ".json beside it, or write \"sidecar\": \"optional\""
                        + " into the folder's _defaults.json");
    }

    static Problem twoImages(String sidecar, List<String> images) {
        String first = Names.file(images.get(0));
        return new Problem(sidecar, null, "belongs to more than one image: " + files(images), "1 image for a sidecar",
                "Keep one image, or give each image its own sidecar, such as " + first + ".json for " + first);
    }

    static Problem twoSidecars(String image, List<String> sidecars) {
        return new Problem(image, null, "has more than one sidecar: " + files(sidecars), "1 sidecar for an image",
                "Keep the sidecar that you mean and remove the other");
    }

    private static String files(List<String> names) {
        return String.join(", ", names.stream().map(Names::file).toList());
    }
}
