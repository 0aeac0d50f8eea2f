package io.reeldrop.pipeline;

import io.reeldrop.storage.S3Server;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A folder or a prefix in a bucket, as the people around Reeldrop use it: by their own means, not by its. */
public interface Shelf {

    /** As it is written in a watch file. */
    String place();

    void put(String name, byte[] bytes);

    byte[] read(String name);

    /** All names below it, sorted; no folder markers, no hidden files. */
    List<String> names();

    void remove(String name);

    default String text(String name) {
        return new String(read(name), StandardCharsets.UTF_8);
    }

    default void put(String name, String text) {
        put(name, text.getBytes(StandardCharsets.UTF_8));
    }

    default boolean has(String name) {
        return names().contains(name);
    }

    default void move(String name, Shelf to) {
        to.put(name, read(name));
        remove(name);
    }

    static Shelf folder(Path folder) {
        return new Shelf() {
            @Override
            public String place() {
                return folder.toString();
            }

            @Override
            public void put(String name, byte[] bytes) {
                try {
                    Path file = folder.resolve(name);
                    Files.createDirectories(file.getParent());
                    Files.write(file, bytes);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public byte[] read(String name) {
                try {
                    return Files.readAllBytes(folder.resolve(name));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public List<String> names() {
                if (!Files.isDirectory(folder)) {
                    return List.of();
                }
                try (Stream<Path> files = Files.walk(folder)) {
                    return files.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString())
                            .filter(name -> !name.startsWith(".") && !name.contains("/.")).sorted().toList();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public void remove(String name) {
                try {
                    Files.delete(folder.resolve(name));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    /** @param prefix without slashes at its ends */
    static Shelf bucket(S3Server server, String bucket, String prefix) {
        S3Client s3 = server.client();
        return new Shelf() {
            @Override
            public String place() {
                return "s3://" + bucket + "/" + prefix;
            }

            @Override
            public void put(String name, byte[] bytes) {
                s3.putObject(put -> put.bucket(bucket).key(prefix + "/" + name), RequestBody.fromBytes(bytes));
            }

            @Override
            public byte[] read(String name) {
                try (var in = s3.getObject(get -> get.bucket(bucket).key(prefix + "/" + name))) {
                    var out = new ByteArrayOutputStream();
                    in.transferTo(out);
                    return out.toByteArray();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public List<String> names() {
                return s3.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix + "/").encodingType("url")).contents().stream()
                        .map(S3Object::key).map(key -> key.substring(prefix.length() + 1)).sorted().toList();
            }

            @Override
            public void remove(String name) {
                s3.deleteObject(delete -> delete.bucket(bucket).key(prefix + "/" + name));
            }
        };
    }
}
