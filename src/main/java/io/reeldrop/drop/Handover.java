package io.reeldrop.drop;

import io.reeldrop.drop.Candidate.Whole;
import io.reeldrop.image.ImageType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** An image and its sidecar as a route hands them over, as files in a passing folder of this machine: a drop that lies in no place yet. */
final class Handover implements AutoCloseable {

    /** Enough to tell an image's type. */
    private static final int HEAD = 64;

    private final Path folder;
    private final String image;
    private final String sidecar;

    private Handover(Path folder, String image, String sidecar) {
        this.folder = folder;
        this.image = image;
        this.sidecar = sidecar;
    }

    /**
     * @param name    relative, as {@link Stem} makes it; gets the suffix of the image's type where it has none
     * @param sidecar null or blank for none
     */
    static Handover of(InputStream body, String name, String sidecar) throws IOException {
        Path folder = Files.createTempDirectory("reeldrop-sink");
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.copy(body, file);
            String image = Names.image(name) ? name : name + "." + type(file);
            Files.move(file, folder.resolve(image));
            String beside = sidecar == null || sidecar.isBlank() ? null : Names.stem(image) + ".json";
            if (beside != null) {
                Files.writeString(folder.resolve(beside), sidecar);
            }
            return new Handover(folder, image, beside);
        } catch (IOException e) {
            remove(folder);
            throw e;
        }
    }

    private static String type(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return ImageType.of(in.readNBytes(HEAD)).orElse("png");
        }
    }

    /** The drop's name. */
    String drop() {
        return Names.stem(image);
    }

    /** Of its image and, where there is one, its sidecar. */
    List<String> names() {
        return Stream.of(image, sidecar).filter(name -> name != null).toList();
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /**
     * The drop, with another number behind its files' names.
     *
     * @param number empty, or such as {@code -2}
     */
    Whole numbered(String number, List<Entry> defaults) throws IOException {
        return new Whole(drop(), entry(image, number), sidecar == null ? null : entry(sidecar, number), defaults);
    }

    private Entry entry(String name, String number) throws IOException {
        return new Entry(number(name, number), Files.size(file(name)), 0);
    }

    static String number(String name, String number) {
        return Names.stem(name) + number + name.substring(Names.stem(name).length());
    }

    @Override
    public String toString() {
        return folder.toString();
    }

    @Override
    public void close() throws IOException {
        remove(folder);
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
