package io.reeldrop.drop;

import io.reeldrop.job.Jobs;
import io.reeldrop.storage.SqsFault;
import io.reeldrop.storage.Storages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageNotInflightException;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;

/**
 * Follows what S3 says in a queue: each event is a narrow look at the object that it names. Nothing is kept between two messages, so that
 * any node may read any of them, twice, late or in any order. Safe for several threads.
 */
public final class BucketEvents implements CamelContextAware, PollingConsumerPollStrategy {

    private static final Logger LOG = LoggerFactory.getLogger(BucketEvents.class);
    private static final String AGAIN = "reeldropAgainMs";
    /** SQS lets nothing wait longer than twelve hours, from its receipt on. */
    private static final long MOST_WAIT_S = 43_000;
    private static final int MOST_SHOWN = 200;

    private final Set<String> strangers = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean failing = new AtomicBoolean();
    private CamelContext context;
    private String queue;
    private String silence = "";

    /** A drop that was seen is on no books: its message has to come again. */
    private static final class NotAccepted extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NotAccepted(Found found) {
            super(found + " was not accepted", null, false, false);
        }
    }

    /** The queue's URL. */
    public void setQueue(String queue) {
        this.queue = queue.strip();
    }

    /** Called once. */
    public void start() {
        one(Watches.class).add(queue);
    }

    /** The drops that a message tells of and that can be taken now; the rest of them it need not tell again, or says when. */
    public List<Found> drops(Exchange exchange) throws IOException {
        Set<Found> drops = new LinkedHashSet<>();
        long again = 0;
        for (S3Events.Created created : created(exchange.getMessage().getBody(String.class))) {
            boolean watched = false;
            for (BucketLook look : one(Watches.class).buckets()) {
                String name = look.name(created.bucket(), created.key());
                watched |= look.lies(created.bucket());
                if (name != null) {
                    Glimpse.Seen seen = new Glimpse(look, one(Storages.class), one(Jobs.class)).at(name);
                    Optional.ofNullable(seen.drop()).ifPresent(drops::add);
                    again = seen.againMs() == 0 ? again : again == 0 ? seen.againMs() : Math.min(again, seen.againMs());
                }
            }
            if (!watched && strangers.add(created.bucket())) {
                LOG.warn("Queue {} tells of bucket {}, where no watch looks: such messages are let go.", queue, created.bucket());
            }
        }
        exchange.setProperty(AGAIN, again);
        return new ArrayList<>(drops);
    }

    private List<S3Events.Created> created(String body) {
        Optional<List<S3Events.Created>> created = S3Events.read(body);
        if (created.isEmpty()) {
            LOG.warn("Queue {}: a message is no event of S3 and is let go: {}", queue, shown(body));
        }
        return created.orElse(List.of());
    }

    private static String shown(String body) {
        String text = String.valueOf(body).replaceAll("\\p{Cntrl}", " ");
        return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "…" : text;
    }

    /**
     * Whether all of them have become ours, be it by this look or by another.
     *
     * @throws NotAccepted if one has not
     */
    public void accepted(List<Found> drops) throws IOException {
        for (Found found : drops) {
            String file = found.candidate().entries().get(0).name();
            if (!one(Jobs.class).beingTaken(found.watch().name(), found.candidate().name()).contains(file)
                    && one(Storages.class).at(found.watch().places().in()).has(file)) {
                throw new NotAccepted(found);
            }
        }
    }

    /** Deletes the message, or lets it come back when there will be more to know. */
    public void done(@Header("CamelAwsSqsReceiptHandle") String receipt, Exchange exchange) {
        long again = exchange.getProperty(AGAIN, Long.class);
        SqsClient sqs = (SqsClient) context.getRegistry().lookupByName("eventsSqs");
        try {
            if (again > 0) {
                int seconds = (int) Math.min(MOST_WAIT_S, (again + 999) / 1000);
                sqs.changeMessageVisibility(change -> change.queueUrl(queue).receiptHandle(receipt).visibilityTimeout(seconds));
            } else {
                sqs.deleteMessage(delete -> delete.queueUrl(queue).receiptHandle(receipt));
            }
        } catch (ReceiptHandleIsInvalidException | MessageNotInflightException e) {
            LOG.debug("Queue {}: a message took longer than its visibility timeout, and has come back", queue);
        }
        failing.set(false);
    }

    /** A message could not be followed now; nothing is done about it, so that it comes back. */
    public void failed(Exchange exchange) {
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (cause instanceof NotAccepted || failing.getAndSet(true)) {
            LOG.debug("Queue {}: {}", queue, cause.toString());
        } else {
            LOG.warn("Queue {}: an event could not be followed, and comes back: {}", queue, cause.toString());
        }
    }

    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        return true;
    }

    @Override
    public synchronized void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
        if (!silence.isEmpty()) {
            LOG.info("Queue {} is read again.", queue);
            silence = "";
        }
    }

    @Override
    public synchronized boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
        SqsFault fault = SqsFault.of(cause);
        if (!context.isStopping() && !fault.what().equals(silence)) {
            LOG.warn("Queue {} is not read: {}. {}. Until then the watches' own looks find the drops.", queue, fault.what(),
                    fault.remedy());
            silence = fault.what();
        }
        return false;
    }

    private <T> T one(Class<T> type) {
        return context.getRegistry().findSingleByType(type);
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.context = camelContext;
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }
}
