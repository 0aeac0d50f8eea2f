package io.reeldrop.sandbox;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * Every option of the sandbox: its name, its default and what it means. A <em>rate</em> is a chance from 0 to 1; times are milliseconds.
 */
public enum Option {
    HOST("host", "127.0.0.1", Kind.TEXT, "address to listen on; anyone who reaches it can use it"),
    PORT("port", "0", Kind.COUNT, "port to listen on; 0 takes a free one"),
    OUTPUT_HOST("output-host", "", Kind.TEXT, "host name in output URLs, such as localhost; empty: the one the API was called at"),
    KEY("key", "", Kind.TEXT, "the only Bearer key let in; empty: any key"),
    SEED("seed", "1", Kind.COUNT, "where all chances and render times are drawn from"),

    MANNERS("manners", "", Kind.LIST, "manners of speaking of tasks, in turn; empty: every one that the gateway called is known to have"),

    SLOTS("slots", "20", Kind.POSITIVE, "tasks rendered at once; the surplus is THROTTLED and starts in order of arrival"),
    RENDER("render", "2000..4000", Kind.RANGE, "time a task takes in its slot: one number, or least..most"),
    PENDING("pending", "100", Kind.COUNT, "the first part of a render, at most half of it, shown as PENDING"),
    CREDITS("credits", "100000", Kind.COUNT, "balance at the start"),
    DAILY_QUOTA("daily-quota", "0", Kind.COUNT, "tasks let in within 24 hours, the rest gets 429; 0: no limit"),

    VIDEO_WIDTH("video-width", "384", Kind.WIDTH, "width in pixels of a 16:9 video, 64 to 1280; other ratios get the same area"),
    VIDEO_FRAMES("video-frames", "12", Kind.POSITIVE, "different frames in a video; each costs rendering time"),
    VIDEO_BYTES("video-bytes", "0", Kind.COUNT, "exact size of a video file, filled up behind the picture; 0 or too small: as it comes"),

    OUTAGE("outage", "false", Kind.FLAG, "while on, everything answers 500, polls and downloads too, and no task comes to be"),
    DROP_BEFORE("drop-before", "0", Kind.RATE, "connection closed before the request is looked at: no task"),
    STATUS_408("status-408", "0", Kind.RATE, "submit answered 408: no task"),
    STATUS_429("status-429", "0", Kind.RATE, "submit answered 429: no task"),
    STATUS_500("status-500", "0", Kind.RATE, "submit answered 500: no task"),
    STATUS_502("status-502", "0", Kind.RATE, "submit answered 502: no task"),
    STATUS_503("status-503", "0", Kind.RATE, "submit answered 503: no task"),
    STATUS_504("status-504", "0", Kind.RATE, "submit answered 504: no task"),
    REDIRECT_SUBMITS("redirect-submits", "0", Kind.RATE, "submit answered with a redirect: no task"),
    LOSE_ANSWERS("lose-answers", "0", Kind.RATE, "task created, then the connection is closed without an answer"),
    RESET_ANSWERS("reset-answers", "0", Kind.RATE, "task created, the answer breaks off in the middle"),
    DELAY_ANSWERS("delay-answers", "0", Kind.RATE, "task created, the answer comes late"),
    DELAY_ANSWERS_MS("delay-answers-ms", "5000", Kind.COUNT, "how late"),

    ERROR_ANSWERS("error-answers", "0", Kind.RATE, "task created, and answered 504 all the same"),
    NO_ID("no-id", "0", Kind.RATE, "task created, the answer is an empty object"),
    HTML_ANSWERS("html-answers", "0", Kind.RATE, "task created, the answer is an HTML page with status 200"),

    RETRY_AFTER("retry-after", "", Kind.TEXT, "what a 429 asks for in Retry-After: seconds, or an HTTP date; empty: nothing"),
    REDIRECT_STATUS("redirect-status", "302", Kind.LIST, "statuses of the redirects, one drawn for each"),
    REDIRECT_HOST("redirect-host", "localhost", Kind.TEXT, "host name they lead to: the sandbox under another name, counting who follows"),

    POLL_408("poll-408", "0", Kind.RATE, "poll answered 408"),
    POLL_429("poll-429", "0", Kind.RATE, "poll answered 429"),
    POLL_500("poll-500", "0", Kind.RATE, "poll answered 500"),
    POLL_502("poll-502", "0", Kind.RATE, "poll answered 502"),
    POLL_503("poll-503", "0", Kind.RATE, "poll answered 503"),
    POLL_504("poll-504", "0", Kind.RATE, "poll answered 504"),
    HTML_POLLS("html-polls", "0", Kind.RATE, "poll answered with an HTML page and status 200"),
    REDIRECT_POLLS("redirect-polls", "0", Kind.RATE, "poll answered with a redirect"),
    RESET_POLLS("reset-polls", "0", Kind.RATE, "poll whose answer breaks off in the middle"),
    HANG_POLLS("hang-polls", "0", Kind.RATE, "poll answered late"),
    HANG_POLLS_MS("hang-polls-ms", "60000", Kind.COUNT, "how late"),
    UNKNOWN_TASK("unknown-task", "0", Kind.RATE, "task that polls answer with 404 at first"),
    UNKNOWN_TASK_MS("unknown-task-ms", "10000", Kind.COUNT, "how long after the submit; 0: for ever"),
    UNKNOWN_STATUS("unknown-status", "0", Kind.RATE, "task that shows a status nobody knows at first"),
    UNKNOWN_STATUS_MS("unknown-status-ms", "10000", Kind.COUNT, "how long after the submit; 0: for ever"),

