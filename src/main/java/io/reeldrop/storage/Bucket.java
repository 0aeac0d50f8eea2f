package io.reeldrop.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A prefix in a bucket. An object is whole or not there by S3's own nature; a move is a copy and a deletion, the deletion only of the
 * very bytes that were copied.
 */
final class Bucket implements Storage {

    /** The most that S3 lists, or deletes, at once. */
    private static final int PAGE = 1_000;
    /**
     * For all tries together of a call that has little to say. Somebody may wait for it with a purchase in hand, whose lease a server
     * that takes every call and answers none must not eat up.
     */
    private static final Consumer<AwsRequestOverrideConfiguration.Builder> BRIEF = call -> call.apiCallTimeout(Duration.ofSeconds(10));

    private final S3Client s3;
    private final String place;
    private final String bucket;
    private final String prefix;

    Bucket(S3Client s3, String place) {
        this.s3 = s3;
        this.place = place;
        this.bucket = Storages.bucketName(place);
        this.prefix = Storages.prefix(place);
    }

    @Override
    public boolean has(String name) throws IOException {
        return head(name) != null;
    }

    @Override
    public InputStream open(String name) throws IOException {
        try {
            return S3Fault.guard(place, name, () -> s3.getObject(get -> get.bucket(bucket).key(key(name)).overrideConfiguration(BRIEF)));
        } catch (S3Fault e) {
            throw gone(name, e) ? new NoSuchFileException(Storages.shown(place, name)) : e;
        }
    }

    @Override
    public long size(String name) throws IOException {
        return headOf(name).contentLength();
    }

    @Override
    public String put(String name, Path file, Label label, Heartbeat heartbeat) throws IOException {
        String free = name;
        while (true) {
            HeadObjectResponse there = head(free);
            if (there != null) {
                if (there.contentLength() == Files.size(file) && label.sha256().equals(there.metadata().get(Label.SHA256))) {
                    return free;
                }
                free = Names.free(this, name);
            }
            if (new Upload(s3, bucket, key(free)).whole(file, label, heartbeat)) {
                return free;
            }
            // Somebody was quicker with that name, or the reply to our own upload was lost: look again.
        }
    }

    @Override
    public void write(String name, String text) throws IOException {
        S3Fault.guard(place, name, () -> s3.putObject(put -> put.bucket(bucket).key(key(name)).contentType(ContentTypes.of(name))
                .overrideConfiguration(BRIEF), RequestBody.fromString(text, StandardCharsets.UTF_8)));
    }

    @Override
    public boolean create(String name, String text) throws IOException {
        return S3Fault.guard(place, name, () -> {
            try {
                s3.putObject(put -> put.bucket(bucket).key(key(name)).contentType(ContentTypes.of(name)).ifNoneMatch("*")
                        .overrideConfiguration(BRIEF), RequestBody.fromString(text, StandardCharsets.UTF_8));
                return true;
            } catch (S3Exception e) {
                // 412: it is there; 409: somebody is about to put it there.
                if (e.statusCode() == 412 || e.statusCode() == 409) {
                    return false;
                }
                throw e;
            }
        });
    }

    @Override
    public List<String> list(String after, int limit) throws IOException {
        List<String> names = new ArrayList<>();
        String[] last = {key(after)};
        boolean more = true;
        while (more && names.size() < limit) {
            ListObjectsV2Response page = S3Fault.guard(place, "", () -> s3.listObjectsV2(list -> list.bucket(bucket).prefix(prefix)
                    .startAfter(last[0]).maxKeys(Math.min(PAGE, limit - names.size())).encodingType(EncodingType.URL)));
            page.contents().stream().map(object -> object.key().substring(prefix.length()))
                    .filter(name -> name.indexOf('/') == name.lastIndexOf('/') && name.indexOf('/') > 0)
                    .forEach(names::add);
            more = Boolean.TRUE.equals(page.isTruncated()) && !page.contents().isEmpty();
            if (more) {
                last[0] = page.contents().get(page.contents().size() - 1).key();
            }
        }
        return names;
    }

    @Override
    public void delete(String name) throws IOException {
        S3Fault.guard(place, name, () -> s3.deleteObject(delete -> delete.bucket(bucket).key(key(name)).overrideConfiguration(BRIEF)));
    }

