package io.reeldrop.runtime;

import io.reeldrop.job.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Every {@code reeldrop.*} key with its default, and what its value may be. The keys are those of the settings file as it is shipped,
 * not as an operator left it: a line that was deleted there must not take the setting away.
 */
public final class Catalogue {

    static final String PREFIX = "reeldrop.";
    static final String ACCOUNTS = "reeldrop.accounts.";

    /** What stands after an account's name. */
    static final Map<String, Kind> ACCOUNT = new TreeMap<>(Map.of(
            "gateway", Kind.NAME, "api-key", Kind.SECRET, "api-key-file", Kind.PATH, "base-url", Kind.URL,
            "max-in-flight", Kind.whole(1, 100_000), "max-cost-per-day", Kind.AMOUNT, "max-tasks-per-day", Kind.whole(1, 999_999),
            "allow-private-addresses", Kind.BOOLEAN));

    static final String STORE_PASSWORD = "reeldrop.store.password";
    static final String RECEIPTS = "reeldrop.receipts";
    static final String S3_SECRET = "reeldrop.s3.secret-access-key";

    private static final Map<String, Kind> WORDS = Map.ofEntries(
            Map.entry("reeldrop.root", Kind.PATH), Map.entry("reeldrop.spool", Kind.PATH), Map.entry("reeldrop.account", Kind.NAME),
            Map.entry("reeldrop.store.url", Kind.STORE), Map.entry(RECEIPTS, Kind.PLACE),
            Map.entry("reeldrop.day-zone", Kind.ZONE),
            Map.entry("reeldrop.notify.webhook", Kind.URL_OR_EMPTY), Map.entry("reeldrop.s3.endpoint", Kind.URL_OR_EMPTY),
            Map.entry("reeldrop.sqs.endpoint", Kind.URL_OR_EMPTY),
            Map.entry("reeldrop.s3.region", Kind.NAME), Map.entry("reeldrop.s3.path-style", Kind.BOOLEAN),
            Map.entry("reeldrop.s3.access-key-id", Kind.SECRET_OR_EMPTY), Map.entry(S3_SECRET, Kind.SECRET_OR_EMPTY),
            Map.entry(S3_SECRET + "-file", Kind.PATH_OR_EMPTY), Map.entry("reeldrop.store.user", Kind.TEXT_OR_EMPTY),
            Map.entry("reeldrop.monitor.port", Kind.PORT_OR_EMPTY), Map.entry("reeldrop.monitor.host", Kind.HOST),
            Map.entry(STORE_PASSWORD, Kind.SECRET_OR_EMPTY), Map.entry(STORE_PASSWORD + "-file", Kind.PATH_OR_EMPTY));
    private static final Map<String, Kind> FROM_ZERO = Map.of(
            "reeldrop.settle-ms", Kind.whole(0, 86_400_000), "reeldrop.sidecar-grace-ms", Kind.whole(0, 86_400_000),
            "reeldrop.submit.task-retries", Kind.whole(0, 100), "reeldrop.min-free-bytes", Kind.whole(0, 1L << 53));
    private static final Kind DURATION = Kind.whole(1, 3_650L * 86_400_000);
    private static final Kind BYTES = Kind.whole(1, 1L << 53);
    private static final Kind COUNT = Kind.whole(1, 36_500);

    private static final Map<String, String> DEFAULTS = packed();

    private Catalogue() {
    }

    static Map<String, String> defaults() {
        return DEFAULTS;
    }

    /** What the key's value may be; empty for a key that does not exist. */
    static Optional<Kind> kind(String key) {
        if (key.startsWith(ACCOUNTS)) {
            String name = key.substring(ACCOUNTS.length(), Math.max(ACCOUNTS.length(), key.lastIndexOf('.')));
            return Kind.NAME.ok().test(name) ? Optional.ofNullable(ACCOUNT.get(suffix(key))) : Optional.empty();
        }
        if (!DEFAULTS.containsKey(key)) {
            return Optional.empty();
        }
        Kind number = key.endsWith("-ms") ? DURATION : key.endsWith("-bytes") ? BYTES : COUNT;
        return Optional.of(WORDS.getOrDefault(key, FROM_ZERO.getOrDefault(key, number)));
    }

    /** The key that was probably meant, or empty. */
    static Optional<String> nearest(String key) {
        if (key.startsWith(ACCOUNTS) && key.lastIndexOf('.') > ACCOUNTS.length()) {
            return Nearest.to(suffix(key), ACCOUNT.keySet()).map(s -> key.substring(0, key.lastIndexOf('.') + 1) + s);
        }
        return Nearest.to(key, DEFAULTS.keySet());
    }

    /** Whether a setting holds a key: never to be printed, nor to be given on a command line. */
    public static boolean secret(String key) {
        return key.startsWith(ACCOUNTS) && suffix(key).equals("api-key") || key.equals(S3_SECRET) || key.equals(STORE_PASSWORD);
    }

    private static String suffix(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    private static Map<String, String> packed() {
        try (InputStream in = Catalogue.class.getResourceAsStream("application.properties")) {
            Map<String, String> defaults = new LinkedHashMap<>();
            PropertyFile.read(new String(in.readAllBytes(), StandardCharsets.UTF_8)).forEach(e -> defaults.put(e.key(), e.value()));
            return Map.copyOf(defaults);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
