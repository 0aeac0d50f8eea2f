package io.reeldrop.delivery;

import io.reeldrop.job.Backoff;
import io.reeldrop.job.Discreet;
import io.reeldrop.job.Disk;
import io.reeldrop.job.Job;
import io.reeldrop.job.Node;
import io.reeldrop.job.Steps;
import io.reeldrop.job.WebAddress;
import io.reeldrop.storage.Heartbeat;
import io.reeldrop.storage.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.apache.hc.core5.http.io.EofSensorInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Fetches a finished task's video into the spool, going on where a cut download ended, and lets only a whole video through.
 * Nothing that goes wrong here loses the task id.
 */
public final class Fetch {

    private static final Logger LOG = LoggerFactory.getLogger(Fetch.class);
    private static final long MOST_MS = 600_000;
    private static final long RENEW_MS = 30_000;
    private static final String NEXT = "nextAddress";
    private static final String AT = "address";
    private static final String HOPS = "hops";
    private static final int MOST_HOPS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final Spool spool;
    private final Steps steps;
    private final Disk disk;
    private final Node node;
    private final int tries;
    private final long retryMs;

    /**
     * @param tries   after which a paid video goes to the dead letter, with its task id
     * @param retryMs before the second try; doubled for each further one, up to ten minutes
     */
    public Fetch(Spool spool, Steps steps, Disk disk, Node node, int tries, long retryMs) {
        this.spool = spool;
        this.steps = steps;
        this.disk = disk;
        this.node = node;
        this.tries = tries;
        this.retryMs = retryMs;
    }

    /** Sets out for the address that the gateway's reply named. */
    public void begin(Exchange exchange, @Variable("job") Job job) {
        try {
            exchange.setProperty(NEXT, WebAddress.of(job.text("output_url")));
            exchange.setProperty(HOPS, 0);
        } catch (WebAddress.Refused e) {
            retry(exchange, job, null, "the video's address, as the gateway names it, " + e.getMessage());
        }
    }

    /** Addresses the next request of the download; whatever the last one sent or got is gone from the message, a key as well. */
    public void prepare(Exchange exchange, @Variable("job") Job job) throws IOException {
        var message = exchange.getMessage();
        message.removeHeaders("*");
        message.setBody(null);
        message.setHeader(Exchange.HTTP_METHOD, "GET");
        WebAddress next = (WebAddress) exchange.removeProperty(NEXT);
        next.address(message);
        exchange.setProperty(AT, next);
        // The length must be the file's, not that of a compressed form.
        message.setHeader("Accept-Encoding", "identity");
        // What lies here of a job that another node went on with since may be of another file.
        if (spool.have(job) > 0 && job.text("output_etag") != null && node.name().equals(job.text("spooled_by"))) {
            message.setHeader("Range", "bytes=" + spool.have(job) + "-");
            message.setHeader("If-Range", job.text("output_etag"));
        }
    }

