package io.reeldrop.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.util.OrderedLocationProperties;

/**
 * The settings that a runtime was given by its own means: {@code -Dreeldrop.…}, {@code camel run --prop}, {@code Main.addProperty},
 * Quarkus' {@code application.properties}. A mistyped one must not go unnoticed because Reeldrop reads its own sources only.
 */
final class RuntimeGiven {

    /** What the launcher tells the commands. */
    static final Set<String> NO_SETTINGS = Set.of(Settings.HOME, Settings.PROGRAM, "reeldrop.terminal", "reeldrop.columns");

    private RuntimeGiven() {
    }

    static List<Given> system() {
        return System.getProperties().stringPropertyNames().stream().filter(RuntimeGiven::isSetting).sorted()
                .map(key -> new Given("system property", true, key, System.getProperty(key))).toList();
    }

    /** What Camel's properties hold beyond the environment, which Reeldrop reads itself; last of all the system properties, which win. */
    static List<Given> of(CamelContext context, Map<String, String> env) {
        List<Given> given = new ArrayList<>();
        Properties properties = context.getPropertiesComponent().loadProperties(RuntimeGiven::isSetting);
        properties.stringPropertyNames().stream().filter(key -> !env.containsKey(variable(key))).sorted().forEach(key -> {
            String where = properties instanceof OrderedLocationProperties sources ? sources.getLocation(key) : null;
            // Arguments of a command are among these, and Camel does not tell them from a file.
            given.add(new Given("properties of the runtime" + (where == null ? "" : " (" + where + ")"), false, key,
                    properties.getProperty(key)));
        });
        given.addAll(system());
        return given;
    }

    private static boolean isSetting(String key) {
        return key.startsWith(Catalogue.PREFIX) && !NO_SETTINGS.contains(key);
    }

    /** MicroProfile's configuration lists {@code reeldrop.poll.interval.ms} for {@code REELDROP_POLL_INTERVAL_MS}. */
    private static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
