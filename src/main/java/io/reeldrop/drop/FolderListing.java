package io.reeldrop.drop;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** Lists every file below a folder without opening any. Links are not followed: they may lead out of it. */
final class FolderListing extends SimpleFileVisitor<Path> {

    private final Path root;
    private final List<Entry> files = new ArrayList<>();
    private final List<Entry> links = new ArrayList<>();

    private FolderListing(Path root) {
        this.root = root;
    }

    /** @throws IOException if the folder itself cannot be listed; what cannot be listed inside it is left out */
    static FolderListing of(Path root) throws IOException {
        FolderListing listing = new FolderListing(root);
        Files.walkFileTree(root, listing);
        return listing;
    }

    List<Entry> files() {
        return files;
    }

    /** Symbolic links and other things that are no plain files. */
    List<Entry> links() {
        return links;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        return !folder.equals(root) && folder.getFileName().toString().startsWith(".")
                ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        Entry entry = new Entry(root.relativize(file).toString(), attributes.size(), attributes.lastModifiedTime().toMillis());
        (attributes.isRegularFile() ? files : links).add(entry);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
        if (file.equals(root)) {
            throw e;
        }
        return FileVisitResult.CONTINUE;
    }
}
