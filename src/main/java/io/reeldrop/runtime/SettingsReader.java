package io.reeldrop.runtime;

import io.reeldrop.job.Problem;
import io.reeldrop.job.Rejected;
import io.reeldrop.job.Store;
import io.reeldrop.storage.Storages;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads the settings' sources one over the other, and gathers every fault before it gives up. */
final class SettingsReader {

    private final Path home;
    private final Map<String, String> values = new HashMap<>(Catalogue.defaults());
    private final List<Problem> problems = new ArrayList<>();

    SettingsReader(Path home) {
        this.home = home;
    }

    /** @param given what goes over all else, from the keys that are known before it */
    Settings read(Map<String, String> env, Function<Set<String>, List<Given>> given) {
        if (!Files.isDirectory(home)) {
            throw new Rejected(new Problem("--home", null, home + " is no folder", null,
                    "Make it with: reeldrop init, or name the one that holds your config/ and routes/"));
        }
        file();
        List<Given> last = given.apply(Set.copyOf(values.keySet()));
        Set<String> keys = new HashSet<>(values.keySet());
        last.forEach(g -> keys.add(g.key()));
        Set<String> accounts = accounts(keys);
        new TreeMap<>(env).forEach((variable, value) -> variable(variable, value, accounts));
        last.forEach(this::given);
        if (!problems.isEmpty()) {
            throw new Rejected(problems);
        }
        values.entrySet().removeIf(e -> e.getKey().startsWith(Catalogue.ACCOUNTS) && e.getValue().isEmpty());
        values.replaceAll(this::resolved);
        return new Settings(home, values);
    }

    private void file() {
        Path file = home.resolve(Settings.FILE);
        try {
            for (PropertyFile.Entry entry : Files.exists(file) ? PropertyFile.read(Files.readString(file))
                    : List.<PropertyFile.Entry>of()) {
                put(Settings.FILE + " line " + entry.line(), entry.key(), entry.value());
            }
        } catch (CharacterCodingException e) {
            problems.add(new Problem(Settings.FILE, null, "is not UTF-8", null, "Save it as UTF-8"));
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(Settings.FILE, null, e.getMessage(), null, "Write a lone \\ as \\\\"));
        } catch (IOException e) {
            problems.add(new Problem(Settings.FILE, null, "cannot be read: " + e.getMessage(), null, "Check the file's rights"));
        }
    }

    private void given(Given given) {
        String key = given.key();
        if (given.visible() && Catalogue.secret(key)) {
            problems.add(new Problem(given.where(), key, "a key on a command line can be seen by everyone on this machine", null,
                    "Set the environment variable " + Environment.variable(key) + ", or " + key + "-file"));
        } else {
            put(given.where(), key, given.value().strip());
        }
    }

    private void variable(String variable, String value, Set<String> accounts) {
        if (!variable.startsWith(Environment.PREFIX) || variable.equals(Environment.HOME)) {
            return;
        }
        List<String> keys = Environment.keys(variable, accounts);
        String where = "environment variable " + variable;
        if (keys.isEmpty()) {
            problems.add(new Problem(where, null, "stands for no setting", null,
                    Environment.nearest(variable).map(n -> "Did you mean " + n).orElse("Unset it, or see " + Settings.FILE)));
        } else if (keys.size() > 1) {
            problems.add(new Problem(where, null, "stands for more than one setting: " + String.join(", ", keys), null,
                    "Rename one of the accounts"));
        } else {
            put(where, keys.get(0), value.strip());
        }
    }

    private void put(String where, String key, String value) {
        if (key.startsWith(Catalogue.PREFIX)) {
            Optional<Kind> kind = Catalogue.kind(key);
            if (kind.isEmpty()) {
                problems.add(new Problem(where, key, "is no setting", null,
                        Catalogue.nearest(key).map(n -> "Did you mean " + n).orElse("Remove it, or see the defaults for what there is")));
                return;
            }
            boolean unset = value.isEmpty() && key.startsWith(Catalogue.ACCOUNTS);
            if (!unset && !kind.get().ok().test(value)) {
                String what = kind.get().shown() ? "'" + value + "' " + kind.get().message() : kind.get().message();
                problems.add(new Problem(where, key, what, kind.get().allowed(), "Correct the value"));
                return;
            }
        }
        values.put(key, value);
    }

    private static Set<String> accounts(Set<String> keys) {
        Set<String> names = new HashSet<>();
        keys.stream().filter(k -> k.startsWith(Catalogue.ACCOUNTS) && k.lastIndexOf('.') >= Catalogue.ACCOUNTS.length())
                .forEach(k -> names.add(k.substring(Catalogue.ACCOUNTS.length(), k.lastIndexOf('.'))));
        return names;
    }

    private String resolved(String key, String value) {
        if (key.equals("reeldrop.store.url") && Store.shared(value)) {
            return value;
        }
        if (key.equals("reeldrop.store.url")) {
            String prefix = "jdbc:sqlite:";
            return prefix + home.resolve(value.substring(prefix.length()));
        }
        if (key.equals(Catalogue.RECEIPTS) && Storages.bucket(value)) {
            return Storages.absolute(value);
        }
        boolean path = !value.isEmpty() && Catalogue.kind(key).filter(kind -> kind == Kind.PATH || kind == Kind.PLACE
                || kind == Kind.PATH_OR_EMPTY).isPresent();
        // A copied watch file brings its own key for its folder, such as press.root.
        boolean otherRoot = key.endsWith(".root") && !key.startsWith("camel.") && !value.isEmpty();
        return path || otherRoot ? home.resolve(value).normalize().toString() : value;
    }
}
