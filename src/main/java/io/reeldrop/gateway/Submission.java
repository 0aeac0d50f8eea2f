package io.reeldrop.gateway;

import io.reeldrop.gateway.SubmitReply.Accepted;
import io.reeldrop.gateway.SubmitReply.AccountHeld;
import io.reeldrop.gateway.SubmitReply.InDoubt;
import io.reeldrop.gateway.SubmitReply.MadeBefore;
import io.reeldrop.gateway.SubmitReply.NotSent;
import io.reeldrop.gateway.SubmitReply.Refused;
import io.reeldrop.gateway.SubmitReply.Withheld;
import io.reeldrop.image.Fitting.Fitted;
import io.reeldrop.image.Unfit;
import io.reeldrop.job.Backoff;
import io.reeldrop.job.DropFile;
import io.reeldrop.job.Image;
import io.reeldrop.job.Job;
import io.reeldrop.job.Ledger;
import io.reeldrop.job.Node;
import io.reeldrop.job.Pause;
import io.reeldrop.job.Problem;
import io.reeldrop.job.Recall;
import io.reeldrop.job.Rejected;
import io.reeldrop.job.Steps;
import io.reeldrop.job.WebAddress;
import io.reeldrop.receipt.Purchase;
import io.reeldrop.receipt.Receipts;
import io.reeldrop.storage.Storages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one call that costs money, in the order that keeps it from being made twice: everything prepared, the intent stored, its receipt
 * written apart from the store, the POST, and whatever came of it stored at once. A POST that may have reached the gateway is never made
 * again by itself, nor one that has a receipt.
 */
public final class Submission {

    private static final Logger LOG = LoggerFactory.getLogger(Submission.class);
    private static final long MINUTE = 60_000;
    /** While a place fails, so that it is tried again soon without being asked all the time. */
    private static final long HOLD_MS = 10_000;
    /** A POST that begins later may outlive its lease. */
    private static final long LATE_MS = 25_000;
    /** The row's last POST before the intent. */
    private static final String LAST_POST = "lastPost";

    private final Accounts accounts;
    private final Storages storages;
    private final Steps steps;
    private final Ledger ledger;
    private final Node node;
    private final Receipts receipts;
    private final Recall recall;

    public Submission(Accounts accounts, Storages storages, Steps steps, Ledger ledger, Node node, Receipts receipts, Recall recall) {
        this.accounts = accounts;
        this.storages = storages;
        this.steps = steps;
        this.ledger = ledger;
        this.node = node;
        this.receipts = receipts;
        this.recall = recall;
    }

    /** Makes the exact request the message; what was accepted must still be what is sent. */
    public void prepare(Exchange exchange, @Variable("job") Job job) throws IOException {
        Account account = accounts.get(job.account());
        try {
            account.requireKey();
        } catch (Rejected e) {
            ledger.pause(job.account(), Pause.KEY, e.problems().get(0).toString(), null);
            steps.release(job);
            exchange.setRouteStop(true);
            return;
        }
        DropFile image = job.image() == null ? null : job.file("image");
        address(exchange, account, account.profile().submit().method(), account.submitUri());
        try {
            // A video that could not be put away is not bought.
            storages.at(job.places().out()).ready();
            exchange.getMessage().setBody(body(account, job, image));
        } catch (Unfit e) {
            spoiled(exchange, job, new Problem(image.name(), null, e.getMessage(), e.limit(), e.remedy()));
        } catch (NoSuchFileException | AccessDeniedException | Requests.OtherImage e) {
            spoiled(exchange, job,
                    new Problem(image.name(), null, "is gone, or is not the image any more that was accepted", null, "Drop it again"));
        } catch (IOException e) {
            if (ledger.hold(job.watch(), e.getMessage(), HOLD_MS)) {
                LOG.error("{}: {}. Its watch buys nothing until this is mended.", job, e.getMessage());
            }
            steps.release(job);
            exchange.setRouteStop(true);
        }
    }

    private void spoiled(Exchange exchange, Job job, Problem problem) throws IOException {
        // In a store that was restored, the image may be gone because the video was bought and delivered long ago.
        Optional<Purchase> last = receipts.last(job.id()).filter(purchase -> purchase.unknownTo(job));
        if (last.isPresent()) {
            madeBefore(job, last.get());
        } else {
            steps.spoiled(job, List.of(problem));
        }
        exchange.setRouteStop(true);
    }

