package io.reeldrop.gateway;

import io.reeldrop.gateway.TaskReply.Cancelled;
import io.reeldrop.gateway.TaskReply.Failed;
import io.reeldrop.gateway.TaskReply.Kind;
import io.reeldrop.gateway.TaskReply.NoOutputYet;
import io.reeldrop.gateway.TaskReply.NotFound;
import io.reeldrop.gateway.TaskReply.Progress;
import io.reeldrop.gateway.TaskReply.Succeeded;
import io.reeldrop.gateway.TaskReply.Trouble;
import io.reeldrop.job.Backoff;
import io.reeldrop.job.Job;
import io.reeldrop.job.Json;
import io.reeldrop.job.Ledger;
import io.reeldrop.job.Node;
import io.reeldrop.job.Steps;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a gateway how a task is doing, and moves the job on when there is news. Whatever goes wrong here, the task id is kept. */
public final class Polling {

    private static final Logger LOG = LoggerFactory.getLogger(Polling.class);
    private static final long MINUTE = 60_000;
    /** A claim adds half a second to the interval: half of that may pass in the queue, the rest on the way, and the gap is still kept. */
    private static final long LATE_MS = 250;
    private static final int LOOKS_FOR_OUTPUT = 10;

    private final Accounts accounts;
    private final Steps steps;
    private final Ledger ledger;
    private final Node node;
    private final long giveUpMs;
    private final int taskRetries;
    private final Turns turns;
    /** Accounts whose polls were refused, so that the first that is not costs a write, and no other does. */
    private final Set<String> silenced = ConcurrentHashMap.newKeySet();
    /** Accounts whose last poll got no answer: only they are held to a share, for a poll that is left out comes an interval late. */
    private final Set<String> unanswered = ConcurrentHashMap.newKeySet();
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    /**
     * @param giveUpMs    how long a task may be in the gateway's hands, time spent THROTTLED not counted
     * @param taskRetries how often one drop is bought again after its task FAILED for a reason that a repetition can cure
     * @param workers     polls under way at once
     */
    public Polling(Accounts accounts, Steps steps, Ledger ledger, Node node, long giveUpMs, int taskRetries, int workers) {
        this.accounts = accounts;
        this.steps = steps;
        this.ledger = ledger;
        this.node = node;
        this.giveUpMs = giveUpMs;
        this.taskRetries = taskRetries;
        this.turns = new Turns(workers);
        ledger.accounts().stream().filter(row -> ((Number) row.get("quiets")).intValue() > 0)
                .forEach(row -> silenced.add((String) row.get("name")));
    }

