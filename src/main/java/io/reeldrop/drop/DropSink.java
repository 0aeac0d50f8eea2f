package io.reeldrop.drop;

import io.reeldrop.drop.Candidate.Whole;
import io.reeldrop.job.Draft;
import io.reeldrop.job.Job;
import io.reeldrop.job.Jobs;
import io.reeldrop.job.Places;
import io.reeldrop.job.Problem;
import io.reeldrop.job.Rejected;
import io.reeldrop.job.State;
import io.reeldrop.storage.Heartbeat;
import io.reeldrop.storage.Label;
import io.reeldrop.storage.Sha256;
import io.reeldrop.storage.Storage;
import io.reeldrop.storage.Storages;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;

/**
 * A watch that looks nowhere: any route hands it an image with a sidecar. Both are laid into {@code in/} first, so that a drop that is
 * refused, or was under way when the machine died, lies where every other one would.
 */
public final class DropSink extends Look {

    /** Names in {@code in/} that drops under way have chosen, and do not bear yet. */
    private final Set<String> chosen = new HashSet<>();

    @Override
    String root(Map<String, String> parameters) {
        return Storages.absolute(parameters.get("root"));
    }

    /**
     * Makes a drop of the message, whose body is the image, and lays it into {@code in/}.
     *
     * @param name    the image's, relative: {@code orders/17.png}; the suffix may be missing
     * @param sidecar JSON, or empty where {@code _defaults.json} fills all
     * @return null if this very drop is a job already, as when a message is delivered twice: the message then tells of that job
     */
    public Found lay(Exchange exchange, String name, String sidecar) throws IOException {
        try (Handover handover = Handover.of(body(exchange, name), Stem.choose(name, any -> true), sidecar)) {
            Storage in = storages().at(watch().places().in());
            List<Entry> defaults = defaults(in, handover.drop());
            List<Job> jobs = known(found(handover.toString(), handover.numbered("", defaults)));
            if (!jobs.isEmpty()) {
                tell(exchange, jobs);
                return null;
            }
            String number = choose(in, handover.names());
            for (String file : handover.names()) {
                in.put(Handover.number(file, number), handover.file(file), Label.of(Sha256.of(handover.file(file))), Heartbeat.NONE);
            }
            return found(watch().places().in(), handover.numbered(number, defaults));
        }
    }

    /**
     * Tells the route that handed the drop over what became of it, in the headers {@code ReeldropJob} and {@code ReeldropState};
     * with commas between, where it has variations.
     *
     * @throws Rejected              with every fault of a drop that was refused
     * @throws IllegalStateException if it is on no books: it can be handed over again
     */
    public void outcome(Exchange exchange, Found found) throws IOException {
        String image = found.candidate().entries().get(0).name();
        Job job = one(Jobs.class).latest("watch = :watch AND name = :name",
                Map.of("watch", watch().name(), "name", found.candidate().name()), 1_000)
                .stream().filter(j -> j.files().stream().anyMatch(file -> file.name().equals(image))).findFirst().orElse(null);
        if (job == null) {
            for (Entry entry : found.candidate().entries()) {
                storages().at(watch().places().in()).delete(entry.name());
            }
        }
        synchronized (this) {
            found.candidate().entries().forEach(entry -> chosen.remove(entry.name()));
        }
        if (job == null) {
            throw new IllegalStateException(found + " was not accepted; hand it over again");
        }
        tell(exchange, job.text("lead") == null ? List.of(job)
                : one(Jobs.class).list("lead = :lead", Map.of("lead", job.text("lead")), 1_000));
        if (job.state() == State.REJECTED) {
            throw new Rejected(job.problems());
        }
    }

    private static InputStream body(Exchange exchange, String name) {
        if (name == null || name.isBlank()) {
            throw new Rejected(new Problem("the image that was handed over", null, "has no name", "such as orders/17.png",
                    "Set the header CamelFileName, or the Kamelet's parameter name"));
        }
        try {
            return exchange.getMessage().getMandatoryBody(InputStream.class);
        } catch (InvalidPayloadException e) {
            throw new Rejected(new Problem(name, null, "has no body that could be an image", "bytes, a stream or a file",
                    "Make the image the message's body"));
        }
    }

    /** The jobs that this drop is already, or none; a faulty drop is none. */
    private List<Job> known(Found found) throws IOException {
        try {
            List<Draft> drafts = one(Intake.class).read(found);
            List<Job> jobs = drafts.stream().flatMap(draft -> one(Jobs.class).sameDrop(draft.identity(), draft.name()).stream()).toList();
            return jobs.size() == drafts.size() ? jobs : List.of();
        } catch (Rejected e) {
            return List.of();
        }
    }

    private static void tell(Exchange exchange, List<Job> jobs) {
        exchange.getMessage().setHeader("ReeldropJob", jobs.stream().map(Job::id).collect(Collectors.joining(",")));
        exchange.getMessage().setHeader("ReeldropState", jobs.stream().map(job -> job.state().name()).collect(Collectors.joining(",")));
    }

    /** Its defaults are read anew each time: nothing looks here in between that would notice a change. */
    private Found found(String in, Whole whole) {
        Watch watch = watch();
        Places places = watch.places();
        Storage real = storages().at(places.in());
        return new Found(new Watch(watch.name(),
                new Places(places.root(), in, places.inProgress(), places.out(), places.done(), places.deadLetter()),
                watch.rights(), watch.pairing(), new Defaults(file -> Sidecar.bytes(real, file.name()))), whole);
    }

    /** A number with which none of the names is borne in {@code in/}, nor chosen by a drop beside this one. */
    private synchronized String choose(Storage in, List<String> names) throws IOException {
        for (int i = 1;; i++) {
            String number = i == 1 ? "" : "-" + i;
            List<String> numbered = names.stream().map(name -> Handover.number(name, number)).toList();
            boolean free = numbered.stream().noneMatch(chosen::contains);
            for (String name : numbered) {
                free = free && !in.has(name);
            }
            if (free) {
                chosen.addAll(numbered);
                return number;
            }
        }
    }

    /** The {@code _defaults.json} that apply, from the root down to the drop's folder. */
    private static List<Entry> defaults(Storage in, String drop) throws IOException {
        List<Entry> defaults = new ArrayList<>();
        for (int end = 0; end >= 0; end = drop.indexOf('/', end) < 0 ? -1 : drop.indexOf('/', end) + 1) {
            String file = drop.substring(0, end) + Names.DEFAULTS;
            if (in.has(file)) {
                defaults.add(new Entry(file, in.size(file), 0));
            }
        }
        return defaults;
    }
}
