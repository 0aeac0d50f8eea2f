package io.reeldrop.gateway;

import io.reeldrop.job.Micros;
import io.reeldrop.job.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings of one account, read one by one; a setting left blank counts as not set, except a key. */
final class AccountSettings {

    static final String IN_FLIGHT = "max-in-flight";
    static final String COST_PER_DAY = "max-cost-per-day";
    static final String TASKS_PER_DAY = "max-tasks-per-day";
    static final List<String> KEYS = List.of("gateway", "base-url", "api-key", "api-key-file", IN_FLIGHT, COST_PER_DAY, TASKS_PER_DAY,
            "allow-private-addresses");

    /** Few, until somebody who pays has raised it. */
    private static final int MAX_IN_FLIGHT = 2;
    /** Where neither cap on a day was set and tasks cost money. */
    private static final int MAX_TASKS_PER_DAY = 50;

    private final String name;
    private final Map<String, String> values;
    private final List<Problem> problems;
    private final List<Problem> warnings;

    AccountSettings(String name, Map<String, String> values, List<Problem> problems, List<Problem> warnings) {
        this.name = name;
        this.values = values;
        this.problems = problems;
        this.warnings = warnings;
    }

    Optional<Account> read(Profiles profiles) {
        int before = problems.size();
        String gateway = text("gateway").orElse(name);
        Optional<Profile> found = profiles.find(gateway);
        if (found.isEmpty()) {
            fault("gateway", "“" + Words.plain(gateway) + "” is not the name of a gateway", Words.list(profiles.names()),
                    Words.didYouMean(gateway, profiles.names(), "Choose one of these"));
        }
        text("base-url").flatMap(BaseUrl::fault).ifPresent(f -> fault("base-url", f.message(), null, f.remedy()));
        Integer maxInFlight = text(IN_FLIGHT).map(text -> tasks(IN_FLIGHT, text)).orElse(null);
        Long maxCost = text(COST_PER_DAY).map(this::amount).orElse(null);
        Integer maxTasks = text(TASKS_PER_DAY).map(text -> tasks(TASKS_PER_DAY, text)).orElse(null);
        Boolean privately = text("allow-private-addresses").map(this::flag).orElse(null);
        ApiKey key = key();
        if (problems.size() > before) {
            return Optional.empty();
        }
        Profile profile = found.orElseThrow();
        List<String> small = new ArrayList<>();
        if (maxInFlight == null && profile.maxInFlight() == null) {
            small.add(IN_FLIGHT);
        }
        if (maxTasks == null && maxCost == null && profile.cost().costsMoney()) {
            small.add(TASKS_PER_DAY);
        }
        return Optional.of(new Account(name, profile, BaseUrl.of(text("base-url").orElse(profile.baseUrl())),
                maxInFlight != null ? maxInFlight : profile.maxInFlight() != null ? profile.maxInFlight() : MAX_IN_FLIGHT,
                maxCost, small.contains(TASKS_PER_DAY) ? Integer.valueOf(MAX_TASKS_PER_DAY) : maxTasks, List.copyOf(small),
                privately != null ? privately : profile.allowPrivateAddresses(), key));
    }

    private Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key)).filter(v -> !v.isBlank());
    }

    private Integer tasks(String setting, String text) {
        if (!text.matches("[1-9]\\d{0,5}")) {
            fault(setting, "“" + Words.plain(text) + "” is not a number of tasks", "1 to 999999", "Write a whole number");
        }
        return text.matches("[1-9]\\d{0,5}") ? Integer.valueOf(text) : null;
    }

    private Long amount(String text) {
        if (!text.matches("\\d{1,9}(\\.\\d{1,6})?")) {
            fault(COST_PER_DAY, "“" + Words.plain(text) + "” is not an amount", "0 or more, at most 6 decimals",
                    "Write a number, such as 500 or 12.50, without a unit");
            return null;
        }
        return Micros.of(text);
    }

    private Boolean flag(String text) {
        if (!text.matches("true|false")) {
            fault("allow-private-addresses", "“" + Words.plain(text) + "” is neither true nor false", "true, false", "Write one of these");
        }
        return Boolean.valueOf(text);
    }

    private ApiKey key() {
        boolean direct = values.containsKey("api-key");
        boolean filed = values.containsKey("api-key-file");
        if (direct && filed) {
            fault("api-key", "is given, and so is api-key-file", null, "Keep one of the two");
            return ApiKey.none();
        }
        return filed ? keyFile(values.get("api-key-file")) : direct ? sendable("api-key", ApiKey.of(values.get("api-key"))) : ApiKey.none();
    }

    private ApiKey keyFile(String text) {
        if (text.isEmpty()) {
            fault("api-key-file", "is empty", null, "Name a file that holds the key, or remove the setting");
            return ApiKey.none();
        }
        try {
            Path file = Path.of(text);
            ApiKey key = sendable("api-key-file", ApiKey.in(file));
            if (othersMayRead(file)) {
                warnings.add(new Problem(setting("api-key-file"), null, file + " can be read by every user of this machine", null,
                        "Take that right away (chmod 600)"));
            }
            return key;
        } catch (IOException | InvalidPathException e) {
            fault("api-key-file", Words.plain(text) + " cannot be read (" + e.getClass().getSimpleName() + ")", null,
                    "Name a file that holds the key and is readable for the user that runs Reeldrop");
            return ApiKey.none();
        }
    }

    private ApiKey sendable(String setting, ApiKey key) {
        if (!key.sendable()) {
            fault(setting, "holds no key, or more than a key", null, "Give the key as one word of printable ASCII characters");
        }
        return key;
    }

    private static boolean othersMayRead(Path file) throws IOException {
        return Files.getFileStore(file).supportsFileAttributeView("posix")
                && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
    }

    private String setting(String key) {
        return Accounts.PREFIX + name + "." + key;
    }

    private void fault(String key, String message, String limit, String remedy) {
        problems.add(new Problem(setting(key), null, message, limit, remedy));
    }
}