    /**
     * Addresses the poll. If its claim was slow, or it waited long for a worker, the next would follow too soon: that one is put off; or
     * this one left out, if another claim has the job by now. Left out is also one of an account that leaves polls unanswered and occupies
     * its share of the workers.
     */
    public void prepare(Exchange exchange, @Variable("job") Job job) {
        long late = node.now() - job.claimedAt();
        // Twice: what has passed, and what this very write may take where claims are slow because writes are.
        if (late > LATE_MS && !steps.putOff(job, 2 * late) || !turns.enter(job.account(), unanswered.contains(job.account()))) {
            exchange.setRouteStop(true);
            return;
        }
        underWay.add(job.id());
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {

            @Override
            public void onDone(Exchange done) {
                underWay.remove(job.id());
                turns.leave(job.account());
            }
        });
        Account account = accounts.get(job.account());
        Submission.address(exchange, account, account.profile().task().method(), account.taskUri(job.taskId()));
    }

    /**
     * For the claim, as JSON: jobs whose poll has no answer yet. A gateway that takes longer than the interval is not asked ever more.
     */
    public String underWay() {
        return Json.text(underWay);
    }

    /**
     * Understands the answer; leaves the property {@code cancel} if the task is to be ended now.
     *
     * @param silence why there is no answer, else null
     */
    public void answered(Exchange exchange, @Variable("job") Job job, @Variable("silence") Exception silence) {
        if (Submission.repeated(exchange)) {
            // The store was away, and the answer can be read only once: the next poll follows soon.
            return;
        }
        if (silence != null) {
            silent(job, silence);
            return;
        }
        Account account = accounts.get(job.account());
        Profile profile = account.profile();
        Reply answer;
        try {
            answer = Reply.of(exchange, account, node.now());
        } catch (IOException e) {
            silent(job, e);
            return;
        }
        unanswered.remove(job.account());
        TaskReply reply = Replies.task(profile, answer.status(), answer.contentType(), answer.body(), answer.retryAfterMs());
        if (!refused(reply) && silenced.remove(job.account())) {
            ledger.told(job.account());
        }
        if (reply instanceof Progress progress) {
            progress(exchange, job, progress);
        } else if (reply instanceof Succeeded succeeded) {
            steps.rendered(job, succeeded.outputs().get(0), succeeded.costMicros());
        } else if (reply instanceof NoOutputYet) {
            again(job, job.tries() < LOOKS_FOR_OUTPUT, "the task SUCCEEDED but names no output", 5_000);
        } else if (reply instanceof Failed failed) {
            failed(job, profile, failed);
        } else if (reply instanceof Cancelled cancelled) {
            steps.cancelled(job, "the task was cancelled", cancelled.costMicros());
        } else if (reply instanceof NotFound gone) {
            boolean early = node.now() - job.number("submitted_at") < profile.task().notFound().graceMs();
            again(job, early, "the gateway does not know the task: " + gone.text(), 5_000);
        } else if (reply instanceof Trouble trouble) {
            trouble(job, trouble);
        }
    }

    private void silent(Job job, Exception fault) {
        unanswered.add(job.account());
        String reason = fault.getMessage() == null ? fault.getClass().getSimpleName() : fault.getMessage();
        again(job, inTime(job), "the poll got no answer: " + reason, 5_000);
    }

    /** Addresses the call that ends the task. */
    public void prepareCancel(Exchange exchange, @Variable("job") Job job) {
        Account account = accounts.get(job.account());
        Submission.address(exchange, account, account.profile().cancel().method(), account.cancelUri(job.taskId()));
    }

    /** The gateway's answer to the cancellation. */
    public void cancelled(Exchange exchange, @Variable("job") Job job) throws IOException {
        int status = Reply.of(exchange, accounts.get(job.account()), node.now()).status();
        if (status < 300 || status == 404) {
            steps.cancelled(job, "cancelled on request", null);
            LOG.info("{}: cancelled", job);
        } else {
            steps.again(job, "the gateway answered " + status + " to the cancellation", 5_000);
        }
    }

    private void progress(Exchange exchange, Job job, Progress progress) {
        if (!progress.raw().equals(job.taskStatus())) {
            steps.progressed(job, progress.raw(), progress.status() == TaskStatus.THROTTLED);
            if (!progress.known()) {
                LOG.warn("{}: {} reports the unknown status '{}'; polling goes on", job, job.account(), progress.raw());
            }
        }
        boolean throttled = progress.status() == TaskStatus.THROTTLED;
        if (job.cancelAsked()) {
            exchange.setProperty("cancel", accounts.get(job.account()).profile().cancel() != null);
        } else if (!throttled && !inTime(job)) {
            steps.undelivered(job, "the task did not end in time; it may still be rendering");
        }
    }

    private void failed(Job job, Profile profile, Failed failed) {
        int most = switch (Replies.retry(profile, failed.code())) {
            case NEVER -> 0;
            case ONCE -> Math.min(1, taskRetries);
            case LATER -> taskRetries;
        };
        // A task that had its video before was paid for, whatever became of the video at the gateway: only a person buys another.
        boolean retry = job.failures() < most && !job.cancelAsked() && !TaskStatus.SUCCEEDED.name().equals(job.taskStatus());
        steps.failed(job, failed.text(), failed.code(), failed.costMicros(),
                retry ? Backoff.ms(job.failures() * 2, MINUTE, 60 * MINUTE) : null);
        LOG.warn("{}: task {} FAILED ({}): {}{}", job, job.taskId(), failed.code(), failed.text(),
                retry ? "; it is bought again later" : "");
    }

    private void trouble(Job job, Trouble trouble) {
        long wish = trouble.retryAfterMs() == null ? 0 : trouble.retryAfterMs();
        if (refused(trouble)) {
            silenced.add(job.account());
            if (ledger.quiet(job.account(), trouble.reason(), trouble.retryAfterMs())) {
                LOG.warn("Account {} pauses, polls included: {}", job.account(), trouble.reason());
            }
            // The account's fault, not the task's: however long it takes to mend, the task is not given up for it.
            again(job, true, trouble.reason(), Math.max(MINUTE, wish));
        } else {
            again(job, inTime(job), trouble.reason(), Math.max(5_000, wish));
        }
    }

    private static boolean refused(TaskReply reply) {
        return reply instanceof Trouble trouble && (trouble.kind() == Kind.KEY || trouble.kind() == Kind.RATE_LIMIT);
    }

    private void again(Job job, boolean worthIt, String reason, long firstMs) {
        if (worthIt) {
            steps.again(job, reason, Math.max(firstMs, Backoff.ms(job.tries(), firstMs, 5 * MINUTE)));
        } else {
            steps.undelivered(job, reason);
            LOG.warn("{}: given up, the task id {} is kept: {}", job, job.taskId(), reason);
        }
    }

    private boolean inTime(Job job) {
        Long throttledAt = job.number("throttled_at");
        return (throttledAt == null ? node.now() : throttledAt) - job.number("task_since") < giveUpMs;
    }
}
