package io.reeldrop.drop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.drop.Candidate.Bad;
import io.reeldrop.drop.Candidate.Whole;
import io.reeldrop.job.Draft;
import io.reeldrop.job.DropFile;
import io.reeldrop.job.Image;
import io.reeldrop.job.Job;
import io.reeldrop.job.Jobs;
import io.reeldrop.job.Ledger;
import io.reeldrop.job.Node;
import io.reeldrop.job.Place;
import io.reeldrop.job.Places;
import io.reeldrop.job.Problem;
import io.reeldrop.job.Rejected;
import io.reeldrop.job.State;
import io.reeldrop.job.Steps;
import io.reeldrop.storage.Storage;
import io.reeldrop.storage.Storages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a job of a drop, or a dead letter: reads it, knows it again if it was here before, and writes its row before a file is moved. */
public final class Intake {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    /** How long a watch accepts nothing after one of its places could not be asked. */
    private static final long CLOSED_MS = 10_000;
    private static final int MOST_TOLD = 1_000;

    private final Storages storages;
    private final Jobs jobs;
    private final Steps steps;
    private final Ledger ledger;
    private final Node node;
    /** By watch, until when. */
    private final Map<String, Long> closed = new ConcurrentHashMap<>();
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    public Intake(Storages storages, Jobs jobs, Steps steps, Ledger ledger, Node node) {
        this.storages = storages;
        this.jobs = jobs;
        this.steps = steps;
        this.ledger = ledger;
        this.node = node;
    }

    /** A place other than {@code in/} cannot be asked: that concerns all drops of its watch. */
    private static class PlaceFault extends UncheckedIOException {

        private static final long serialVersionUID = 1L;

