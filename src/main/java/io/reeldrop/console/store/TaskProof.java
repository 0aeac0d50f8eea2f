package io.reeldrop.console.store;

import io.reeldrop.console.terminal.Refusal;
import io.reeldrop.console.terminal.Words;
import io.reeldrop.gateway.Account;
import io.reeldrop.gateway.Evidence;
import io.reeldrop.gateway.Inquiry;
import io.reeldrop.job.Job;
import io.reeldrop.job.Rejected;
import java.io.IOException;
import java.time.Instant;

/** Whether a task can be the one that the POST of a job in doubt made, by what the account's gateway says of it. */
final class TaskProof {

    /** Clocks differ, and a gateway may take its time before it makes the task. */
    private static final long BEFORE_MS = 2 * 60_000;
    private static final long AFTER_MS = 10 * 60_000;

    private final Desk desk;
    private final boolean unverified;

    /** @param unverified the person's word counts where the gateway says nothing; never against what it says */
    TaskProof(Desk desk, boolean unverified) {
        this.desk = desk;
        this.unverified = unverified;
    }

    /**
     * @return what the gateway said, for people
     * @throws Refusal naming what speaks against it, or what is not known
     */
    String of(Job job, String taskId) {
        Evidence evidence;
        try {
            evidence = ask(job, taskId);
        } catch (IOException e) {
            return onWord("the gateway of account " + job.account() + " gave no answer (" + e.getClass().getSimpleName()
                    + (e.getMessage() == null ? "" : ": " + Words.safe(e.getMessage())) + ")");
        } catch (Rejected e) {
            return onWord("the gateway of account " + job.account() + " cannot be asked: " + Words.safe(e.problems().get(0).toString()));
        }
        if (evidence.denied()) {
            throw new Refusal("account " + job.account() + "'s gateway does not know a task " + taskId + ". Look for its id again, and"
                    + " whether it is this account's; some gateways show a task only minutes after it was made");
        }
        if (!evidence.there()) {
            return onWord("the gateway's answer says nothing of the task (" + Words.safe(evidence.doubt()) + ")");
        }
        return evidence.createdAt() == null
                ? onWord("the gateway knows the task, but does not say when it was made;"
                        + " compare the times (reeldrop show " + job.id() + ")")
                : inTime(job, evidence.createdAt());
    }

    private Evidence ask(Job job, String taskId) throws IOException {
        Account account = desk.accounts().get(job.account());
        try (Inquiry inquiry = desk.inquiry()) {
            return inquiry.task(account, taskId);
        }
    }

    private String inTime(Job job, Instant createdAt) {
        long posted = job.number("submitted_at");
        long late = createdAt.toEpochMilli() - posted;
        if (late < -BEFORE_MS || late > AFTER_MS) {
            throw new Refusal("the task was made at " + Words.time(createdAt.toEpochMilli(), desk.zone()) + ", "
                    + Words.duration(Math.abs(late)) + (late < 0 ? " before" : " after") + " the job's POST ("
                    + Words.time(posted, desk.zone()) + "): it is another purchase."
                    + " From 2 minutes before to 10 minutes after would do");
        }
        return "made " + Words.duration(Math.abs(late)) + (late < 0 ? " before" : " after") + " the POST, by the gateway's clock";
    }

    private String onWord(String doubt) {
        if (!unverified) {
            throw new Refusal(doubt + ". If you have seen for yourself that it is this job's task, add --unverified");
        }
        return "on your word: " + doubt;
    }
}
