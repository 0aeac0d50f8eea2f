package io.reeldrop.gateway;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** What has to hold between the parts of a profile that are each of the right kind. */
final class ProfileCheck {

    /** Polls of one task at a gateway that is not on this machine lie at least this far apart. */
    static final long REAL_POLL_INTERVAL_MS = 5000;

    private static final List<String> METHODS = List.of("DELETE", "GET", "PATCH", "POST", "PUT");

    private final Profile profile;
    private final YamlSource source;

    ProfileCheck(Profile profile, YamlSource source) {
        this.profile = profile;
        this.source = source;
    }

    void run() {
        BaseUrl.fault(profile.baseUrl()).ifPresent(fault -> source.add("/baseUrl", fault.message(), null, fault.remedy()));
        pace();
        calls();
        statuses();
        models();
    }

    private void pace() {
        long least = BaseUrl.isLoopback(profile.baseUrl()) ? 1 : REAL_POLL_INTERVAL_MS;
        if (profile.pollIntervalMs() < least) {
            source.add("/pollIntervalMs", profile.pollIntervalMs() + " ms is too often for this gateway", "at least " + least,
                    "Raise it");
        }
        if (profile.maxInFlight() != null && profile.maxInFlight() < 1) {
            source.add("/maxInFlight", profile.maxInFlight() + " lets no task through", "at least 1", "Raise it or remove it");
        }
    }

    private void calls() {
        call("/submit", profile.submit().method(), profile.submit().path());
        call("/task", profile.task().method(), profile.task().path());
        if (profile.cancel() != null) {
            call("/cancel", profile.cancel().method(), profile.cancel().path());
        }
        if (profile.probe() != null) {
            call("/probe", profile.probe().method(), profile.probe().path());
        }
        if (profile.usage() != null) {
            call("/usage", profile.usage().method(), profile.usage().path());
        }
        if (!profile.task().path().contains("{id}")) {
            source.add("/task/path", "names no task", null, "Put {id} where the task id belongs");
        }
        if (profile.cancel() != null && !profile.cancel().path().contains("{id}")) {
            source.add("/cancel/path", "names no task", null, "Put {id} where the task id belongs");
        }
        for (int status : profile.submit().noTask()) {
            if (status < 400 || status > 499 || status == 408) {
                source.add("/submit/noTask", status + " does not prove that no task exists; a retry after it could pay twice",
                        "400 to 499 without 408", "Remove it");
            }
        }
    }

    private void call(String at, String method, String path) {
        if (!METHODS.contains(method)) {
            source.add(at + "/method", "“" + Words.plain(method) + "” is not an HTTP method", Words.list(METHODS),
                    Words.didYouMean(method, METHODS, "Choose one of these"));
        }
        // Put behind the host's name, anything else could be part of the name: the key would go to another host.
        if (!path.matches("/[\\x21-\\x7e]*")) {
            source.add(at + "/path", "“" + Words.plain(path) + "” is not a path", null, "Begin it with / and keep to characters of a URL");
        }
    }

    private void statuses() {
        Map<String, TaskStatus> meaning = new HashMap<>();
        profile.reply().statuses().forEach((status, words) -> words.forEach(word -> {
            TaskStatus other = meaning.put(word.toUpperCase(Locale.ROOT), status);
            if (other != null && other != status) {
                source.add("/reply/statuses/" + status, word + " already means " + other, null, "Keep one meaning");
            }
        }));
    }

    private void models() {
        TreeSet<String> names = new TreeSet<>(profile.models().keySet());
        if (names.isEmpty()) {
            source.add("/models", "offers no model", null, "Add one");
        }
        if (profile.defaultModel() != null) {
            modelExists("/defaultModel", profile.defaultModel(), names);
        }
        profile.aliases().forEach((alias, target) -> modelExists("/aliases/" + alias, target, names));
        profile.models().forEach((name, model) -> model(model, "/models/" + name));
    }

    private void modelExists(String at, String model, TreeSet<String> names) {
        if (!names.contains(model)) {
            source.add(at, model + " is not among the models", Words.list(names),
                    Words.didYouMean(model, names, "Choose one of these"));
        }
    }

    private void model(Model model, String at) {
        Model.Durations duration = model.duration();
        boolean listed = duration.values() != null && duration.min() == null && duration.max() == null;
        boolean ranged = duration.values() == null && duration.min() != null && duration.max() != null;
        if (!listed && !ranged) {
            source.add(at + "/duration", "is neither a list nor a range", null, "Give either values, or min and max");
        } else if (!duration.offers(duration.fallback())) {
            source.add(at + "/duration/default", duration.fallback() + " s is not offered", duration.offered(), "Choose one of these");
        }
        if (model.defaultRatio() != null && model.ratios() != null && !model.ratios().contains(model.defaultRatio())) {
            source.add(at + "/defaultRatio", model.defaultRatio() + " is not offered", Words.list(model.ratios()),
                    "Choose one of these");
        }
        if (model.seed() != null && model.seed().min() > model.seed().max()) {
            source.add(at + "/seed", "holds no number", null, "Let min be no more than max");
        }
        List<String> known = RequestFields.of(model);
        model.required().stream().filter(field -> !known.contains(field)).forEach(field -> source.add(at + "/required",
                field + " is not a field of this model", Words.list(known), Words.didYouMean(field, known, "Remove it")));
    }
}
