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
import java.util.stream.Stream;

/** Everything that is known to go wrong at a gateway. */
final class FaultRows {

    /** When the gateway says that it will be back. */
    static final Instant BACK = Instant.now().plus(Duration.ofHours(3)).truncatedTo(ChronoUnit.SECONDS);

    /** How many jobs in doubt an outage lasts for. */
    static final long OUTAGE = 7;

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
        rows.add(of("lost", "cometapi", "answer lost").some("[lose]").doubtful(Doubt.PAID));
        rows.add(of("reset", "gptge", "answer reset in the middle").some("[reset]").doubtful(Doubt.PAID));
        rows.add(of("no-id", "chainub", "200 without an id").some("[no-id]").doubtful(Doubt.PAID));
        rows.add(of("html", "kkiai", "HTML page with 200").some("[html]").doubtful(Doubt.PAID));
        rows.add(of("paid-504", "cometapi", "504 although there is a task").some("[error]").doubtful(Doubt.PAID));
        rows.add(of("dropped", "runway", "connection closed before the answer").some("[drop-before]").doubtful(Doubt.UNPAID));
        rows.add(of("s408", "gptge", "408").some("[status-408]").doubtful(Doubt.UNPAID));
        rows.add(of("s5xx", "chainub", "500, 502, 504").some("[status-500]", "[status-502]", "[status-504]").doubtful(Doubt.UNPAID));
        rows.add(of("s503", "kkiai", "503 every time for a while", "status-503", "1").doubtful(Doubt.UNPAID)
                .until(stage -> stage.inDoubt() >= OUTAGE || stage.sandbox.report().posts() > 2 * FaultMatrix.JOBS, "status-503", "0"));
        rows.add(of("redirect", "cometapi", "301, 302, 307, 308 to another host").some(redirects("redirect-submits"))
                .doubtful(Doubt.UNPAID));
        rows.add(of("storm", "runway", "429 storm", "status-429", "1").until(stage -> stage.pauses.size() >= 6, "status-429", "0"));
        rows.add(of("storm-s", "gptge", "429 storm, Retry-After in seconds", "status-429", "1", "retry-after", "1800")
                .until(stage -> stage.pauses.size() >= 3, "status-429", "0"));
        rows.add(of("storm-date", "kkiai", "429 storm, Retry-After as a date", "status-429", "1", "retry-after",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(BACK.atZone(ZoneOffset.UTC)))
                .until(stage -> stage.pauses.size() >= 3, "status-429", "0"));
    }

    private static void polls(List<FaultRow> rows) {
        rows.add(of("poll-html", "cometapi", "HTML page on polls").some("[html-polls 2]"));
        rows.add(of("poll-redirect", "runway", "301, 302, 307, 308 to another host on polls").some(redirects("redirect-polls 2")));
        rows.add(of("poll-reset", "gptge", "poll reset in the middle").some("[reset-polls 2]"));
        rows.add(of("poll-hangs", "sandbox", "poll that hangs").some("[hang 300000]"));
        rows.add(of("poll-429", "chainub", "429 on polls").some("[poll-429 2]"));
        rows.add(of("poll-5xx", "kkiai", "408, 500, 502, 503, 504 on polls").some("[poll-408]", "[poll-500 2]", "[poll-502]",
                "[poll-503 2]", "[poll-504]"));
    }

    private static String[] redirects(String what) {
        return Stream.of("301", "302", "307", "308").map(status -> "[" + what + "] [redirect-status " + status + "]")
                .toArray(String[]::new);
    }

    private static void tasks(List<FaultRow> rows) {
        rows.add(of("unknown-60", "cometapi", "task_not_exist for 60 s").directed("[unknown-task 60000]"));
        rows.add(of("unknown-ever", "gptge", "task_not_exist for ever").directed("[unknown-task]").ends(State.UNDELIVERED).keepsSlot());
        rows.add(of("gone-60", "runway", "404 for 60 s where that is final").directed("[unknown-task 60000]").goesOn());
        rows.add(of("odd-60", "runway", "unknown status for 60 s").directed("[unknown-status 60000]"));
        rows.add(of("odd-ever", "sandbox", "unknown status for ever").directed("[unknown-status]").ends(State.UNDELIVERED).keepsSlot());
        rows.add(of("empty-20", "chainub", "SUCCEEDED without output for 20 s").directed("[no-output 20000]"));
        rows.add(of("empty-ever", "cometapi", "SUCCEEDED without output for ever").directed("[no-output]").ends(State.UNDELIVERED)
                .keepsSlot());
        rows.add(of("cancelled", "runway", "CANCELLED by somebody else").directed("[cancelled]").ends(State.CANCELLED));
    }

    private static void failures(List<FaultRow> rows) {
        rows.add(failed("fail-never", "runway", NEVER, 1));
        rows.add(failed("fail-once", "cometapi", ONCE, 2));
        rows.add(failed("fail-later", "sandbox", LATER, 1 + FaultMatrix.TASK_RETRIES));
        rows.add(of("fail-some", "runway", "FAILED with INTERNAL now and then").some("[fail INTERNAL 1]").failing(1));
    }

    /** @param tasks of each job, all of which fail */
    private static FaultRow failed(String name, String gateway, List<String> codes, int tasks) {
        return of(name, gateway, "FAILED with " + String.join(", ", codes).replace("none", "no code"))
                .directed(codes.stream().map(code -> ("[fail " + code + "]").replace(" none", "")).toArray(String[]::new))
                .failing(tasks).ends(State.FAILED);
    }

    private static void downloads(List<FaultRow> rows) {
        rows.add(of("expired", "runway", "output URL expired").directed("[stale-outputs 2]"));
        rows.add(of("expired-ever", "runway", "every output URL expired", "expire-outputs", "1").goesOn("expire-outputs", "86400000"));
        rows.add(of("moved", "cometapi", "download redirected to another host", "redirect-downloads", "1"));
        rows.add(of("cut", "chainub", "download cut").some("[cut 2]"));
        rows.add(of("short", "kkiai", "download of the wrong length").some("[wrong-length 2]"));
        rows.add(of("page", "gptge", "not a video").some("[not-a-video 2]"));
        rows.add(of("endless", "cometapi", "endless download").directed("[endless]").goesOn());
    }
}
