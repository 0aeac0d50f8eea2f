package io.reeldrop.runtime;

import io.reeldrop.job.Nearest;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Environment variables that stand for settings: {@code REELDROP_POLL_INTERVAL_MS} is {@code reeldrop.poll.interval-ms}. */
final class Environment {

    static final String PREFIX = "REELDROP_";
    /** Where everything lies; the one variable that is no setting. */
    static final String HOME = "REELDROP_HOME";

    private static final String ACCOUNTS = variable(Catalogue.ACCOUNTS);

    private Environment() {
    }

    static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    }

    /**
     * The settings a variable may stand for: none if it is mistyped, several if account names differ in {@code -} and {@code _} only.
     *
     * @param accounts names known from elsewhere; another name is taken as written in lower case with {@code -}
     */
    static List<String> keys(String variable, Collection<String> accounts) {
        if (!variable.startsWith(ACCOUNTS)) {
            return Catalogue.defaults().keySet().stream().filter(k -> variable(k).equals(variable)).toList();
        }
        Optional<String> suffix = Catalogue.ACCOUNT.keySet().stream()
                .filter(s -> variable.endsWith("_" + variable(s)) && variable.length() > ACCOUNTS.length() + s.length() + 1)
                .findFirst();
        if (suffix.isEmpty()) {
            return List.of();
        }
        String name = variable.substring(ACCOUNTS.length(), variable.length() - suffix.get().length() - 1);
        List<String> known = accounts.stream().filter(a -> variable(a).equals(name)).distinct().toList();
        List<String> names = known.isEmpty() ? List.of(name.toLowerCase(Locale.ROOT).replace('_', '-')) : known;
        return names.stream().map(n -> Catalogue.ACCOUNTS + n + "." + suffix.get()).toList();
    }

    /** The variable that was probably meant, or empty. */
    static Optional<String> nearest(String variable) {
        if (!variable.startsWith(ACCOUNTS)) {
            return Nearest.to(variable, Catalogue.defaults().keySet().stream().map(Environment::variable).toList());
        }
        // The account's name may hold any number of _, so every tail is tried as the mistyped key.
        for (int i = variable.indexOf('_', ACCOUNTS.length()); i >= 0; i = variable.indexOf('_', i + 1)) {
            Optional<String> key = Nearest.to(variable.substring(i + 1),
                    Catalogue.ACCOUNT.keySet().stream().map(Environment::variable).toList());
            if (key.isPresent()) {
                return Optional.of(variable.substring(0, i + 1) + key.get());
            }
        }
        return Optional.empty();
    }
}
