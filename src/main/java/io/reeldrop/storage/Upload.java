package io.reeldrop.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** One video on its way into a bucket, read from its file as it is sent. It appears when all of it is there, and replaces nothing. */
final class Upload {

    /** From here on in parts: a lost connection then costs one part, not all. */
    private static final long PART = 32L << 20;
    /** S3's own limit. */
    private static final int MOST_PARTS = 10_000;
    /** Parts on their way at once. They are read as they are sent, so that each costs a buffer, not a part's size. */
    private static final int AT_ONCE = 3;
    private static final int BEAT_SECONDS = 10;

    private final S3Client s3;
    private final String bucket;
    private final String key;

    Upload(S3Client s3, String bucket, String key) {
        this.s3 = s3;
        this.bucket = bucket;
        this.key = key;
    }

    /** @return false if something bears that name by now */
    boolean whole(Path file, Label label, Heartbeat heartbeat) throws IOException {
        long size = Files.size(file);
        Map<String, String> metadata = label.metadata();
        try {
            if (size <= PART) {
                s3.putObject(put -> put.bucket(bucket).key(key).contentType(ContentTypes.of(key)).metadata(metadata).ifNoneMatch("*"),
                        RequestBody.fromFile(file));
            } else {
                parts(file, size, metadata, heartbeat);
            }
            return true;
        } catch (SdkException e) {
            // 412: it is there; 409: somebody is about to put it there.
            if (e instanceof S3Exception answer && (answer.statusCode() == 412 || answer.statusCode() == 409)) {
                return false;
            }
            return S3Fault.guard("s3://" + bucket, key, () -> {
                throw e;
            });
        }
    }

    private void parts(Path file, long size, Map<String, String> metadata, Heartbeat heartbeat) throws IOException {
        abandonOlder();
        String id = s3.createMultipartUpload(create -> create.bucket(bucket).key(key).contentType(ContentTypes.of(key)).metadata(metadata))
                .uploadId();
        boolean whole = false;
        try {
            List<CompletedPart> parts = send(file, size, id, heartbeat);
            s3.completeMultipartUpload(complete -> complete.bucket(bucket).key(key).uploadId(id).ifNoneMatch("*")
                    .multipartUpload(all -> all.parts(parts)));
            whole = true;
        } finally {
            if (!whole) {
                abandon(id);
            }
        }
    }

    /** Returns or fails when no part is under way any more: one that came after the upload was abandoned would stay. */
    private List<CompletedPart> send(Path file, long size, String id, Heartbeat heartbeat) throws IOException {
        long each = Math.max(PART, size / MOST_PARTS + 1);
        ExecutorService senders = Executors.newFixedThreadPool(AT_ONCE, Upload::thread);
        try {
            List<Future<CompletedPart>> sent = new ArrayList<>();
            for (long at = 0; at < size; at += each) {
                long from = at;
                int number = sent.size() + 1;
                sent.add(senders.submit(() -> part(file, from, Math.min(each, size - from), id, number)));
            }
            List<CompletedPart> parts = new ArrayList<>();
            for (Future<CompletedPart> part : sent) {
                parts.add(await(part, heartbeat));
            }
            return parts;
        } finally {
            senders.shutdownNow();
            end(senders);
        }
    }

    private static CompletedPart await(Future<CompletedPart> part, Heartbeat heartbeat) throws IOException {
        while (true) {
            heartbeat.beat();
            try {
                return part.get(BEAT_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                // It is still being sent.
            } catch (ExecutionException e) {
                if (e.getCause() instanceof SdkException fault) {
                    throw fault;
                }
                throw new IOException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("the upload was interrupted", e);
            }
        }
    }

    private static void end(ExecutorService senders) {
        try {
            senders.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "upload");
        thread.setDaemon(true);
        return thread;
    }

    private CompletedPart part(Path file, long from, long length, String id, int number) throws IOException {
        try (FilePart bytes = new FilePart(file, from, length)) {
            String etag = s3.uploadPart(part -> part.bucket(bucket).key(key).uploadId(id).partNumber(number),
                    RequestBody.fromContentProvider(bytes, length, "application/octet-stream")).eTag();
            return CompletedPart.builder().partNumber(number).eTag(etag).build();
        }
    }

    /** Parts that a killed process left behind are paid for until somebody removes them. */
    private void abandonOlder() {
        s3.listMultipartUploads(list -> list.bucket(bucket).prefix(key)).uploads().stream().filter(upload -> upload.key().equals(key))
                .forEach(upload -> abandon(upload.uploadId()));
    }

    private void abandon(String id) {
        try {
            s3.abortMultipartUpload(abort -> abort.bucket(bucket).key(key).uploadId(id));
        } catch (SdkException e) {
            // The next upload of this name tries again.
        }
    }
}