    private byte[] body(Account account, Job job, DropFile image) throws IOException {
        Profile profile = account.profile();
        if (image == null) {
            return Requests.body(profile, job.request(), null, null);
        }
        if (!Requests.fits(profile, job.image())) {
            // To make it fit may take longer than the claim's lease.
            steps.renew(job);
        }
        try (InputStream file = storages.at(job.places().of(job.place())).open(job.nameOf(image))) {
            Optional<Fitted> fitted = Requests.fitted(profile, job.image(), file);
            Image sent = fitted.map(Fitted::image).orElse(null);
            if (!Objects.equals(sent, job.sentImage())) {
                steps.sends(job, sent);
            }
            return fitted.isEmpty() ? Requests.body(profile, job.request(), job.image(), file)
                    : Requests.body(profile, job.request(), sent, new ByteArrayInputStream(fitted.get().file()));
        }
    }

    /** Whether the breaker is open, so that a free look comes before the next POST. */
    public boolean probing(@Variable("job") Job job) {
        return ledger.probing(job.account());
    }

    /** Prepares the free look: any answer but a server error says that the gateway is back. */
    public void prepareProbe(Exchange exchange, @Variable("job") Job job) {
        Account account = accounts.get(job.account());
        address(exchange, account, account.probeMethod(), account.probeUri());
    }

    /** What the free look found; stops here while the gateway is down. */
    public void probed(Exchange exchange, @Variable("job") Job job) throws IOException {
        if (Reply.of(exchange, accounts.get(job.account()), node.now()).status() >= 500) {
            down(exchange, job);
        }
    }

    /** The free look got no answer. */
    public void down(Exchange exchange, @Variable("job") Job job) {
        ledger.stillDown(job.account());
        steps.release(job);
        exchange.setRouteStop(true);
    }

    /** Stores the intent; goes on only if every cap and pause allows the POST at this instant, and this process is not about to end. */
    public void intend(Exchange exchange, @Variable("job") Job job) {
        Job intended = exchange.getContext().isStopping() ? null : steps.intend(job);
        if (intended == null && repeated(exchange)) {
            intended = steps.intended(job);
        }
        if (intended == null) {
            steps.release(job);
            exchange.setRouteStop(true);
        } else {
            exchange.setVariable("job", intended);
            exchange.setProperty(LAST_POST, job.number("submitted_at"));
        }
    }

    /**
     * Writes the receipt; without one there is no POST. Never touches the store, for a step that the store fails in is repeated: why
     * there is no POST is an outcome, which {@link #store} stores.
     */
    public void receipt(Exchange exchange, @Variable("job") Job job) {
        SubmitReply outcome = null;
        try {
            outcome = receipts.create(job, exchange.getProperty(LAST_POST, Long.class)).map(MadeBefore::new).orElse(null);
            if (outcome == null && node.now() - job.number("submitted_at") > LATE_MS) {
                outcome = new Withheld("its receipt took too long to write", true);
            }
        } catch (Receipts.Unwritten e) {
            outcome = new Withheld(e.getMessage(), e.begun());
        }
        exchange.setVariable("outcome", outcome);
    }

    /** Understands the answer to the POST. It can be read only once, so {@link #store} is a step of its own, which may be repeated. */
    public void answered(Exchange exchange, @Variable("job") Job job) {
        SubmitReply reply;
        try {
            Account account = accounts.get(job.account());
            Reply answer = Reply.of(exchange, account, node.now());
            reply = Replies.submit(account.profile(), answer.status(), answer.contentType(), answer.body(), answer.retryAfterMs());
        } catch (IOException e) {
            reply = new InDoubt("the answer broke off: " + e.getMessage());
        }
        if (reply instanceof Accepted accepted) {
            // Whatever becomes of the store in the next instant: this is what was paid for.
            LOG.info("{}: task {}", job, accepted.taskId());
        }
        exchange.setVariable("outcome", reply);
    }

