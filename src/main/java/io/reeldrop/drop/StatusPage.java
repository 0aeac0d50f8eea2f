package io.reeldrop.drop;

import io.reeldrop.job.Advice;
import io.reeldrop.job.Disk;
import io.reeldrop.job.Job;
import io.reeldrop.job.Jobs;
import io.reeldrop.job.Ledger;
import io.reeldrop.job.Problem;
import io.reeldrop.storage.Storage;
import io.reeldrop.storage.Storages;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code _status.txt} in each watch's root: what waits and why, for the people who drop images and have no other tool than the folder. */
public final class StatusPage {

    private static final Logger LOG = LoggerFactory.getLogger(StatusPage.class);
    private static final String PAGE = "_status.txt";
    private static final int MOST = 20;
    private static final int MOST_DEAD = 100;
    private static final String NEEDS_YOU = "watch = :watch AND state IN ('REJECTED', 'FAILED', 'CANCELLED', 'UNDELIVERED', 'IN_DOUBT')"
            + " AND changed_at = (SELECT max(changed_at) FROM job newer WHERE newer.watch = job.watch AND newer.stem = job.stem)";

    private final Storages storages;
    private final Watches watches;
    private final Jobs jobs;
    private final Ledger ledger;
    private final Disk disk;
    private final Map<String, String> written = new HashMap<>();

    public StatusPage(Storages storages, Watches watches, Jobs jobs, Ledger ledger, Disk disk) {
        this.storages = storages;
        this.watches = watches;
        this.jobs = jobs;
        this.ledger = ledger;
        this.disk = disk;
    }

    /** Writes the page of every watch that this node looks at and whose text has changed. */
    public void write() {
        for (Look look : watches.all()) {
            Watch watch = look.watch();
            if (!look.onDuty()) {
                // Another node's page is another's: what was written here last says nothing any more.
                written.remove(watch.name());
                continue;
            }
            String text = text(look);
            Storage root = storages.at(watch.places().root());
            try {
                if (!text.equals(written.get(watch.name())) || !root.has(PAGE)) {
                    root.write(PAGE, text);
                    written.put(watch.name(), text);
                }
            } catch (IOException e) {
                LOG.debug("Watch {}: no {}: {}", watch.name(), PAGE, e.toString());
            }
        }
    }

    private String text(Look look) {
        String watch = look.watch().name();
        StringBuilder text = new StringBuilder("Reeldrop, watch " + watch + "\n\n");
        Map<String, Long> counts = new TreeMap<>(jobs.counts(watch));
        text.append(counts.isEmpty() ? "No drops yet.\n" : counts.entrySet().stream().map(e -> e.getValue() + " " + words(e.getKey()))
                .collect(Collectors.joining(", ", "", ".\n")));
        for (String fault : faults(look)) {
            text.append("\nATTENTION: ").append(fault).append('\n');
        }
        waiting(watch, text);
        section(text, "Being made now", jobs.beingMade(watch, MOST + 1), MOST,
                job -> name(job.name()) + (job.taskStatus() == null ? "" : " (" + job.taskStatus() + ")") + reason(job));
        section(text, "Needs you (in dead-letter/, newest first)", jobs.latest(NEEDS_YOU, Map.of("watch", watch), MOST_DEAD + 1), MOST_DEAD,
                job -> name(job.stem()) + ": " + why(job) + "\n      " + Advice.of(job));
        return text.toString();
    }

    private List<String> faults(Look look) {
        Stream<String> closed = Stream.concat(
                Stream.of(disk.full(), ledger.pausedAll() == null ? null : "everything is paused: " + ledger.pausedAll())
                        .filter(Objects::nonNull),
                ledger.standstills(look.watch().name()).stream());
        return Stream.concat(look.alarm().lines().map(line -> "held until it is mended: " + line),
                closed.map(why -> "nothing is bought: " + why)).toList();
    }

    private void waiting(String watch, StringBuilder text) {
        jobs.waits(watch).forEach((why, number) -> text.append("\n").append(number).append(" waiting: ").append(wait(why)).append('\n'));
    }

    private static void section(StringBuilder text, String title, List<Job> jobs, int most, Function<Job, String> line) {
        if (!jobs.isEmpty()) {
            text.append('\n').append(title).append(":\n");
            jobs.stream().limit(most).forEach(job -> text.append("  - ").append(line.apply(job)).append('\n'));
            if (jobs.size() > most) {
                text.append("  … and more\n");
            }
        }
    }

    private static String reason(Job job) {
        return job.text("reason") == null ? "" : ": " + job.text("reason");
    }

    /** The store's short words for a wait, for people. */
    private static String wait(String why) {
        String[] words = why.split(": ", 2);
        String what = words.length == 1 ? "" : words[1];
        return switch (words[0]) {
            case "pause" -> what + " is paused";
            case "budget" -> what.startsWith("tasks of ") ? "today's " + what + " are all bought; more tomorrow"
                    : "what " + what + " may spend today is spent; more tomorrow";
            case "gateway" -> "the gateway of " + what + " does not answer clearly";
            case "slot" -> "a free slot; as many as allowed are being made";
            case "retry" -> "the next try";
            case "output place" -> "the output place to come back";
            default -> why;
        };
    }

    /** Every fault, so that one correction is enough. */
    private static String why(Job job) {
        return job.problems().isEmpty() ? job.text("reason")
                : job.problems().stream().map(Problem::toString).collect(Collectors.joining("\n      "));
    }

    /** A name may hold a line break; the page's lines may not. */
    private static String name(String name) {
        return name.replaceAll("\\p{Cntrl}", "?");
    }

    private static String words(String state) {
        return state.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
