package io.reeldrop.drop;

import io.reeldrop.drop.Candidate.Bad;
import io.reeldrop.drop.Pairing.Patience;
import io.reeldrop.job.Duties;
import io.reeldrop.job.Jobs;
import io.reeldrop.job.Ledger;
import io.reeldrop.job.Micros;
import io.reeldrop.job.Node;
import io.reeldrop.job.Places;
import io.reeldrop.job.Problem;
import io.reeldrop.storage.Storage;
import io.reeldrop.storage.Storages;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The eyes of one watch, be it a folder or a bucket: makes the watch of a Kamelet's parameters, and judges each listing of its
 * {@code in/}. How the listing comes about is the kinds' own.
 */
public abstract class Look implements CamelContextAware {

    private static final Logger LOG = LoggerFactory.getLogger(Look.class);

    private final Map<String, String> parameters = new HashMap<>();
    private Storages storages;
    private Watch watch;
    private Patience patience;
    private CamelContext context;
    private Jobs jobs;
    private Node node;
    private Intake intake;
    private Set<String> taken = Set.of();
    private Duties duties;
    private String alarm = "";

    /** The Kamelet's parameters; it puts them in one by one. */
    public Map<String, String> getParameters() {
        return parameters;
    }

    /** Called once, when all parameters are in. */
    public void start() {
        storages = one(Storages.class);
        watch = build();
        jobs = one(Jobs.class);
        node = one(Node.class);
        intake = one(Intake.class);
        duties = one(Duties.class);
        one(Ledger.class).watch(watch.name(), watch.rights().maxCostPerDay(), watch.rights().maxTasksPerDay());
        one(Watches.class).add(this);
    }

    <T> T one(Class<T> type) {
        return context.getRegistry().findSingleByType(type);
    }

    Storages storages() {
        return storages;
    }

    public Watch watch() {
        return watch;
    }

    Patience patience() {
        return patience;
    }

    /** What is wrong with the watch as a whole: a broken {@code _defaults.json} that holds its folder, or a place that is gone. */
    public String alarm() {
        return alarm;
    }

    /** @return the place that holds the watch's places, absolute */
    abstract String root(Map<String, String> parameters);

    /** Whether this node is the one that looks at the watch, and so knows what is wrong with it. */
    boolean onDuty() {
        return duties.mine("look at " + watch.name());
    }

    /** Begins a look, before anything is listed: what leaves {@code in/} meanwhile is then either known to go, or not seen at all. */
    void open() {
        taken = jobs.beingTaken(watch.name());
    }

    /** What is ready in a listing, oldest first. */
    List<Candidate> ready(Collection<Entry> listing) {
        List<Candidate> ready = watch.pairing().look(listing, taken, node.now());
        raise(String.join("\n", watch.defaults().problems().stream().map(Problem::toString).toList()));
        return ready;
    }

    /** Whether this look's file was accepted already and is on its way out. */
    boolean taken(Entry entry) {
        return taken.contains(entry.name());
    }

    Found found(Candidate candidate) {
        return new Found(watch, candidate);
    }

    void reject(Candidate candidate, Problem problem) {
        intake.reject(found(candidate), List.of(problem));
    }

    void reject(Entry entry, Problem problem) {
        reject(new Bad(entry.name(), List.of(entry), problem), problem);
    }

    void raise(String now) {
        if (!now.equals(alarm) && !now.isEmpty()) {
            LOG.warn("Watch {} is held until it is mended: {}", watch.name(), now.replace("\n", " "));
        }
        alarm = now;
    }

    private Watch build() {
        String root = root(parameters);
        String in = root + "/in";
        Set<String> payers = new LinkedHashSet<>(List.of(parameters.get("account")));
        payers.addAll(words(parameters.get("accounts")));
        Storage drops = storages.at(in);
        Defaults defaults = new Defaults(file -> Sidecar.bytes(drops, file.name()));
        patience = new Patience(Long.parseLong(parameters.get("settleMs")), Long.parseLong(parameters.get("pairWaitMs")),
                Long.parseLong(parameters.get("sidecarGraceMs")));
        return new Watch(parameters.get("watch"),
                new Places(root, in, root + "/in-progress", place("out", root + "/out"), place("done", root + "/done"),
                        place("deadLetter", root + "/dead-letter")),
                new Rights(parameters.get("account"), payers, words(parameters.get("models")), micros(parameters.get("maxCostPerJob")),
                        micros(parameters.get("maxCostPerDay")), tasks(parameters.get("maxTasksPerDay"))),
                new Pairing(patience, defaults, defaults::needsNoImage), defaults);
    }

    private String place(String parameter, String usual) {
        return parameters.get(parameter).isBlank() ? usual : Storages.absolute(parameters.get(parameter));
    }

    private static Set<String> words(String list) {
        Set<String> words = new LinkedHashSet<>();
        Arrays.stream(list.split(",")).map(String::strip).filter(w -> !w.isEmpty()).forEach(words::add);
        return words;
    }

    private static Integer tasks(String number) {
        if (!number.isBlank() && !number.strip().matches("[1-9]\\d{0,5}")) {
            throw new IllegalArgumentException("maxTasksPerDay: '" + number + "' is not a number of tasks from 1 to 999999");
        }
        return number.isBlank() ? null : Integer.valueOf(number.strip());
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
