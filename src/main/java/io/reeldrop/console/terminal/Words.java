package io.reeldrop.console.terminal;

import io.reeldrop.job.Image;
import io.reeldrop.job.Job;
import io.reeldrop.job.Micros;
import io.reeldrop.job.State;
import io.reeldrop.console.terminal.Terminal.Colour;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/** Times, amounts, names and states as the commands print them. */
public final class Words {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private Words() {
    }

    /** Null for null. */
    public static String image(Image image) {
        return image == null ? null : image.type() + ", " + image.width() + " x " + image.height() + ", " + image.bytes() + " bytes";
    }

    /** Local time. */
    public static String time(long millis, ZoneId zone) {
        return TIME.format(Instant.ofEpochMilli(millis).atZone(zone));
    }

    /** The two largest parts of a duration: {@code 340 ms}, {@code 12 s}, {@code 3 min 5 s}, {@code 2 h 10 min}, {@code 4 d 1 h}. */
    public static String duration(long millis) {
        long s = Math.max(0, millis) / 1000;
        if (millis < 1000) {
            return Math.max(0, millis) + " ms";
        }
        if (s < 60) {
            return s + " s";
        }
        if (s < 3600) {
            return s / 60 + " min" + (s % 60 == 0 ? "" : " " + s % 60 + " s");
        }
        if (s < 86_400) {
            return s / 3600 + " h" + (s / 60 % 60 == 0 ? "" : " " + s / 60 % 60 + " min");
        }
        return s / 86_400 + " d" + (s / 3600 % 24 == 0 ? "" : " " + s / 3600 % 24 + " h");
    }

    /** Its largest part, for a narrow column: {@code 12s}, {@code 3m}, {@code 2h}, {@code 4d}. */
    public static String age(long millis) {
        long s = Math.max(0, millis) / 1000;
        return s < 60 ? s + "s" : s < 3600 ? s / 60 + "m" : s < 172_800 ? s / 3600 + "h" : s / 86_400 + "d";
    }

    /** @param micros null where no price is known */
    public static String amount(Long micros, String unit) {
        return micros == null ? "an unknown amount" : Micros.text(micros) + " " + unit;
    }

    /** {@code 1 job}, {@code 2 jobs}. */
    public static String count(long n, String noun) {
        return n + " " + noun + (n == 1 ? "" : "s");
    }

    /** Names and replies may hold anything; a terminal must not obey it, nor a table break on it. */
    public static String safe(String text) {
        return text == null ? "" : text.replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
                .replaceAll("[\\p{Cntrl}\\u202a-\\u202e\\u2066-\\u2069]", "\uFFFD");
    }

    public static Colour colour(State state) {
        return switch (state) {
            case DELIVERED -> Colour.GREEN;
            case REJECTED, FAILED, UNDELIVERED, IN_DOUBT -> Colour.RED;
            case CANCELLED -> Colour.DIM;
            case WAITING -> Colour.YELLOW;
            default -> Colour.CYAN;
        };
    }

    /** What is worth knowing beside the state, in one line. */
    public static String standing(Job job) {
        String reason = job.text("reason");
        return safe(switch (job.state()) {
            case WAITING -> job.text("waits_for") == null ? "its turn" : job.text("waits_for") + (reason == null ? "" : ": " + reason);
            case RENDERING -> (job.cancelAsked() ? "cancel asked; " : "") + (job.taskStatus() == null ? "submitted" : job.taskStatus())
                    + (reason == null ? "" : ": " + reason);
            case DELIVERED -> job.text("output_file");
            case TAKING -> reason == null ? "its files are being moved" : reason;
            case SUBMITTING -> "POST under way";
            case DELIVERING -> (job.text("output_sha256") == null ? "fetching" : "publishing") + (reason == null ? "" : ": " + reason);
            default -> reason;
        });
    }

    /** {@code counts} as {@code 3 DELIVERED, 1 FAILED}. */
    public static String counts(Map<State, Long> counts, Terminal terminal) {
        return counts.isEmpty() ? "no jobs" : counts.entrySet().stream()
                .map(e -> e.getValue() + " " + terminal.in(colour(e.getKey()), e.getKey().name()))
                .collect(java.util.stream.Collectors.joining(", "));
    }
}
