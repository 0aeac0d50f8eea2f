package io.reeldrop.drop;

import io.reeldrop.job.Advice;
import io.reeldrop.job.Disk;
import io.reeldrop.job.Job;
import io.reeldrop.job.Jobs;
import io.reeldrop.job.Ledger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code _status.txt} in each watch's root: what waits and why, for the people who drop images and have no other tool than the folder. */
public final class StatusPage {

    private static final Logger LOG = LoggerFactory.getLogger(StatusPage.class);
    private static final int MOST = 20;

    private final Watches watches;
    private final Jobs jobs;
    private final Ledger ledger;
    private final Disk disk;
    private final Map<String, String> written = new HashMap<>();

    public StatusPage(Watches watches, Jobs jobs, Ledger ledger, Disk disk) {
        this.watches = watches;
        this.jobs = jobs;
        this.ledger = ledger;
        this.disk = disk;
    }

    /** Writes the page of every watch whose text has changed. */
    public void write() {
        for (FolderLook look : watches.all()) {
            Watch watch = look.watch();
            String text = text(look);
            Path file = Path.of(watch.places().root()).resolve("_status.txt");
            if (!text.equals(written.get(watch.name())) || !Files.exists(file)) {
                try {
                    Path part = file.resolveSibling("._status.txt.part");
                    Files.writeString(part, text);
                    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
                    written.put(watch.name(), text);
                } catch (IOException e) {
                    LOG.debug("Watch {}: no _status.txt: {}", watch.name(), e.toString());
                }
            }
        }
    }

    private String text(FolderLook look) {
        String watch = look.watch().name();
        StringBuilder text = new StringBuilder("Reeldrop, watch " + watch + "\n\n");
        Map<String, Long> counts = new TreeMap<>(jobs.counts(watch));
        text.append(counts.isEmpty() ? "No drops yet.\n" : counts.entrySet().stream().map(e -> e.getValue() + " " + words(e.getKey()))
                .collect(Collectors.joining(", ", "", ".\n")));
        for (String fault : faults(look)) {
            text.append("\nATTENTION: ").append(fault).append('\n');
        }
        waiting(watch, text);
        section(text, "Being made now", jobs.list("watch = :watch AND state IN ('SUBMITTING', 'RENDERING', 'DELIVERING')", Map.of("watch", watch), MOST + 1),
                job -> job.name() + (job.taskStatus() == null ? "" : " (" + job.taskStatus() + ")") + reason(job));
        section(text, "Needs you (in dead-letter/)", jobs.list("watch = :watch AND state IN ('REJECTED', 'FAILED', 'CANCELLED', 'UNDELIVERED', 'IN_DOUBT')"
                + " AND changed_at = (SELECT max(changed_at) FROM job newer WHERE newer.watch = job.watch AND newer.stem = job.stem)",
                Map.of("watch", watch), MOST + 1), job -> job.stem() + ": " + job.text("reason") + "\n      " + Advice.of(job));
        return text.toString();
    }

    private List<String> faults(FolderLook look) {
        return Stream.of(look.alarm(), disk.full() == null ? "" : "nothing is bought: " + disk.full(),
                        ledger.pausedAll() == null ? "" : "nothing is bought: everything is paused: " + ledger.pausedAll())
                .filter(fault -> fault != null && !fault.isEmpty()).toList();
    }

    private void waiting(String watch, StringBuilder text) {
        jobs.waits(watch).forEach((why, number) -> text.append("\n").append(number).append(" waiting: ").append(why).append('\n'));
    }

    private static void section(StringBuilder text, String title, List<Job> jobs, Function<Job, String> line) {
        if (!jobs.isEmpty()) {
            text.append('\n').append(title).append(":\n");
            jobs.stream().limit(MOST).forEach(job -> text.append("  - ").append(line.apply(job)).append('\n'));
            if (jobs.size() > MOST) {
                text.append("  … and more\n");
            }
        }
    }

    private static String reason(Job job) {
        return job.text("reason") == null ? "" : ": " + job.text("reason");
    }

    private static String words(String state) {
        return state.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
