package io.reeldrop.runtime;

import io.reeldrop.job.Problem;
import io.reeldrop.job.Rejected;
import io.reeldrop.job.Store;
import io.reeldrop.storage.S3;
import io.reeldrop.storage.Sqs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The settings in force: the packed defaults, over them the file, the environment, and {@code --set}. Paths and the store's URL are
 * absolute.
 */
public final class Settings {

    /** The file of the settings, below the home folder. */
    public static final String FILE = "config/application.properties";

    /** The folder of the operators' watch files, below the home folder. */
    public static final String WATCHES = "routes/watch";

    /** System properties that the launcher sets: the home, and the folder of what was shipped. */
    static final String HOME = "reeldrop.home";
    static final String PROGRAM = "reeldrop.program";

    private static final String GATEWAYS = "config/gateways";

    private final Path home;
    private final Map<String, String> values;

    Settings(Path home, Map<String, String> values) {
        this.home = home;
        this.values = Collections.unmodifiableMap(new TreeMap<>(values));
    }

    /**
     * @param home what relative paths are relative to
     * @param env  environment variables; those that start with {@code REELDROP_} are settings
     * @param set  given on the command line; may be any key but one that holds an API key
     * @throws Rejected with every fault: mistyped keys, wrong values, each with its file and line
     */
    public static Settings load(Path home, Map<String, String> env, Map<String, String> set) {
        List<Given> given = new ArrayList<>(RuntimeGiven.system());
        set.forEach((key, value) -> given.add(new Given("--set", true, key, value)));
        return new SettingsReader(absolute(home)).read(env, known -> given);
    }

    /** As above, in a Camel context that another runtime made: what that was given by its own means stands in for {@code --set}. */
    static Settings load(Path home, Map<String, String> env, CamelContext context) {
        return new SettingsReader(absolute(home)).read(env, known -> RuntimeGiven.of(context, env));
    }

    /** As above, where Spring starts the routes: what it was given by its own means stands in for {@code --set}. */
    static Settings load(Path home, Map<String, String> env, ConfigurableEnvironment spring) {
        return new SettingsReader(absolute(home)).read(env, new SpringGiven(spring, absolute(home))::over);
    }

    /** These settings with another value for one of them. */
    public Settings with(String key, String value) {
        Map<String, String> changed = new TreeMap<>(values);
        changed.put(key, value);
        return new Settings(home, changed);
    }

    private static Path absolute(Path home) {
        return home.toAbsolutePath().normalize();
    }

    /**
     * What an operator has of his own, if nobody says where:
     * what the launcher says, else {@code REELDROP_HOME}, else the current folder.
     */
    public static Path defaultHome(Map<String, String> env) {
        return Path.of(System.getProperty(HOME, env.getOrDefault(Environment.HOME, "")));
    }

    /** What was shipped (routes of the pipeline, gateways' profiles): where the launcher lies, else all in one folder with the rest. */
    public static Path program(Path home) {
        return absolute(Path.of(System.getProperty(PROGRAM, home.toString())));
    }

    /** What an operator has of his own: settings, watch files, profiles, store. */
    public Path home() {
        return home;
    }

    /** Where the routes of the pipeline lie. */
    public Path pipeline() {
        return program(home).resolve("routes/pipeline");
    }

    /** The gateways' profiles: those that were shipped, and over them those of an operator. */
    public static List<Path> gateways(Path home) {
        return Stream.of(program(home), home).map(folder -> folder.resolve(GATEWAYS)).distinct().toList();
    }

    /** @throws IllegalArgumentException if the key is neither a setting nor given; a fault of the program, not of a person */
    public String get(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no setting " + key);
        }
        return value;
    }

    public long number(String key) {
        return Long.parseLong(get(key));
    }

    /** Absolute. */
    public Path path(String key) {
        return Path.of(get(key));
    }

    /**
     * Opens the store.
     *
     * @throws Rejected if it cannot be used
     */
    public Store store() {
        return store(get("reeldrop.store.url"));
    }

    /** As above, at another address; with the same user and password. */
    public Store store(String url) {
        // What is wrong with it is better told now than by the first connection.
        storePassword();
        return Store.open(url, get("reeldrop.store.user"), this::storePassword);
    }

    /**
     * The PostgreSQL password, from wherever it is set; empty if nowhere.
     *
     * @throws Rejected if its file cannot be read
     */
    public String storePassword() {
        String file = get(Catalogue.STORE_PASSWORD + "-file");
        try {
            return file.isEmpty() ? get(Catalogue.STORE_PASSWORD) : Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new Rejected(new Problem(Catalogue.STORE_PASSWORD + "-file", null, file + " cannot be read", null,
                    "Name a file that holds the password"));
        }
    }

    /** The server that places in buckets lie on. */
    public S3 s3() {
        return new S3(get("reeldrop.s3.endpoint"), get("reeldrop.s3.region"), Boolean.parseBoolean(get("reeldrop.s3.path-style")),
                get("reeldrop.s3.access-key-id"), get(Catalogue.S3_SECRET), get(Catalogue.S3_SECRET + "-file"));
    }

    /** The server of the queues that tell of new objects; its key is the buckets'. */
    public Sqs sqs() {
        return new Sqs(get("reeldrop.sqs.endpoint"), get("reeldrop.s3.region"), get("reeldrop.s3.access-key-id"), get(Catalogue.S3_SECRET),
                get(Catalogue.S3_SECRET + "-file"));
    }

    /** Everything, other prefixes than {@code reeldrop.} included, by key. Holds API keys: not to be printed. */
    public Map<String, String> all() {
        return values;
    }

    /** The accounts' settings by their full keys; those given but left empty count as not given. Holds API keys: not to be printed. */
    public Map<String, String> accounts() {
        return values.entrySet().stream().filter(e -> e.getKey().startsWith(Catalogue.ACCOUNTS))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
    }

    /** Without any value: an API key, or a webhook's URL, must not reach a log. */
    @Override
    public String toString() {
        return "Settings of " + home + ": " + values.keySet();
    }
}
