package io.reeldrop.drop;

import io.reeldrop.drop.Candidate.Bad;
import io.reeldrop.drop.Pairing.Patience;
import io.reeldrop.job.Jobs;
import io.reeldrop.job.Ledger;
import io.reeldrop.job.Micros;
import io.reeldrop.job.Node;
import io.reeldrop.job.Places;
import io.reeldrop.job.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Header;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The eyes of a watched folder: Camel's {@code file:} consumer asks this {@code filter} which files to hand out. As poll strategy it
 * also learns when a look begins; it then lists the folder itself, once, because a pair, a settled file or an orphan can only be told
 * from the whole listing. One file of each candidate is handed out; {@link #candidate} says what it stands for.
 */
public final class FolderLook implements GenericFileFilter<Object>, PollingConsumerPollStrategy, CamelContextAware {

    private static final Logger LOG = LoggerFactory.getLogger(FolderLook.class);

    private final Map<String, String> parameters = new HashMap<>();
    private Watch watch;
    private CamelContext context;
    private Jobs jobs;
    private Node node;
    private Intake intake;
    private Map<String, Candidate> ready = Map.of();
    private String alarm = "";

    /** The parameters of the Kamelet {@code drop-folder-source}; it puts them in one by one. */
    public Map<String, String> getParameters() {
        return parameters;
    }

    /** Called once, when all parameters are in. */
    public void start() {
        watch = build();
        jobs = context.getRegistry().findSingleByType(Jobs.class);
        node = context.getRegistry().findSingleByType(Node.class);
        intake = context.getRegistry().findSingleByType(Intake.class);
        context.getRegistry().findSingleByType(Ledger.class).watch(watch.name(), watch.rights().maxCostPerDay());
        context.getRegistry().findSingleByType(Watches.class).add(this);
    }

    public Watch watch() {
        return watch;
    }

    private Watch build() {
        Path home = Path.of(parameters.get("root")).toAbsolutePath().normalize();
        Path in = home.resolve("in");
        Set<String> payers = new LinkedHashSet<>(List.of(parameters.get("account")));
        payers.addAll(words(parameters.get("accounts")));
        Defaults defaults = new Defaults(file -> Sidecar.bytes(in.resolve(file.name())));
        Patience patience = new Patience(Long.parseLong(parameters.get("settleMs")), Long.parseLong(parameters.get("pairWaitMs")),
                Long.parseLong(parameters.get("sidecarGraceMs")));
        return new Watch(parameters.get("watch"),
                new Places(home.toString(), in.toString(), home.resolve("in-progress").toString(), place(home, "out", parameters.get("out")),
                        place(home, "done", parameters.get("done")), place(home, "dead-letter", parameters.get("deadLetter"))),
                new Rights(parameters.get("account"), payers, words(parameters.get("models")), micros(parameters.get("maxCostPerJob")),
                        micros(parameters.get("maxCostPerDay"))),
                new Pairing(patience, defaults, defaults::needsNoImage), defaults);
    }

    /** What is wrong with the watch as a whole: a broken {@code _defaults.json} that holds its folder, or a folder that is gone. */
    public String alarm() {
        return alarm;
    }

    /** Begins a look. */
    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        Map<String, Candidate> found = new HashMap<>();
        try {
            FolderListing listing = FolderListing.of(Path.of(watch.places().in()));
            Set<String> taken = jobs.beingTaken(watch.name());
            for (Candidate candidate : watch.pairing().look(listing.files(), taken, node.now())) {
                offer(candidate, found);
            }
            for (Entry link : listing.links()) {
                if (!taken.contains(link.name())) {
                    // Not handed out: Camel would follow a link to a folder, and pass over one that leads nowhere.
                    Problem problem = new Problem(link.name(), null, "is a symbolic link or another thing that is no file of its own", null,
                            "Put the file itself there");
                    intake.reject(new Found(watch, new Bad(link.name(), List.of(link), problem)), List.of(problem));
                }
            }
            raise(String.join("\n", watch.defaults().problems().stream().map(Problem::toString).toList()));
        } catch (IOException e) {
            raise(watch.places().in() + " cannot be listed: " + e.getMessage() + ". It is looked for again at every look.");
        }
        ready = found;
        return true;
    }

    /** What the file that Camel hands out stands for. */
    public Found candidate(@Header("CamelFileName") String file) {
        return new Found(watch, ready.get(file));
    }

    @Override
    public boolean accept(GenericFile<Object> file) {
        return file.isDirectory() || ready.containsKey(file.getRelativeFilePath());
    }

    @Override
    public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
        // Nothing is kept from look to look but what the pairing remembers.
    }

    @Override
    public boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
        LOG.warn("Watch {}: a look failed, the next one follows: {}", watch.name(), String.valueOf(cause.getMessage()));
        return false;
    }

    private void offer(Candidate candidate, Map<String, Candidate> found) {
        String first = candidate.entries().get(0).name();
        if (candidate.entries().stream().anyMatch(e -> e.name().indexOf('\\') >= 0)) {
            // Camel takes a backslash for a separator and would look for a file that is not there, for ever.
            intake.reject(new Found(watch, candidate), List.of(new Problem(first, null, "has a backslash in its name", null,
                    "Rename it without the backslash")));
        } else {
            found.put(first, candidate);
        }
    }

    private void raise(String now) {
        if (!now.equals(alarm) && !now.isEmpty()) {
            LOG.warn("Watch {} is held until it is mended: {}", watch.name(), now.replace("\n", " "));
        }
        alarm = now;
    }

    private static String place(Path root, String name, String elsewhere) {
        return (elsewhere.isBlank() ? root.resolve(name) : Path.of(elsewhere.strip()).toAbsolutePath().normalize()).toString();
    }

    private static Set<String> words(String list) {
        Set<String> words = new LinkedHashSet<>();
        Arrays.stream(list.split(",")).map(String::strip).filter(w -> !w.isEmpty()).forEach(words::add);
        return words;
    }

    private static Long micros(String amount) {
        return amount.isBlank() ? null : Long.valueOf(Micros.of(amount));
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.context = camelContext;
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }
}
