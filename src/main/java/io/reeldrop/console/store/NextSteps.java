package io.reeldrop.console.store;

import io.reeldrop.console.terminal.Words;
import io.reeldrop.job.Job;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** What a person can do about a job, by its state. */
final class NextSteps {

    /** Clocks differ: the task may be dated a little before the POST left. */
    private static final long SKEW_MS = 60_000;

    private final Desk desk;

    NextSteps(Desk desk) {
        this.desk = desk;
    }

    List<String> of(Job job, List<Map<String, Object>> events) {
        String id = job.id();
        String cost = Words.amount(job.number("estimate_micros"), desk.unit(job));
        return switch (job.state()) {
            case TAKING -> List.of("Nothing. Its files are being moved out of in/; then it waits for its turn.");
            case WAITING -> waiting(job);
            case SUBMITTING -> List.of("Nothing. The POST is under way; its outcome is known within "
                    + Words.duration(desk.settings().number("reeldrop.submit.timeout-ms")) + ", or the job is in doubt.");
            case RENDERING -> List.of("Nothing. The task is asked about again " + due(job) + ".", "To end it: reeldrop cancel " + id
                    + "   (it looks first: a finished video is kept)");
            case DELIVERING -> List.of("Nothing. The video is paid and is being fetched" + (job.tries() == 0 ? "."
                    : "; the next try is " + due(job) + "."));
            case DELIVERED -> List.of("Nothing. The video lies in " + Words.safe(job.places().out()) + ".");
            case REJECTED -> job.problems().isEmpty()
                    ? List.of("It cost nothing. Correct what the gateway refused and move the files back into in/,",
                            "or, if the fault was not in the drop: reeldrop retry " + id + "   (costs " + cost + ")")
                    : List.of("It cost nothing. Correct the faults above and move the files back into in/:", Words.safe(job.places().in()));
            case FAILED -> List.of("The task ended without a video. To buy it again as it is: reeldrop retry " + id + "   (costs " + cost
                    + ")",
                    "To change it: edit the sidecar or the image and move the files back into in/; that is a new purchase too.");
            case CANCELLED -> List.of("Nothing, or buy it after all: reeldrop retry " + id + "   (costs " + cost + ")");
            case UNDELIVERED -> List.of("It is paid for, and its task id is kept. Mend what the reason names, then: reeldrop retry " + id,
                    "That goes on with the same task and costs nothing. Moving the files back into in/ does the same.");
            case IN_DOUBT -> inDoubt(job, events, cost);
        };
    }

    private List<String> waiting(Job job) {
        String why = job.text("waits_for");
        String then = why == null ? "Nothing. It is submitted when its turn comes, while reeldrop run is running."
                : why.startsWith("pause: everything") ? "All buying is paused. To go on: reeldrop resume --all"
                : why.startsWith("pause: ") ? "To go on: reeldrop resume --" + why.substring("pause: ".length())
                : why.startsWith("budget: tasks of account ") ? "The account's tasks for today are bought. It goes on tomorrow, or raise"
                        + " reeldrop.accounts." + job.account() + ".max-tasks-per-day and start again."
                : why.startsWith("budget: account ") ? "The account's cap for today is used up. It goes on tomorrow, or raise"
                        + " reeldrop.accounts." + job.account() + ".max-cost-per-day and start again."
                : why.startsWith("budget") ? "The watch's cap for today is used up. It goes on tomorrow, or raise the cap in the watch's"
                        + " route file."
                : why.startsWith("output place") ? "Its output place cannot be written to. Mend that; buying goes on by itself."
                : why.startsWith("gateway") ? "The gateway left several POSTs without an answer. Single probes go on; to try at once:"
                        + " reeldrop resume --account "
                        + job.account()
                : why.equals("slot") ? "Nothing. It is submitted when another task of the account ends (reeldrop.accounts." + job.account()
                        + ".max-in-flight)."
                : why.equals("retry") ? "Nothing. It is tried again " + due(job) + "."
                : "Nothing.";
        return List.of(then, "To take it back: reeldrop cancel " + job.id() + "   (nothing is under way for it)");
    }

    private List<String> inDoubt(Job job, List<Map<String, Object>> events, String cost) {
        Long submitted = job.number("submitted_at");
        long posted = submitted == null ? job.changedAt() : submitted;
        long known = events.stream().filter(e -> "IN_DOUBT".equals(e.get("state"))).mapToLong(e -> ((Number) e.get("at")).longValue()).max()
                .orElse(job.changedAt());
        long from = posted - SKEW_MS;
        long to = known + SKEW_MS;
        boolean abroad = !desk.zone().getRules().getOffset(Instant.ofEpochMilli(posted)).equals(ZoneOffset.UTC);
        return List.of("A task may have been made and charged. In the gateway's portal, look at the request history of account '"
                + job.account() + "'",
                "for a task of model " + Words.safe(String.valueOf(job.text("model"))) + " whose id no other job here has, made between",
                "  " + Words.time(from, desk.zone()) + " and " + Words.time(to, desk.zone()) + " (" + desk.zone() + ")"
                        + (abroad ? ", which is " + Words.time(from, ZoneOffset.UTC) + " to " + Words.time(to, ZoneOffset.UTC) + " UTC"
                                : "") + ". Then:",
                "  reeldrop resolve " + job.id() + " --task-id ID     it is there: its video is fetched, nothing is bought",
                "  reeldrop resolve " + job.id() + " --not-charged    it is not there: the reservation is given back, and it is submitted"
                        + " again (costs " + cost + ")",
                "  reeldrop resolve " + job.id() + " --buy-again      nobody can tell: it counts as paid, and it is submitted again"
                        + " (costs another " + cost + ")",
                "Or leave it: reeldrop cancel " + job.id() + "   (stays counted as paid)");
    }

    private String due(Job job) {
        long in = job.dueAt() == null ? 0 : job.dueAt() - desk.clock().millis();
        return in <= 0 ? "at once" : "in " + Words.duration(in);
    }
}
