package io.reeldrop.console.demo;

import io.reeldrop.job.Job;
import io.reeldrop.storage.Storage;
import io.reeldrop.storage.Storages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** A delivered video of the demo, opened and held against what was asked for. */
final class DemoVideo {

    private DemoVideo() {
    }

    /**
     * @param wrong  gets a line for everything that is not as it should be
     * @param called what those lines call it
     * @throws IOException if it is missing or no video
     */
    static Film opened(Storages storages, Job job, DemoDrop drop, String called, List<String> wrong) throws IOException {
        Storage out = storages.at(job.places().out());
        String name = job.text("output_file");
        Film film = film(out, name);
        String ratio = job.request().path("ratio").asText();
        expect(wrong, film.is(ratio), called + ": the video is " + film.width() + " x " + film.height() + ", not " + ratio);
        expect(wrong, !film.blank(), called + ": the video shows nothing");
        expect(wrong, Math.abs(film.seconds() - job.request().path("duration").asInt()) < 0.5, called + ": the video is " + film.seconds()
                + " s long");
        expect(wrong, out.has(name.replace(".mp4", ".result.json")), called + ": has no .result.json");
        expect(wrong, storages.at(job.places().done()).has(drop.image()), called + ": its image is not in done/");
        return film;
    }

    private static void expect(List<String> wrong, boolean holds, String otherwise) {
        if (!holds) {
            wrong.add(otherwise);
        }
    }

    private static Film film(Storage out, String name) throws IOException {
        Path copy = Files.createTempFile("reeldrop-demo-", ".mp4");
        try (InputStream in = out.open(name)) {
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            return Film.open(copy);
        } finally {
            Files.delete(copy);
        }
    }
}
