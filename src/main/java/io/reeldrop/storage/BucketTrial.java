package io.reeldrop.storage;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Tries on a place in a bucket what a run will do there. No object is read, made or deleted, and no version or delete marker either: an
 * upload is begun and taken back, and what is asked for bears a name that nothing does.
 */
public final class BucketTrial {

    private static final String NAME = ".reeldrop-check";
    private static final String NO_ETAG = "\"00000000000000000000000000000000\"";

    /** What a run does, by the name of the action in a policy. */
    public enum Action {
        LIST("s3:ListBucket"), READ("s3:GetObject"), PUT("s3:PutObject"), ABORT("s3:AbortMultipartUpload"), DELETE("s3:DeleteObject"),
        UPLOADS("s3:ListBucketMultipartUploads");

        private final String policy;

        Action(String policy) {
            this.policy = policy;
        }

        @Override
        public String toString() {
            return policy;
        }
    }

    private final S3Client s3;
    private final String place;
    private final String bucket;
    private final String key;
    private String upload;

    /** @param name of the file that is meant where the place itself takes no others; otherwise null */
    public BucketTrial(S3 s3, String place, String name) {
        this.s3 = s3.client();
        this.place = place;
        this.bucket = Storages.bucketName(place);
        this.key = Storages.prefix(place) + (name == null ? NAME : name);
    }

    /**
     * One after the other; after each {@code PUT}, {@code ABORT}, which takes back what that began.
     *
     * @throws IOException if it cannot be done
     */
    public void attempt(Action action) throws IOException {
        try {
            S3Fault.guard(place, NAME, () -> {
                call(action);
                return null;
            });
        } catch (NoSuchFileException e) {
            // As it should be.
        }
    }

    private void call(Action action) {
        switch (action) {
            case LIST -> s3.listObjectsV2(list -> list.bucket(bucket).prefix(Storages.prefix(place)).maxKeys(1));
            case READ -> read();
            case PUT -> upload = s3.createMultipartUpload(create -> create.bucket(bucket).key(key)).uploadId();
            case ABORT -> abort();
            case DELETE -> delete();
            case UPLOADS -> s3.listMultipartUploads(list -> list.bucket(bucket).prefix(key).maxUploads(1));
            default -> throw new IllegalArgumentException(action.name());
        }
    }

    private void read() {
        ResponseInputStream<?> there = s3.getObject(get -> get.bucket(bucket).key(key));
        there.abort();
    }

    /** Without the condition, a versioned bucket would mark as deleted what was never there. */
    private void delete() {
        try {
            s3.deleteObject(delete -> delete.bucket(bucket).key(key).ifMatch(NO_ETAG));
        } catch (S3Exception e) {
            if (e.statusCode() != 412 && e.statusCode() != 404) {
                throw e;
            }
        }
    }

    private void abort() {
        if (upload != null) {
            s3.abortMultipartUpload(abort -> abort.bucket(bucket).key(key).uploadId(upload));
            upload = null;
        }
    }

    /** Whether what is deleted stays there as an old version; false also where the key may not ask. */
    public boolean versioned() {
        try {
            return s3.getBucketVersioning(ask -> ask.bucket(bucket)).status() == BucketVersioningStatus.ENABLED;
        } catch (S3Exception e) {
            return false;
        }
    }
}