    /**
     * Follows a redirect, by a request of its own: the HTTP client would take the key along. Leaves the property {@value #NEXT} only
     * where there is somewhere to go.
     *
     * @param silence why there is no answer, else null
     */
    public void redirected(Exchange exchange, @Variable("job") Job job, @Variable("silence") Exception silence) throws IOException {
        if (silence != null) {
            retry(exchange, job, job.text("output_etag"), "the output's host gave no answer: " + said(silence));
            return;
        }
        String location = exchange.getMessage().getHeader("Location", String.class);
        if (location == null || !REDIRECTS.contains(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class))) {
            return;
        }
        end(exchange.getMessage().getBody(InputStream.class));
        int hops = exchange.getProperty(HOPS, Integer.class) + 1;
        if (hops > MOST_HOPS) {
            retry(exchange, job, null, "the output's host redirects more than " + MOST_HOPS + " times");
            return;
        }
        try {
            exchange.setProperty(NEXT, exchange.getProperty(AT, WebAddress.class).resolve(location));
            exchange.setProperty(HOPS, hops);
        } catch (WebAddress.Refused e) {
            retry(exchange, job, null, "the address that the output's host redirects to " + e.getMessage());
        }
    }

    private static String said(Exception fault) {
        // What the client refuses as an address it repeats, with its signature.
        return fault.getMessage() == null ? fault.getClass().getSimpleName() : Discreet.cut(fault.getMessage());
    }

    /** Writes what arrives into the spool; goes on only if all of it came. */
    public void answered(Exchange exchange, @Variable("job") Job job) throws IOException {
        if (exchange.getMessage().getHeader(Exchange.REDELIVERED, false, Boolean.class)) {
            // The store was away when this download had failed; what arrived can be read only once, and lies in the spool.
            retry(exchange, job, exchange.getMessage().getHeader("ETag", String.class), "the download broke off while the store was away");
            return;
        }
        int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        String etag = exchange.getMessage().getHeader("ETag", String.class);
        InputStream body = exchange.getMessage().getBody(InputStream.class);
        try {
            if (status == 200 || status == 206) {
                long offset = status == 206 ? offset(exchange, job) : 0;
                Long length = exchange.getMessage().getHeader(Exchange.CONTENT_LENGTH, Long.class);
                spool.receive(job, body, offset, length == null ? -1 : length, heartbeat(exchange, job, offset));
            }
        } catch (Spool.TooLarge e) {
            spool.discard(job);
            undelivered(exchange, job, e.getMessage());
            return;
        } catch (Spool.DiskFault e) {
            // Not the gateway's fault, and not the task's: nothing is given up for it. Another node's disk may be whole.
            disk.failed(e.getMessage());
            steps.partlyFetched(job, null, e.getMessage(), retryMs);
            LOG.error("{}: {}. This node buys and fetches nothing for a minute, and then tries again.", job, e.getMessage());
            exchange.setRouteStop(true);
            return;
        } catch (IOException e) {
            retry(exchange, job, etag, "the download broke off: " + said(e));
            return;
        } finally {
            end(body);
        }
        if (status == 401 || status == 403 || status == 404 || status == 410) {
            expired(exchange, job, status);
        } else if (status != 200 && status != 206) {
            if (status == 416) {
                spool.discard(job);
            }
            retry(exchange, job, null, "the output's host answered " + status);
        }
    }

    /** Goes on only with a whole video. A step of its own, which may be repeated until the store takes it. */
    public void verify(Exchange exchange, @Variable("job") Job job) throws IOException {
        Path file = spool.file(job);
        String fault = Container.fault(file);
        if (fault != null) {
            spool.discard(job);
            retry(exchange, job, null, fault);
            return;
        }
        exchange.getMessage().setBody(steps.fetched(job, spool.have(job), Sha256.of(file)));
    }

    private void expired(Exchange exchange, Job job, int status) {
        exchange.setRouteStop(true);
        String reason = "the output's host answered " + status + ": the link has expired";
        if (job.tries() + 1 >= tries) {
            undelivered(exchange, job, reason);
        } else {
            steps.needsUrl(job, reason, Backoff.ms(job.tries(), retryMs, MOST_MS));
        }
    }

    private void retry(Exchange exchange, Job job, String etag, String reason) {
        exchange.setRouteStop(true);
        if (job.tries() + 1 >= tries && !exchange.getContext().isStopping()) {
            undelivered(exchange, job, reason);
        } else {
            steps.partlyFetched(job, etag, reason, Backoff.ms(job.tries(), retryMs, MOST_MS));
            LOG.info("{}: {}; it is tried again", job, reason);
        }
    }

    private void undelivered(Exchange exchange, Job job, String reason) {
        exchange.setRouteStop(true);
        steps.undelivered(job, reason);
        LOG.warn("{}: paid but not fetched, the task id {} is kept: {}", job, job.taskId(), reason);
    }

    private long offset(Exchange exchange, Job job) throws IOException {
        long have = spool.have(job);
        String range = exchange.getMessage().getHeader("Content-Range", String.class);
        if (range == null || !range.startsWith("bytes " + have + "-")) {
            spool.discard(job);
            throw new IOException("the server sent another part than the one asked for (" + range + ")");
        }
        return have;
    }

    /** Closing alone would read on to the body's end, which may be far away or never come; of a whole body nothing is left to break off. */
    private static void end(InputStream body) throws IOException {
        if (body instanceof EofSensorInputStream connected) {
            connected.abort();
        } else if (body != null) {
            body.close();
        }
    }

    /** A long download keeps its lease; one whose job was taken away meanwhile ends, and so does one that would hold up a stop. */
    private Heartbeat heartbeat(Exchange exchange, Job job, long offset) {
        long[] last = {node.now()};
        Pace pace = new Pace(node.now(), offset);
        return () -> {
            if (exchange.getContext().isStopping()) {
                throw new IOException("Reeldrop was stopped");
            }
            if (node.now() - last[0] > RENEW_MS) {
                last[0] = node.now();
                try {
                    steps.renew(job);
                } catch (DataAccessException e) {
                    // The lease lasts for several tries: a store that is away for a moment need not cost the download.
                    LOG.debug("{}: its lease was not renewed: {}", job, e.getMessage());
                }
            }
            if (pace.due(node.now())) {
                pace.keep(node.now(), spool.have(job));
            }
        };
    }
}