    /** The POST ended without an answer. */
    public void notAnswered(Exchange exchange, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
        exchange.setVariable("outcome", Replies.submitFailed(failure));
    }

    /** Takes the receipt back where it is certain that there is no task; while the job is still ours, so that it is no later one's. */
    public void withdraw(@Variable("job") Job job, @Variable("outcome") SubmitReply reply) {
        if (reply instanceof Refused || reply instanceof AccountHeld || reply instanceof NotSent || reply instanceof Withheld) {
            receipts.withdraw(job);
        }
    }

    /** Stores what came of the POST. */
    public void store(Exchange exchange, @Variable("job") Job job, @Variable("outcome") SubmitReply reply) {
        if (reply instanceof Accepted accepted) {
            accepted(job, accepted);
            ledger.answered(job.account());
            ledger.bought(job.account());
        } else if (reply instanceof MadeBefore before) {
            madeBefore(job, before.purchase());
        } else if (reply instanceof Withheld withheld) {
            // What fails has said so itself. What may be left of it must be known again as this one's.
            Long last = withheld.written() ? job.number("submitted_at") : exchange.getProperty(LAST_POST, Long.class);
            steps.withheld(job, withheld.reason(), last, Backoff.ms(job.tries(), HOLD_MS, MINUTE));
        } else if (reply instanceof Refused refused) {
            ledger.answered(job.account());
            steps.refused(job, refused.reason(), refused.code());
            LOG.warn("{}: refused by {}, nothing was paid: {}", job, job.account(), refused.reason());
        } else if (reply instanceof AccountHeld held) {
            ledger.answered(job.account());
            if (ledger.pause(job.account(), held.kind(), held.reason(), held.retryAfterMs())) {
                LOG.warn("Account {} pauses: {}", job.account(), held.reason());
            }
            steps.notBought(job, held.reason(), 0);
        } else if (reply instanceof NotSent notSent) {
            ledger.pause(job.account(), Pause.NOT_REACHABLE, notSent.reason(), null);
            steps.notBought(job, notSent.reason(), Backoff.ms(job.tries(), 1_000, MINUTE));
            LOG.warn("{}: nothing was sent to {}: {}", job, job.account(), notSent.reason());
        } else if (reply instanceof InDoubt doubt) {
            ledger.doubted(job.account());
            steps.inDoubt(job, doubt.reason());
            LOG.error("{}: IN DOUBT, it may be paid: {}. Look for the task at the gateway, then: reeldrop resolve {}", job, doubt.reason(),
                    job.id());
        }
    }

    private void accepted(Job job, Accepted accepted) {
        boolean ours;
        boolean nobodys;
        try {
            ours = steps.accepted(job, accepted.taskId(), accepted.estimateMicros());
            nobodys = !ours && !recall.another(job, accepted.taskId());
        } catch (RuntimeException e) {
            // The store may be away for longer than this process lives.
            receipts.bought(job, accepted.taskId());
            throw e;
        }
        if (ours || nobodys) {
            // The row may have gone back to before the POST; its receipt did not.
            receipts.bought(job, accepted.taskId());
        }
        if (!ours) {
            LOG.error("Job {}: task {} exists at {} and is paid, but the job went another way meanwhile.", job, accepted.taskId(),
                    job.account());
        }
    }

    private void madeBefore(Job job, Purchase purchase) {
        if (recall.to(job, purchase.then(), purchase.taskId(), Purchase.DOUBT)) {
            LOG.warn("{}: was bought before, by its receipt, and is not bought again: {}", job,
                    purchase.taskId() == null ? "in doubt" : "it goes on with task " + purchase.taskId());
        } else {
            steps.inDoubt(job, Purchase.DOUBT);
        }
    }

    /** Whether the step failed before, because of the store, and is done again. */
    static boolean repeated(Exchange exchange) {
        return exchange.getMessage().getHeader(Exchange.REDELIVERED, false, Boolean.class);
    }

    static void address(Exchange exchange, Account account, String method, URI uri) {
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(null);
        exchange.getMessage().setHeader(Exchange.HTTP_METHOD, method);
        WebAddress.of(uri).address(exchange.getMessage());
        Requests.headers(account).forEach(exchange.getMessage()::setHeader);
    }
}
