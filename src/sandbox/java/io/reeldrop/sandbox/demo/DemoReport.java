package io.reeldrop.sandbox.demo;

import com.drew.imaging.mp4.Mp4MetadataReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.mp4.Mp4Directory;
import com.drew.metadata.mp4.media.Mp4VideoDirectory;
import io.reeldrop.console.terminal.Terminal.Colour;
import io.reeldrop.console.terminal.Terminal;
import io.reeldrop.console.terminal.Words;
import io.reeldrop.gateway.Profile;
import io.reeldrop.job.Advice;
import io.reeldrop.job.Job;
import io.reeldrop.job.Micros;
import io.reeldrop.job.State;
import io.reeldrop.sandbox.Report.Sales;
import io.reeldrop.storage.Storage;
import io.reeldrop.storage.Storages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Looks at what came of the demo's drops with its own eyes, tells it, and gathers what is not as it should be.
 *
 * @param detailed whether it tells where each file lies
 */
record DemoReport(Terminal terminal, Storages storages, boolean detailed, List<String> wrong) {

    void expect(boolean holds, String otherwise) {
        if (!holds) {
            wrong.add(otherwise);
        }
    }

    /** @param sold null for nothing */
    void tell(Profile profile, List<Job> jobs, Sales sold) {
        terminal.say("");
        terminal.say(terminal.in(Colour.BOLD, profile.name() + ", " + profile.title()));
        for (DemoDrop drop : DemoDrop.ALL) {
            Job job = jobs.stream().filter(j -> j.name().equals(drop.name())).findFirst().orElse(null);
            String called = profile.name() + ", " + drop.name();
            String state = job == null ? "MISSING" : job.state().name();
            String said = job == null ? "no job was made of it" : Words.standing(job);
            if (!state.equals(drop.outcome().name())) {
                wrong.add(called + " was to end as " + drop.outcome() + ", but is " + state + ": " + said);
            } else {
                try {
                    said = drop.good() ? video(profile, drop, job, called) : letter(drop, job, called);
                } catch (IOException e) {
                    wrong.add(called + ": " + e);
                }
            }
            terminal.say(String.format(Locale.ROOT, "  %-15s  %s %s", drop.name(),
                    terminal.in(job == null ? Colour.RED : Words.colour(job.state()), String.format("%-9s", state)), said));
        }
        spent(profile, jobs, sold == null ? new Sales(0, 0, 0, null) : sold);
    }

    private String video(Profile profile, DemoDrop drop, Job job, String called) throws IOException {
        Storage out = storages.at(job.places().out());
        String name = job.text("output_file");
        try (InputStream in = out.open(name)) {
            String opened = opened(in);
            expect(out.size(name) == job.number("output_bytes") && out.has(name.replace(".mp4", ".result.json"))
                    && storages.at(job.places().done()).has(drop.image()), called + ": not all of it lies where it should");
            String price = job.text("charged_micros") == null ? "no price named"
                    : Micros.text(job.number("cost_micros")) + " " + profile.cost().unit();
            return String.format("%s, %s, %s s: %s; opened: %s", job.text("model"), job.request().path("ratio").asText(),
                    job.request().path("duration").asText(), price, opened) + where(job.places().out(), name);
        }
    }

    private String where(String place, String name) {
        return detailed ? "\n" + " ".repeat(29) + Storages.shown(place, name) : "";
    }

    /** What a reader of MP4 finds in it. */
    private static String opened(InputStream in) throws IOException {
        Metadata metadata = Mp4MetadataReader.readMetadata(in);
        Mp4Directory film = metadata.getFirstDirectoryOfType(Mp4Directory.class);
        Mp4VideoDirectory picture = metadata.getFirstDirectoryOfType(Mp4VideoDirectory.class);
        if (film == null || picture == null) {
            throw new IOException("it is no video");
        }
        return String.format(Locale.ROOT, "%d x %d, %.1f s, %s", picture.getInteger(Mp4VideoDirectory.TAG_WIDTH),
                picture.getInteger(Mp4VideoDirectory.TAG_HEIGHT), film.getDoubleObject(Mp4Directory.TAG_DURATION_SECONDS),
                picture.getDescription(Mp4VideoDirectory.TAG_COMPRESSION_TYPE));
    }

    private String letter(DemoDrop drop, Job job, String called) throws IOException {
        String reason = job.problems().isEmpty() ? job.text("reason") + " (" + job.text("reason_code") + ")"
                : String.join("; ", job.problems().stream().map(problem -> problem.message()).toList());
        String note = job.stem() + ".error.json";
        try (InputStream in = storages.at(job.places().deadLetter()).open(note)) {
            String said = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            expect(said.contains(drop.tells()) && reason.contains(drop.tells()), called + ": " + note + " does not name " + drop.tells());
        }
        return Words.safe(reason) + where(job.places().deadLetter(), note)
                + (detailed ? "\n" + " ".repeat(29) + "What to do: " + Advice.of(job) : "");
    }

    /** A relay that names its price in some of its shapes only is held to what it named. */
    private void spent(Profile profile, List<Job> jobs, Sales sold) {
        long bought = DemoDrop.ALL.stream().filter(drop -> drop.outcome() != State.REJECTED).count();
        String unit = " " + profile.cost().unit();
        String books = Micros.text(jobs.stream().mapToLong(job -> job.number("cost_micros")).sum());
        boolean same = books.equals(Long.toString(sold.charged()));
        terminal.say("  spent: " + books + unit + " of play money for " + Words.count(sold.tasksCreated(), "task") + (same
                ? "; the gateway's own count is the same" : ", as the gateway named it; its own count is " + sold.charged()
                + ", since not every shape names a price"));
        if (sold.styles() != null) {
            terminal.say("  shapes of its answers: " + String.join(", ", sold.styles().keySet()));
        }
        expect(sold.tasksCreated() == bought, profile.name() + " sold " + sold.tasksCreated() + " tasks instead of " + bought);
        expect(books.equals(Long.toString(sold.billed())) && (same || !unit.equals(" credits")), profile.name() + " named " + sold.billed()
                + unit + " and charged " + sold.charged() + ", but " + books + " are on the books");
    }
}
