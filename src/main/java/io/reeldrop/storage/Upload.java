package io.reeldrop.storage;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** One video on its way into a bucket, read from its file as it is sent. It appears when all of it is there, and replaces nothing. */
final class Upload {

    /** From here on in parts: a lost connection then costs one part, not all. */
    private static final long PART = 32L << 20;
    /** S3's own limit. */
    private static final int MOST_PARTS = 10_000;

    private final S3Client s3;
    private final String bucket;
    private final String key;

    Upload(S3Client s3, String bucket, String key) {
        this.s3 = s3;
        this.bucket = bucket;
        this.key = key;
    }

    /** @return false if something bears that name by now */
    boolean whole(Path file, Label label) throws IOException {
        long size = Files.size(file);
        Map<String, String> metadata = label.metadata();
        return S3Fault.guard("s3://" + bucket, key, () -> {
            try {
                if (size <= PART) {
                    s3.putObject(put -> put.bucket(bucket).key(key).contentType(ContentTypes.of(key)).metadata(metadata).ifNoneMatch("*"),
                            RequestBody.fromFile(file));
                } else {
                    parts(file, size, metadata);
                }
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

    private void parts(Path file, long size, Map<String, String> metadata) {
        abandonOlder();
        String id = s3.createMultipartUpload(create -> create.bucket(bucket).key(key).contentType(ContentTypes.of(key)).metadata(metadata)).uploadId();
        try {
            long each = Math.max(PART, size / MOST_PARTS + 1);
            List<CompletedPart> parts = new ArrayList<>();
            for (long from = 0; from < size; from += each) {
                int number = parts.size() + 1;
                RequestBody body = part(file, from, Math.min(each, size - from));
                String etag = s3.uploadPart(part -> part.bucket(bucket).key(key).uploadId(id).partNumber(number), body).eTag();
                parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
            }
            s3.completeMultipartUpload(complete -> complete.bucket(bucket).key(key).uploadId(id).ifNoneMatch("*").multipartUpload(all -> all.parts(parts)));
        } catch (RuntimeException e) {
            abandon(id);
            throw e;
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

    private static RequestBody part(Path file, long from, long length) {
        ContentStreamProvider stream = () -> {
            try {
                FileChannel channel = FileChannel.open(file);
                return new Limited(Channels.newInputStream(channel.position(from)), length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        return RequestBody.fromContentProvider(stream, length, "application/octet-stream");
    }

    /** Ends where the part ends. */
    private static final class Limited extends FilterInputStream {

        private long left;

        Limited(InputStream in, long length) {
            super(in);
            left = length;
        }

        @Override
        public int read() throws IOException {
            int next = left == 0 ? -1 : super.read();
            left -= next < 0 ? 0 : 1;
            return next;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = left == 0 ? -1 : super.read(buffer, offset, (int) Math.min(length, left));
            left -= Math.max(0, read);
            return read;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
