package io.reeldrop.console.check;

import io.reeldrop.drop.Watch;
import io.reeldrop.job.Problem;
import io.reeldrop.runtime.Settings;
import io.reeldrop.storage.QueueTrial;
import io.reeldrop.storage.Sqs;
import io.reeldrop.storage.SqsFault;
import io.reeldrop.storage.Storages;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Whether the queues that tell of new objects can be read, and whether there is a watch for what they tell. Takes no message away. */
final class QueuesCheck {

    private QueuesCheck() {
    }

    static void of(List<String> queues, List<Watch> watches, Settings settings, Checkup checkup) {
        if (queues.isEmpty()) {
            return;
        }
        List<String> buckets = watches.stream().map(watch -> watch.places().in()).filter(Storages::bucket).toList();
        if (buckets.isEmpty()) {
            checkup.note("queue", "no watch lies in a bucket: whatever the queues tell concerns none");
        }
        try (Sqs sqs = settings.sqs()) {
            queues.forEach(queue -> readable(queue, sqs, checkup));
        }
    }

    private static void readable(String queue, Sqs sqs, Checkup checkup) {
        List<QueueTrial.Action> refused = new ArrayList<>();
        SqsFault fault = new QueueTrial(sqs, queue).attempt(refused::add);
        if (fault != null) {
            checkup.fault("queue", new Problem("queue " + queue, null, fault.what(), null, fault.remedy()));
        } else if (!refused.isEmpty()) {
            checkup.fault("queue", new Problem("queue " + queue, null,
                    "the key has no right to " + refused.stream().map(QueueTrial.Action::toString).collect(Collectors.joining(", ")), null,
                    "Extend its policy (src/docs/s3-events.md)"));
        } else {
            checkup.ok("queue", queue + " can be read");
        }
    }
}