    FAIL("fail", "0", Kind.RATE, "task that ends FAILED after its render time"),
    FAILURE_CODES("failure-codes", "INTERNAL", Kind.LIST, "codes they fail with, one drawn for each; an empty one: no code"),
    CANCELLED("cancelled", "0", Kind.RATE, "task that ends CANCELLED, as if someone had done it elsewhere"),
    NO_OUTPUT("no-output", "0", Kind.RATE, "task that is SUCCEEDED without an output at first"),
    NO_OUTPUT_MS("no-output-ms", "0", Kind.COUNT, "how long after its end; 0: for ever"),

    EXPIRE_OUTPUTS("expire-outputs", "86400000", Kind.POSITIVE, "how long an output URL works, then 403; a new poll gives a new URL"),
    REDIRECT_DOWNLOADS("redirect-downloads", "0", Kind.RATE, "download answered with a redirect to where the video is"),
    CUT_DOWNLOADS("cut-downloads", "0", Kind.RATE, "connection closed in the middle of a download"),
    WRONG_LENGTH("wrong-length", "0", Kind.RATE, "download that says it is half as long as it is and ends there"),
    NOT_A_VIDEO("not-a-video", "0", Kind.RATE, "download that is an HTML page with status 200"),
    ENDLESS("endless", "0", Kind.RATE, "download without a length that never ends");

    /** How the text of a value is read. */
    private enum Kind {
        TEXT(String::trim, "a text"),
        LIST(text -> List.of(text.trim().split("\\s*,\\s*", -1)), "words with commas between"),
        FLAG(Kind::flag, "true or false"),
        COUNT(text -> atLeast(0, text), "a whole number, 0 or more"),
        POSITIVE(text -> atLeast(1, text), "a whole number, 1 or more"),
        WIDTH(Kind::width, "a whole number from 64 to 1280"),
        RATE(Kind::rate, "a number from 0 to 1"),
        RANGE(Range::parse, "a whole number, or least..most");

        private final Function<String, Object> reader;
        private final String wanted;

        Kind(Function<String, Object> reader, String wanted) {
            this.reader = reader;
            this.wanted = wanted;
        }

        private static Object flag(String text) {
            return switch (text.trim()) {
                case "true", "on" -> true;
                case "false", "off" -> false;
                default -> throw new IllegalArgumentException(text);
            };
        }

        private static Object atLeast(long least, String text) {
            long number = new BigDecimal(text.trim()).longValueExact();
            if (number < least) {
                throw new IllegalArgumentException(text);
            }
            return number;
        }

        private static Object width(String text) {
            long number = (Long) atLeast(64, text);
            if (number > 1280) {
                throw new IllegalArgumentException(text);
            }
            return number;
        }

        private static Object rate(String text) {
            double rate = new BigDecimal(text.trim()).doubleValue();
            if (rate < 0 || rate > 1) {
                throw new IllegalArgumentException(text);
            }
            return rate;
        }
    }

    private final String label;
    private final String standard;
    private final Kind kind;
    private final String meaning;

    Option(String label, String standard, Kind kind, String meaning) {
        this.label = label;
        this.standard = standard;
        this.kind = kind;
        this.meaning = meaning;
    }

    /** The name to write, such as {@code lose-answers}. */
    public String label() {
        return label;
    }

    /** The default, as one would write it. */
    public String standard() {
        return standard;
    }

    /** One line for people. */
    public String meaning() {
        return meaning;
    }

    Object read(String text) {
        try {
            return kind.reader.apply(text);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IllegalArgumentException("option " + label + ": '" + text + "' is not " + kind.wanted, e);
        }
    }

    /** @throws IllegalArgumentException for a name that is no option; the message suggests the nearest one */
    public static Option named(String name) {
        String wanted = name.trim().toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(o -> o.label.equals(wanted)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown option '" + name + "'"
                        + nearest(wanted).map(near -> "; did you mean '" + near + "'?").orElse("")));
    }

    private static Optional<String> nearest(String wanted) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        return Arrays.stream(values()).map(Option::label)
                .filter(label -> distance.apply(wanted, label) <= Math.max(2, label.length() / 3))
                .min(Comparator.comparingInt(label -> distance.apply(wanted, label)));
    }
}