    @Override
    public void delete(List<String> names) throws IOException {
        for (int i = 0; i < names.size(); i += PAGE) {
            List<ObjectIdentifier> keys = names.subList(i, Math.min(names.size(), i + PAGE)).stream()
                    .map(name -> ObjectIdentifier.builder().key(key(name)).build()).toList();
            var deleted = S3Fault.guard(place, "", () -> s3.deleteObjects(delete -> delete.bucket(bucket)
                    .delete(all -> all.objects(keys).quiet(true))));
            if (deleted.hasErrors()) {
                throw new IOException(place + ": " + deleted.errors().size() + " objects could not be deleted: " + deleted.errors()
                        .get(0).message());
            }
        }
    }

    @Override
    public void move(Storage from, String name, String as) throws IOException {
        if (from instanceof Bucket source) {
            source.deleteIf(name, source.copyTo(this, name, as));
        } else {
            copy(from, name, as);
            from.delete(name);
        }
    }

    @Override
    public void copy(Storage from, String name, String as) throws IOException {
        if (from instanceof Bucket source) {
            source.copyTo(this, name, as);
        } else if (from instanceof Folder source) {
            take(source.path(name), as);
        }
    }

    /** @return the ETag of what was copied */
    private String copyTo(Bucket target, String name, String as) throws IOException {
        String etag = headOf(name).eTag();
        S3Fault.guard(target.place, as, () -> s3.copyObject(copy -> copy.sourceBucket(bucket).sourceKey(key(name)).copySourceIfMatch(etag)
                .destinationBucket(target.bucket).destinationKey(target.key(as))));
        return etag;
    }

    private void deleteIf(String name, String etag) throws IOException {
        S3Fault.guard(place, name, () -> {
            try {
                return s3.deleteObject(delete -> delete.bucket(bucket).key(key(name)).ifMatch(etag).overrideConfiguration(BRIEF));
            } catch (S3Exception e) {
                if (e.statusCode() == 412) {
                    // It was replaced meanwhile: the new object is another drop.
                    return null;
                }
                throw e;
            }
        });
    }

    private void take(Path file, String as) throws IOException {
        // A link has no bytes of its own, and those that it leads to are not ours to publish.
        RequestBody body = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? RequestBody.fromFile(file)
                : RequestBody.fromString("not a regular file: " + file.getFileName() + "\n");
        S3Fault.guard(place, as, () -> s3.putObject(put -> put.bucket(bucket).key(key(as)).contentType(ContentTypes.of(as)), body));
    }

    @Override
    public void prune(String name) {
        // A bucket has no folders.
    }

    @Override
    public void ready() throws IOException {
        // Not the bucket's HEAD: a right to list that is limited to a prefix does not cover it, and it says nothing of the reason.
        S3Fault.guard(place, "", () -> s3.listObjectsV2(list -> list.bucket(bucket).prefix(prefix).maxKeys(1)
                .overrideConfiguration(BRIEF)));
    }

    private HeadObjectResponse head(String name) throws IOException {
        try {
            return headOf(name);
        } catch (NoSuchFileException e) {
            return null;
        } catch (S3Fault e) {
            if (gone(name, e)) {
                return null;
            }
            throw e;
        }
    }

    private HeadObjectResponse headOf(String name) throws IOException {
        return S3Fault.guard(place, name, () -> s3.headObject(head -> head.bucket(bucket).key(key(name)).overrideConfiguration(BRIEF)));
    }

    /**
     * Whether a refusal only hides that nothing bears the name: some servers do not own to that where the right to list is limited to a
     * prefix. A list has a reason for each refusal, too, which the answer to a HEAD has not.
     */
    private boolean gone(String name, S3Fault refusal) throws IOException {
        boolean refused = refusal.getCause() instanceof S3Exception e && e.statusCode() == 403;
        return refused && S3Fault.guard(place, "", () -> s3.listObjectsV2(list -> list.bucket(bucket).prefix(key(name)).maxKeys(1)
                .encodingType(EncodingType.URL))).contents().stream().noneMatch(object -> object.key().equals(key(name)));
    }

    private String key(String name) {
        return prefix + name;
    }

    @Override
    public String toString() {
        return place;
    }
}
