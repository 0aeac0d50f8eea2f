package io.reeldrop.storage;

import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SqsException;

/**
 * Tries on a queue what a run will do there. One message may be looked at, and can be received by others at once; none is changed or
 * deleted: those orders bear a receipt that nothing has.
 */
public final class QueueTrial {

    private static final String RECEIPT = "reeldrop-check";

    /** What a run does, by the name of the action in a policy. */
    public enum Action {
        RECEIVE("sqs:ReceiveMessage"), DELETE("sqs:DeleteMessage"), POSTPONE("sqs:ChangeMessageVisibility");

        private final String policy;

        Action(String policy) {
            this.policy = policy;
        }

        @Override
        public String toString() {
            return policy;
        }
    }

    private final SqsClient sqs;
    private final String queue;

    /** @param queue its URL */
    public QueueTrial(Sqs sqs, String queue) {
        this.sqs = sqs.client();
        this.queue = queue;
    }

    /** The actions that are refused for want of a right, each given to the collector; @return another fault, or null. */
    public SqsFault attempt(Consumer<Action> refused) {
        for (Action action : List.of(Action.values())) {
            try {
                call(action);
            } catch (SdkException | java.io.UncheckedIOException e) {
                SqsFault fault = SqsFault.of(e);
                if (fault.denied()) {
                    refused.accept(action);
                } else if (action == Action.RECEIVE || !(e instanceof SqsException)) {
                    return fault;
                }
                // Else the receipt was refused, as it should be, and not the right.
            }
        }
        return null;
    }

    private void call(Action action) {
        switch (action) {
            case RECEIVE ->
                    sqs.receiveMessage(receive -> receive.queueUrl(queue).maxNumberOfMessages(1).visibilityTimeout(0).waitTimeSeconds(0));
            case DELETE -> sqs.deleteMessage(delete -> delete.queueUrl(queue).receiptHandle(RECEIPT));
            case POSTPONE -> sqs.changeMessageVisibility(change -> change.queueUrl(queue).receiptHandle(RECEIPT).visibilityTimeout(0));
            default -> throw new IllegalArgumentException(action.name());
        }
    }
}
