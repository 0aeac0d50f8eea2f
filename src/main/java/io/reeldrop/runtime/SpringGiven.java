package io.reeldrop.runtime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * The settings that Spring was given by its own means: arguments, system properties, JSON, files of profiles. What Reeldrop reads itself is
 * left out: the environment variables, and its file, which Spring reads too, but as Latin-1.
 */
final class SpringGiven {

    private static final Map<String, String> VISIBLE = Map.of("commandLineArgs", "command line", "systemProperties", "system property");
    private static final Pattern FILE = Pattern.compile("file \\[([^\\]]+)]");

    private final ConfigurableEnvironment spring;
    private final Path file;

    SpringGiven(ConfigurableEnvironment spring, Path home) {
        this.spring = spring;
        this.file = home.resolve(Settings.FILE);
    }

    /** @param known keys of others that the settings' file holds, which Spring may override as well */
    List<Given> over(Set<String> known) {
        List<Given> given = new ArrayList<>();
        Set<String> seen = new HashSet<>(RuntimeGiven.NO_SETTINGS);
        for (PropertySource<?> source : spring.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> names && !source.getName().equals("systemEnvironment")) {
                boolean own = isOwn(source.getName());
                for (String key : names.getPropertyNames()) {
                    if (seen.add(key) && !own && (key.startsWith(Catalogue.PREFIX) || known.contains(key))) {
                        given.add(new Given(VISIBLE.getOrDefault(source.getName(), source.getName()), VISIBLE.containsKey(source.getName()),
                                key, spring.getProperty(key)));
                    }
                }
            }
        }
        return given;
    }

    private boolean isOwn(String name) {
        Matcher path = FILE.matcher(name);
        return path.find() && Path.of(path.group(1)).toAbsolutePath().normalize().equals(file);
    }
}
