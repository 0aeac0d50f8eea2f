package io.reeldrop.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A folder on this machine. What is being written bears a hidden name until it is whole and on disk. */
record Folder(Path root) implements Storage {

    /** @param root absolute */
    Folder {
        root = root.normalize();
    }

    /** @throws IOException for a name that leads out of the folder, or that this machine's file names cannot express */
    Path path(String name) throws IOException {
        try {
            Path path = root.resolve(name).normalize();
            if (path.equals(root) || !path.startsWith(root)) {
                throw new IOException("'" + name + "' leads out of " + root);
            }
            return path;
        } catch (InvalidPathException e) {
            throw new IOException("'" + name + "' cannot be a file name on this machine: " + e.getReason(), e);
        }
    }

    @Override
    public boolean has(String name) throws IOException {
        return there(path(name));
    }

    @Override
    public InputStream open(String name) throws IOException {
        return Files.newInputStream(path(name));
    }

    @Override
    public long size(String name) throws IOException {
        return Files.size(path(name));
    }

    @Override
    public String put(String name, Path file, Label label, Heartbeat heartbeat) throws IOException {
        Files.createDirectories(path(name).getParent());
        String free = name;
        while (true) {
            if (has(free)) {
                if (Files.isRegularFile(path(free)) && Files.size(path(free)) == Files.size(file)
                        && Sha256.of(path(free)).equals(label.sha256())) {
                    return free;
                }
                free = Names.free(this, name);
            }
            try {
                link(file, path(free));
                sync(path(free).getParent());
                return free;
            } catch (FileAlreadyExistsException e) {
                // Somebody was quicker with that name: look again.
            }
        }
    }

    /** A hard link appears at once, whole, and never replaces; where there are none, the copy is made under a hidden name first. */
    private static void link(Path file, Path target) throws IOException {
        try {
            Files.createLink(target, file);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            Path part = part(target);
            Files.copy(file, part, StandardCopyOption.REPLACE_EXISTING);
            sync(part);
            if (there(target)) {
                Files.delete(part);
                throw new FileAlreadyExistsException(target.toString());
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    @Override
    public void write(String name, String text) throws IOException {
        Path file = path(name);
        Files.createDirectories(file.getParent());
        Path part = part(file);
        Files.writeString(part, text, StandardCharsets.UTF_8);
        // Else a power cut may leave the name without the text.
        sync(part);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public boolean create(String name, String text) throws IOException {
        Path file = path(name);
        if (there(file)) {
            return false;
        }
        make(file.getParent());
        // Two may be about to create the same name.
        Path part = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            Files.writeString(part, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
            sync(part);
            whole(part, file, text);
        } catch (FileAlreadyExistsException e) {
            return false;
        } finally {
            Files.deleteIfExists(part);
        }
        sync(file.getParent());
        return true;
    }

    /** Where there are no hard links, a crash may leave a name without its text, but never a name that is given twice. */
    private static void whole(Path part, Path file, String text) throws IOException {
        try {
            Files.createLink(file, part);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
            sync(file);
        }
    }

    /** A folder whose name survives a power cut, too. */
    private static void make(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            make(folder.getParent());
            try {
                Files.createDirectory(folder);
            } catch (FileAlreadyExistsException e) {
                // Another thread, or another node, was quicker.
            }
            sync(folder.getParent());
        }
    }

    @Override
    public List<String> list(String after, int limit) throws IOException {
        String first = after.substring(0, Math.max(0, after.indexOf('/')));
        List<String> names = new ArrayList<>();
        for (String folder : entries(root)) {
            if (names.size() >= limit) {
                break;
            }
            if (folder.compareTo(first) >= 0 && Files.isDirectory(root.resolve(folder))) {
                entries(root.resolve(folder)).stream().map(name -> folder + "/" + name).filter(name -> name.compareTo(after) > 0)
                        .limit(limit - names.size()).forEach(names::add);
            }
        }
        return names;
    }

    private static List<String> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            List<String> names = new ArrayList<>(entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.startsWith(".")).toList());
            Collections.sort(names);
            return names;
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(path(name));
    }

    @Override
    public void delete(List<String> names) throws IOException {
        for (String name : names) {
            delete(name);
        }
    }

    @Override
    public void move(Storage from, String name, String as) throws IOException {
        Path target = path(as);
        Files.createDirectories(target.getParent());
        if (!(from instanceof Folder folder) || !renamed(folder.path(name), target)) {
            copy(from, name, as);
            from.delete(name);
        }
    }

    @Override
    public void copy(Storage from, String name, String as) throws IOException {
        Path target = path(as);
        Files.createDirectories(target.getParent());
        Path part = part(target);
        if (from instanceof Folder folder) {
            Files.copy(folder.path(name), part, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES,
                    LinkOption.NOFOLLOW_LINKS);
        } else {
            try (InputStream in = from.open(name)) {
                Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS)) {
            sync(part);
        }
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        sync(target.getParent());
    }

    private static boolean renamed(Path source, Path target) throws IOException {
        try {
            Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (AtomicMoveNotSupportedException e) {
            return false;
        }
    }

    @Override
    public void prune(String name) throws IOException {
        for (Path at = path(name).getParent(); !at.equals(root); at = at.getParent()) {
            try {
                Files.deleteIfExists(at);
            } catch (DirectoryNotEmptyException e) {
                return;
            }
        }
    }

    @Override
    public void ready() {
        // Only a try would tell, and a try costs more than the video that stays spooled.
    }

    /** Makes sure that a file's bytes, or a folder's entries, survive a power cut. */
    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Path part(Path target) {
        return target.resolveSibling("." + target.getFileName() + ".part");
    }

    private static boolean there(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
