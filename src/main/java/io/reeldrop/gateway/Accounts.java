package io.reeldrop.gateway;

import io.reeldrop.job.Problem;
import io.reeldrop.job.Rejected;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The accounts set up, by name. */
public final class Accounts {

    /** What the settings of every account begin with. */
    public static final String PREFIX = "reeldrop.accounts.";

    private final Map<String, Account> byName;
    private final Profiles profiles;
    private final List<Problem> warnings;

    private Accounts(Map<String, Account> byName, Profiles profiles, List<Problem> warnings) {
        this.byName = byName;
        this.profiles = profiles;
        this.warnings = List.copyOf(warnings);
    }

    /**
     * Reads the {@code reeldrop.accounts.<name>.…} among the settings; others are passed over.
     *
     * @throws Rejected with every fault, each named by its setting
     */
    public static Accounts from(Map<String, String> settings, Profiles profiles) {
        List<Problem> problems = new ArrayList<>();
        List<Problem> warnings = new ArrayList<>();
        Map<String, Map<String, String>> grouped = new TreeMap<>();
        new TreeMap<>(settings).forEach((setting, value) -> {
            if (setting.startsWith(PREFIX)) {
                sort(setting, value, grouped, problems);
            }
        });
        Map<String, Account> byName = new TreeMap<>();
        grouped.forEach((name, values) ->
                new AccountSettings(name, values, problems, warnings).read(profiles).ifPresent(a -> byName.put(name, a)));
        if (!problems.isEmpty()) {
            throw new Rejected(problems);
        }
        return new Accounts(byName, profiles, warnings);
    }

    private static void sort(String setting, String value, Map<String, Map<String, String>> grouped, List<Problem> problems) {
        int dot = setting.lastIndexOf('.');
        String key = setting.substring(dot + 1);
        String name = dot < PREFIX.length() ? "" : setting.substring(PREFIX.length(), dot);
        if (!AccountSettings.KEYS.contains(key)) {
            problems.add(new Problem(setting, null, "is not a setting of an account", Words.list(AccountSettings.KEYS),
                    Words.didYouMean(key, AccountSettings.KEYS, "Remove it")));
        } else if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
            problems.add(new Problem(setting, null, "names no account", "letters, digits, - and _",
                    "Write it as " + PREFIX + "<name>." + key));
        } else {
            grouped.computeIfAbsent(name, n -> new TreeMap<>()).put(key, value == null ? "" : value.strip());
        }
    }

    /**
     * The account of that name. A gateway's name is an account without settings of its own, so the sandbox works out of the box.
     *
     * @throws Rejected if there is none
     */
    public Account get(String name) {
        Account account = byName.get(name);
        if (account != null) {
            return account;
        }
        if (profiles.find(name).isPresent()) {
            return new AccountSettings(name, Map.of(), new ArrayList<>(), new ArrayList<>()).read(profiles).orElseThrow();
        }
        Set<String> known = new TreeSet<>(profiles.names());
        known.addAll(byName.keySet());
        throw new Rejected(new Problem("account " + name, null, "is neither set up nor the name of a gateway", Words.list(known),
                Words.didYouMean(name, known, "Set " + PREFIX + name + ".gateway")));
    }

    /** The accounts that have settings, by name. */
    public Map<String, Account> all() {
        return Map.copyOf(byName);
    }

    /** What is not wrong but should be mended, such as a key file that others can read. */
    public List<Problem> warnings() {
        return warnings;
    }
}
