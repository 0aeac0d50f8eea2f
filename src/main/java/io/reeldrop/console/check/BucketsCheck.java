package io.reeldrop.console.check;

import io.reeldrop.job.Problem;
import io.reeldrop.storage.BucketTrial;
import io.reeldrop.storage.BucketTrial.Action;
import io.reeldrop.storage.S3;
import io.reeldrop.storage.S3Fault;
import io.reeldrop.storage.Storages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether buckets are there and let the key do what a run does in each place. Reads, makes and deletes nothing. */
final class BucketsCheck implements AutoCloseable {

    /** What a run does in each kind of place. A right to list also decides whether a missing object is owned to be missing. */
    static final List<Action> IN = List.of(Action.LIST, Action.READ, Action.DELETE);
    static final List<Action> IN_PROGRESS = List.of(Action.LIST, Action.READ, Action.PUT, Action.ABORT, Action.DELETE);
    static final List<Action> OUT = List.of(Action.LIST, Action.READ, Action.PUT, Action.ABORT, Action.UPLOADS);
    static final List<Action> DONE = List.of(Action.LIST, Action.READ, Action.PUT, Action.ABORT);
    static final List<Action> DEAD_LETTER = IN_PROGRESS;
    static final List<Action> RECEIPTS = List.of(Action.LIST, Action.READ, Action.PUT, Action.ABORT, Action.DELETE);
    private static final List<Action> PAGE = List.of(Action.READ, Action.PUT, Action.ABORT);

    private final Checkup checkup;
    private final S3 s3;
    /** The server as a whole ({@code ""}) and buckets that were found not to work: nothing else is tried there. */
    private final Set<String> broken = new HashSet<>();
    private final Set<String> seen = new HashSet<>();

    BucketsCheck(Checkup checkup, S3 s3) {
        this.checkup = checkup;
        this.s3 = s3;
    }

    /** The root, where only the status page is written. */
    boolean page(String about, String root) {
        return usable(about, root, "_status.txt", PAGE);
    }

    boolean usable(String about, String place, List<Action> actions) {
        return usable(about, place, null, actions);
    }

    private boolean usable(String about, String place, String name, List<Action> actions) {
        String bucket = Storages.bucketName(place);
        if (broken.contains("") || broken.contains(bucket)) {
            return false;
        }
        List<Action> refused = new ArrayList<>();
        try {
            BucketTrial trial = new BucketTrial(s3, place, name);
            for (Action action : actions) {
                attempt(trial, action, refused);
            }
            if (seen.add(bucket) && trial.versioned()) {
                checkup.note("bucket", bucket + ": is versioned: the drops that leave in/ and in-progress/ stay as old versions, and are"
                        + " paid for; a lifecycle rule that deletes noncurrent versions removes them");
            }
        } catch (S3Fault e) {
            fault(about, bucket, place, e);
            return false;
        } catch (IOException e) {
            checkup.fault("place", new Problem(about, place, e.getMessage(), null, "Try it with another S3 tool"));
            return false;
        }
        if (!refused.isEmpty()) {
            checkup.fault("place", new Problem(about, place + (name == null ? "" : "/" + name), "the key has no right to "
                    + refused.stream().map(Action::toString).reduce((a, b) -> a + ", " + b).orElse(""), null,
                    "Extend its policy (src/docs/buckets.md)"));
        }
        return refused.isEmpty();
    }

    private static void attempt(BucketTrial trial, Action action, List<Action> refused) throws IOException {
        try {
            trial.attempt(action);
        } catch (S3Fault e) {
            if (!e.code().equals("AccessDenied")) {
                throw e;
            }
            refused.add(action);
        }
    }

    private void fault(String about, String bucket, String place, S3Fault fault) {
        switch (fault.scope()) {
            case SERVER -> {
                broken.add("");
                checkup.fault("s3", new Problem(s3.toString(), null, fault.what(), null, fault.remedy()));
            }
            case BUCKET -> {
                broken.add(bucket);
                checkup.fault("bucket", new Problem("bucket " + bucket, null, fault.what(), null, fault.remedy()));
            }
            default -> checkup.fault("place", new Problem(about, place, fault.what(), null, fault.remedy()));
        }
    }

    @Override
    public void close() {
        s3.close();
    }
}
