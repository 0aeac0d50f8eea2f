package io.reeldrop.console.benchmark;

import io.reeldrop.sandbox.S3Main;
import io.reeldrop.storage.Heartbeat;
import io.reeldrop.storage.Label;
import io.reeldrop.storage.S3;
import io.reeldrop.storage.Sha256;
import io.reeldrop.storage.Storages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import software.amazon.awssdk.core.sync.RequestBody;

/** One upload in a virtual machine of its own, for the benchmark: way, endpoint, file. Prints its seconds and its peak memory in MiB. */
final class SoloUpload {

    static final String PLACE = "s3://videos/press";

    private static final String BUCKET = "videos";
    private static final String DELIVERED = "press/drop-0.mp4";

    /** Who sends. */
    enum Way {
        REELDROP, SDK
    }

    private SoloUpload() {
    }

    public static void main(String[] arguments) throws IOException {
        Way way = Way.valueOf(arguments[0]);
        Path file = Path.of(arguments[2]);
        String key = "solo/" + way + "-" + ProcessHandle.current().pid() + ".mp4";
        try (S3 s3 = s3(arguments[1])) {
            Label label = Label.of(Sha256.of(file));
            Storages storages = new Storages(s3);
            storages.at("s3://" + BUCKET).ready();
            long start = System.nanoTime();
            if (way == Way.SDK) {
                s3.client().putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromFile(file));
            } else {
                storages.at("s3://" + BUCKET).put(key, file, label, Heartbeat.NONE);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            s3.client().deleteObject(delete -> delete.bucket(BUCKET).key(key));
            System.out.printf(Locale.ROOT, "%.3f %d%n", seconds, Testbed.peakRssMiB(ProcessHandle.current().pid()));
        }
    }

    static void createBucket(String endpoint) {
        try (S3 s3 = s3(endpoint)) {
            s3.client().createBucket(create -> create.bucket(BUCKET));
        }
    }

    /** The video that was delivered. */
    static void download(String endpoint, Path file) {
        try (S3 s3 = s3(endpoint)) {
            s3.client().getObject(get -> get.bucket(BUCKET).key(DELIVERED), file);
        }
    }

    private static S3 s3(String endpoint) {
        return new S3(endpoint, "us-east-1", true, S3Main.ACCESS_KEY, S3Main.SECRET, "");
    }
}