        PlaceFault(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** A moment ago a place could not be asked; it is not asked again so soon. */
    private static final class Closed extends PlaceFault {

        private static final long serialVersionUID = 1L;

        Closed() {
            super(new IOException("a place of the watch could not be asked a moment ago"));
        }
    }

    /** Leaves a drop where it is: its file, or a place, cannot be read now, and that is nobody's fault who could mend the drop. */
    public void later(Found found, UncheckedIOException fault) {
        String watch = found.watch().name();
        if (fault instanceof Closed || fault.getCause() instanceof NoSuchFileException) {
            return;
        }
        if (fault instanceof PlaceFault) {
            closed.put(watch, node.now() + CLOSED_MS);
            if (ledger.hold(watch, fault.getMessage(), CLOSED_MS)) {
                LOG.error("Watch {}: {}. Its drops stay in in/ until this is mended.", watch, fault.getMessage());
            }
        } else {
            if (told.size() >= MOST_TOLD) {
                told.clear();
            }
            if (told.add(found.toString())) {
                LOG.warn("Watch {}: {}: {}. It is tried again at every look.", watch, fault.getMessage(), fault.getCause().getMessage());
            }
        }
    }

    /**
     * Reads image and sidecar and merges the defaults.
     *
     * @return one draft, or one for each variation
     * @throws UncheckedIOException where nothing can be known of it now
     * @throws Rejected with every fault that the drop's owner can mend
     */
    public List<Draft> read(Found found) throws IOException {
        Watch watch = found.watch();
        if (closed.getOrDefault(watch.name(), 0L) > node.now()) {
            throw new Closed();
        }
        if (!(found.candidate() instanceof Whole whole)) {
            throw new Rejected(((Bad) found.candidate()).problem());
        }
        Storage in = storages.at(watch.places().in());
        List<Problem> problems = new ArrayList<>();
        Image image = null;
        byte[] said = null;
        ObjectNode sidecar = null;
        try {
            image = whole.image() == null ? null : ImageReader.read(in, whole.image().name());
        } catch (Rejected e) {
            problems.addAll(e.problems());
        }
        try {
            said = whole.sidecar() == null ? null : Sidecar.told(in, whole.sidecar().name());
            sidecar = said == null ? null : Sidecar.read(said, whole.sidecar().name());
        } catch (Rejected e) {
            problems.addAll(e.problems());
        }
        if (sidecar != null && image != null) {
            Sidecar.twoImages(sidecar, whole.sidecar().name(), whole.image().name()).ifPresent(problems::add);
        }
        if (!problems.isEmpty()) {
            throw new Rejected(problems);
        }
        List<ObjectNode> defaults = watch.defaults().contents(whole.defaults());
        ObjectNode merged = image == null ? Defaults.merge(defaults, sidecar) : Defaults.mergeBesideImage(defaults, sidecar);
        return new Variations(watch, whole, image, sidecar, said).drafts(merged);
    }

    /**
     * Whether this very drop was here before. A dead letter that came back goes on where it was; a second copy is put aside, unbought.
     * What another look has taken since this one saw it is no second copy.
     */
    public boolean known(@Variable("found") Found found, @Body List<Draft> drafts) {
        boolean one = drafts.size() == 1;
        boolean known = false;
        for (Draft draft : drafts) {
            Optional<Job> same = jobs.sameDrop(draft.identity(), draft.name());
            if (same.isPresent() && one && cameBack(same.get())) {
                Job job = same.get();
                steps.cameBack(job, draft.name(), draft.files());
                LOG.info("{} came back: {}", job,
                        job.state() == State.UNDELIVERED ? "its paid task goes on" : "still in doubt, it returns to the dead letter");
                known = true;
            } else if (same.isPresent() && (same.get().place() == Place.IN || gone(found))) {
                return true;
            } else if (same.isPresent()) {
                throw new Rejected(new Problem(draft.sidecar(), null, "this very " + (one ? "drop" : "variation")
                        + " is job " + same.get().id() + " already (" + same.get().state() + ")", null, "Nothing was bought a second time. "
                        + (one ? "For another video, change the prompt or the seed, or give the drop another name"
                        : "Leave it out, and drop the others again")));
            }
        }
        return known;
    }

    private boolean cameBack(Job job) {
        return (job.state() == State.UNDELIVERED || job.state() == State.IN_DOUBT) && job.filed() && !lies(job);
    }

    /** Writes the rows; from then on the drop is ours and its files are moved from the rows. */
    public void accept(Found found, List<Draft> drafts) {
        List<Problem> tooDear = new ArrayList<>();
        drafts.forEach(draft -> tooDear.addAll(found.watch().rights().checkCost(draft.estimateMicros(), draft.sidecar())));
        if (!tooDear.isEmpty()) {
            throw new Rejected(tooDear);
        }
        List<String> stems = new ArrayList<>();
        for (Draft draft : drafts) {
            String name = drafts.size() == 1 ? draft.name() : draft.name() + "-" + (stems.size() + 1);
            stems.add(stem(found.watch(), name, draft, stems));
        }
        // Last of all: much may have happened since the files were read. No rows mean that another look was quicker; the next one tells.
        if (!gone(found)) {
            jobs.accept(drafts, stems);
        }
    }

    /** Writes the row of a drop that cannot become a video as it is. */
    public void reject(Found found, List<Problem> problems) {
        Watch watch = found.watch();
        Candidate candidate = found.candidate();
        Draft draft = new Draft(watch.name(), watch.rights().account(), candidate.name(), files(candidate), watch.places(),
                null, null, null, null, null, null);
        try {
            String stem = stem(watch, draft.name(), draft, List.of());
            if (gone(found) || !jobs.reject(draft, stem, problems)) {
                return;
            }
        } catch (PlaceFault e) {
            later(found, e);
            return;
        }
        LOG.warn("Watch {}: rejected, nothing was paid. {}", watch.name(),
                problems.stream().map(Problem::toString).collect(Collectors.joining(" ")));
    }

    /** Whether the drop has left {@code in/}: another look, or another node, was quicker, or somebody took it away. */
    private boolean gone(Found found) {
        return !there(found.watch().places().in(), found.candidate().entries().get(0).name());
    }

    /** A name that nothing bears yet, in any place that this drop may come to. */
    private String stem(Watch watch, String name, Draft draft, List<String> siblings) {
        Places places = watch.places();
        return Stem.choose(name, stem -> !siblings.contains(stem) && !jobs.stemTaken(watch.name(), stem)
                && draft.files().stream().noneMatch(file -> Stream.of(places.inProgress(), places.done(), places.deadLetter())
                        .anyMatch(place -> there(place, file.as(draft.name(), stem))))
                && !there(places.out(), stem + ".mp4") && !there(places.out(), stem + ".result.json"));
    }

    private boolean lies(Job job) {
        return job.files().stream().anyMatch(file -> there(job.places().of(Place.DEAD_LETTER), file.as(job.name(), job.stem())));
    }

    private boolean there(String place, String name) {
        try {
            return storages.at(place).has(name);
        } catch (IOException e) {
            throw new PlaceFault(e);
        }
    }

    private static List<DropFile> files(Candidate candidate) {
        return candidate instanceof Whole whole ? whole.files()
                : candidate.entries().stream().map(e -> new DropFile(e.name(), "other")).toList();
    }
}
