package io.reeldrop.pipeline;

import static io.reeldrop.pipeline.FaultRow.of;

import io.reeldrop.job.State;
import io.reeldrop.pipeline.FaultRow.Doubt;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Everything that is known to go wrong at a gateway. */
final class FaultRows {

    /** When the gateway says that it will be back. */
    static final Instant BACK = Instant.now().plus(Duration.ofHours(3)).truncatedTo(ChronoUnit.SECONDS);
    private static final String SOME = "0.15";
    private static final String FEW = "0.06";
    private static final String MANY = "0.3";

    /** What another attempt means by the failure's code; none: the gateway gives none, which may hide anything at a relay. */
    private static final List<String> NEVER = List.of("SAFETY.INPUT.TEXT", "SAFETY.INPUT.IMAGE", "SAFETY.OUTPUT.VIDEO",
            "INPUT_PREPROCESSING.SAFETY.TEXT", "INPUT_PREPROCESSING.SAFETY.THIRD_PARTY", "ASSET.INVALID", "THIRD_PARTY.INPUT_VALIDATION",
            "NOBODY.KNOWS");
    private static final List<String> ONCE = List.of("INTERNAL.BAD_OUTPUT.CODE01", "none");
    private static final List<String> LATER = List.of("INTERNAL", "INPUT_PREPROCESSING.INTERNAL", "THIRD_PARTY.UNAVAILABLE", "none");

    private FaultRows() {
    }

    static List<FaultRow> all() {
        List<FaultRow> rows = new ArrayList<>();
        purchases(rows);
        polls(rows);
        tasks(rows);
        failures(rows);
        downloads(rows);
        return rows;
    }

    private static void purchases(List<FaultRow> rows) {
        rows.add(of("lost", "cometapi", "answer lost", "lose-answers", SOME).doubtful(Doubt.PAID));
        rows.add(of("late", "sandbox", "answer later than the time-out", "delay-answers", "0.06", "delay-answers-ms", "120000")
                .doubtful(Doubt.PAID));
        rows.add(of("reset", "gptge", "answer reset in the middle", "reset-answers", SOME).doubtful(Doubt.PAID));
        rows.add(of("no-id", "chainub", "200 without an id", "no-id", SOME).doubtful(Doubt.PAID));
        rows.add(of("html", "kkiai", "HTML page with 200", "html-answers", SOME).doubtful(Doubt.PAID));
        rows.add(of("paid-504", "cometapi", "504 although there is a task", "error-answers", SOME).doubtful(Doubt.PAID));
        rows.add(of("dropped", "runway", "connection closed before the answer", "drop-before", SOME).doubtful(Doubt.UNPAID));
        rows.add(of("s408", "gptge", "408", "status-408", SOME).doubtful(Doubt.UNPAID));
        rows.add(of("s5xx", "chainub", "500, 502, 504", "status-500", FEW, "status-502", FEW, "status-504", FEW).doubtful(Doubt.UNPAID));
        rows.add(of("s503", "kkiai", "503 every time for a while", "status-503", "1").doubtful(Doubt.UNPAID)
                .until(stage -> stage.inDoubt() >= 7, "status-503", "0"));
        rows.add(of("redirect", "cometapi", "301, 302, 307, 308 to another host", "redirect-submits", SOME,
                "redirect-status", "301,302,307,308").doubtful(Doubt.UNPAID));
        rows.add(of("storm", "runway", "429 storm", "status-429", "1").until(stage -> stage.pauses.size() >= 6, "status-429", "0"));
        rows.add(of("storm-s", "gptge", "429 storm, Retry-After in seconds", "status-429", "1", "retry-after", "1800")
                .until(stage -> stage.pauses.size() >= 3, "status-429", "0"));
        rows.add(of("storm-date", "kkiai", "429 storm, Retry-After as a date", "status-429", "1", "retry-after",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(BACK.atZone(ZoneOffset.UTC)))
                .until(stage -> stage.pauses.size() >= 3, "status-429", "0"));
    }

