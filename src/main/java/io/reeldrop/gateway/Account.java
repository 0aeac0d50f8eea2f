package io.reeldrop.gateway;

import io.reeldrop.job.Micros;
import io.reeldrop.job.Problem;
import io.reeldrop.job.Rejected;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A key at a gateway, with its caps.
 *
 * @param name                  as in {@code reeldrop.accounts.<name>}
 * @param profile               the gateway
 * @param baseUrl               without a slash at its end
 * @param maxInFlight           most tasks in flight
 * @param maxCostPerDayMicros   most cost a day in millionths of the profile's unit, or null for no cap
 * @param maxTasksPerDay        most tasks a day, or null for no cap
 * @param small                 names of the settings whose small default of the house is in force, so that a first mistake is a small one
 * @param allowPrivateAddresses whether outputs may be fetched from private addresses
 * @param key                   the key; there may be none
 */
public record Account(String name, Profile profile, URI baseUrl, int maxInFlight, Long maxCostPerDayMicros,
        Integer maxTasksPerDay, List<String> small, boolean allowPrivateAddresses, ApiKey key) {

    /** A task that no gateway has. */
    private static final String NO_TASK = "00000000-0000-0000-0000-000000000000";

    /** What it may do at once and in a day, in words: {@code 2 tasks at once, 50 tasks and any cost a day}. */
    public String caps() {
        return count(maxInFlight, "task") + " at once, "
                + (maxTasksPerDay == null ? "any number of tasks" : count(maxTasksPerDay, "task")) + " and "
                + (maxCostPerDayMicros == null ? "any cost" : Micros.text(maxCostPerDayMicros) + " " + profile.cost().unit()) + " a day";
    }

    /** Which of its caps nobody has set yet, and how to; null where there is none. */
    public String smallStart() {
        return small.isEmpty() ? null : name + " starts small, so that a first mistake is a small one: " + caps() + ". To raise it: "
                + small.stream().map(setting -> Accounts.PREFIX + name + "." + setting).collect(Collectors.joining(", "))
                + (small.contains(AccountSettings.TASKS_PER_DAY) ? ", or set " + AccountSettings.COST_PER_DAY + " instead" : "");
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** @throws Rejected if the gateway demands a key and this account has none */
    public void requireKey() {
        if (profile.auth().required() && !key.present()) {
            String setting = Accounts.PREFIX + name + ".api-key-file";
            throw new Rejected(new Problem(setting, null, "account " + name + " has no key for " + profile.title(), null,
                    "Set it to a file that holds the key, or set " + Accounts.PREFIX + name + ".api-key"));
        }
    }

    /** Milliseconds that must at least lie between two polls of one task: the profile's, and never less than 5 s off this machine. */
    public long pollIntervalMs() {
        return BaseUrl.isLoopback(baseUrl.toString()) ? profile.pollIntervalMs()
                : Math.max(profile.pollIntervalMs(), ProfileCheck.REAL_POLL_INTERVAL_MS);
    }

    /** Where a task is bought. */
    public URI submitUri() {
        return URI.create(baseUrl + profile.submit().path());
    }

    /** Where a task is asked for. */
    public URI taskUri(String taskId) {
        return at(profile.task().path(), taskId);
    }

    /** Where a task is ended, or null where the gateway cannot. */
    public URI cancelUri(String taskId) {
        return profile.cancel() == null ? null : at(profile.cancel().path(), taskId);
    }

    /** Where something free is asked that needs a good key: the profile's own call, or else a task that cannot exist. */
    public URI probeUri() {
        return profile.probe() == null ? taskUri(NO_TASK) : URI.create(baseUrl + profile.probe().path());
    }

    /** How it is asked there. */
    String probeMethod() {
        return profile.probe() == null ? profile.task().method() : profile.probe().method();
    }

    /** Where the organisation's usage is asked for, or null where the gateway has no such call. */
    public URI usageUri() {
        return profile.usage() == null ? null : URI.create(baseUrl + profile.usage().path());
    }

    /** Whether an address has this gateway's scheme, host and port; only there does the key go. */
    boolean sameOrigin(URI other) {
        return baseUrl.getScheme().equalsIgnoreCase(other.getScheme()) && baseUrl.getHost().equalsIgnoreCase(other.getHost())
                && other.getRawUserInfo() == null && port(baseUrl) == port(other);
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    private URI at(String path, String taskId) {
        if (!TaskId.usable(taskId)) {
            throw new IllegalArgumentException("Not a task id: " + Words.plain(String.valueOf(taskId)));
        }
        return URI.create(baseUrl + path.replace("{id}", URLEncoder.encode(taskId, StandardCharsets.UTF_8)));
    }
}