    private static void polls(List<FaultRow> rows) {
        rows.add(of("poll-html", "cometapi", "HTML page on polls", "html-polls", MANY));
        rows.add(of("poll-redirect", "runway", "301, 302, 307, 308 to another host on polls", "redirect-polls", MANY,
                "redirect-status", "301,302,307,308"));
        rows.add(of("poll-reset", "gptge", "poll reset in the middle", "reset-polls", MANY));
        rows.add(of("poll-hangs", "sandbox", "poll that hangs", "hang-polls", "0.1", "hang-polls-ms", "120000"));
        rows.add(of("poll-429", "chainub", "429 on polls", "poll-429", SOME));
        rows.add(of("poll-5xx", "kkiai", "408, 500, 502, 503, 504 on polls", "poll-408", SOME, "poll-500", SOME,
                "poll-502", SOME, "poll-503", SOME, "poll-504", SOME));
    }

    private static void tasks(List<FaultRow> rows) {
        rows.add(of("unknown-60", "cometapi", "task_not_exist for 60 s", "unknown-task", "1", "unknown-task-ms", "60000"));
        rows.add(of("unknown-ever", "gptge", "task_not_exist for ever", "unknown-task", "1", "unknown-task-ms", "0")
                .ends(State.UNDELIVERED).keepsSlot());
        rows.add(of("gone-60", "runway", "404 for 60 s where that is final", "unknown-task", "1", "unknown-task-ms", "60000").goesOn());
        rows.add(of("odd-60", "runway", "unknown status for 60 s", "unknown-status", "1", "unknown-status-ms", "60000"));
        rows.add(of("odd-ever", "sandbox", "unknown status for ever", "unknown-status", "1", "unknown-status-ms", "0")
                .ends(State.UNDELIVERED).keepsSlot());
        rows.add(of("empty-20", "chainub", "SUCCEEDED without output for 20 s", "no-output", "1", "no-output-ms", "20000"));
        rows.add(of("empty-ever", "cometapi", "SUCCEEDED without output for ever", "no-output", "1", "no-output-ms", "0")
                .ends(State.UNDELIVERED).keepsSlot());
        rows.add(of("cancelled", "runway", "CANCELLED by somebody else", "cancelled", "1").ends(State.CANCELLED));
    }

    private static void failures(List<FaultRow> rows) {
        rows.add(failed("fail-never", "runway", NEVER, 1));
        rows.add(failed("fail-once", "cometapi", ONCE, 2));
        rows.add(failed("fail-later", "sandbox", LATER, 1 + FaultMatrix.TASK_RETRIES));
        rows.add(of("fail-some", "runway", "FAILED with INTERNAL now and then", "fail", "0.3", "failure-codes", "INTERNAL").failing(null));
    }

    /** @param tasks of each job, all of which fail */
    private static FaultRow failed(String name, String gateway, List<String> codes, int tasks) {
        return of(name, gateway, "FAILED with " + String.join(", ", codes).replace("none", "no code"), "fail", "1",
                "failure-codes", String.join(",", codes).replace("none", "")).failing(tasks).ends(State.FAILED);
    }

    private static void downloads(List<FaultRow> rows) {
        rows.add(of("expired", "gptge", "output URL expired", "expire-outputs", "1")
                .until(stage -> stage.entered(State.DELIVERING) >= 2 * FaultMatrix.JOBS, "expire-outputs", "86400000"));
        rows.add(of("expired-ever", "runway", "every output URL expired", "expire-outputs", "1").goesOn("expire-outputs", "86400000"));
        rows.add(of("moved", "cometapi", "download redirected to another host", "redirect-downloads", "1"));
        rows.add(of("cut", "chainub", "download cut", "cut-downloads", MANY));
        rows.add(of("short", "kkiai", "download of the wrong length", "wrong-length", MANY));
        rows.add(of("page", "gptge", "not a video", "not-a-video", MANY));
        rows.add(of("endless", "cometapi", "endless download").directed("endless 1").goesOn());
    }
}
