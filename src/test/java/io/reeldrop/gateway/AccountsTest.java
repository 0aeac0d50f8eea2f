package io.reeldrop.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.reeldrop.job.Problem;
import io.reeldrop.job.Rejected;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountsTest {

    @TempDir
    Path folder;

    @Test
    void starts_a_real_account_small_and_the_sandbox_large() {
        Accounts accounts = accounts("runway.api-key", "key_1", "play.gateway", "sandbox");
        assertThat(accounts.get("runway").maxInFlight()).isEqualTo(2);
        assertThat(accounts.get("runway").maxCostPerDayMicros()).isNull();
        assertThat(accounts.get("runway").maxTasksPerDay()).isEqualTo(50);
        assertThat(accounts.get("runway").smallStart()).contains("2 tasks at once, 50 tasks and any cost a day", "max-in-flight",
                "reeldrop.accounts.runway.max-tasks-per-day, or set max-cost-per-day");
        assertThat(accounts.get("play").maxInFlight()).isEqualTo(20);
        assertThat(accounts.get("play").maxTasksPerDay()).isNull();
        assertThat(accounts.get("play").smallStart()).isNull();
        assertThat(accounts.get("play").allowPrivateAddresses()).isTrue();
        assertThat(accounts.all()).containsOnlyKeys("runway", "play");
    }

    @Test
    void a_cap_on_a_day_that_somebody_has_set_takes_the_small_ones_place() {
        Accounts accounts = accounts("runway.max-cost-per-day", "500", "cometapi.max-tasks-per-day", "300", "cometapi.max-in-flight", "5");
        assertThat(accounts.get("runway").maxTasksPerDay()).isNull();
        assertThat(accounts.get("runway").smallStart()).contains("any number of tasks and 500 credits a day").doesNotContain("max-tasks");
        assertThat(accounts.get("cometapi").maxTasksPerDay()).isEqualTo(300);
        assertThat(accounts.get("cometapi").smallStart()).isNull();
    }

    @Test
    void reads_every_setting() {
        Account account = accounts("team-a.gateway", "runway", "team-a.base-url", "https://proxy.example.com/runway/",
                "team-a.api-key", " key_1 ", "team-a.max-in-flight", "7", "team-a.max-cost-per-day", "12.5",
                "team-a.max-tasks-per-day", "30", "team-a.allow-private-addresses", "true").get("team-a");
        assertThat(account.profile().name()).isEqualTo("runway");
        assertThat(account.submitUri()).isEqualTo(URI.create("https://proxy.example.com/runway/v1/image_to_video"));
        assertThat(account.taskUri("a/bc")).isEqualTo(URI.create("https://proxy.example.com/runway/v1/tasks/a%2Fbc"));
        assertThat(account.cancelUri("t1")).isEqualTo(URI.create("https://proxy.example.com/runway/v1/tasks/t1"));
        assertThat(account.probeUri()).isEqualTo(URI.create("https://proxy.example.com/runway/v1/organization"));
        assertThat(account.maxInFlight()).isEqualTo(7);
        assertThat(account.maxCostPerDayMicros()).isEqualTo(12_500_000);
        assertThat(account.maxTasksPerDay()).isEqualTo(30);
        assertThat(account.allowPrivateAddresses()).isTrue();
        assertThat(account.key().header("Bearer")).isEqualTo("Bearer key_1");
    }

    @Test
    void treats_a_gateways_name_as_an_account_and_suggests_for_a_mistyped_one() {
        assertThat(accounts().get("sandbox").baseUrl()).isEqualTo(URI.create("http://127.0.0.1:7070"));
        assertThatThrownBy(() -> accounts().get("sandbx")).isInstanceOf(Rejected.class).hasMessageContaining("Did you mean sandbox");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "runway.gatway | runway | Did you mean gateway",
        "mine.gateway | runwy | Did you mean runway",
        "mine.max-in-flight | 3 | is not the name of a gateway",
        "max-in-flight | 3 | names no account",
        "a b.gateway | runway | names no account",
        "runway.base-url | ftp://example.com | is not a web address",
        "runway.base-url | api.example.com | is not a web address",
        "runway.base-url | https:// | is not a web address",
        "runway.base-url | http://api.example.com | in clear text",
        "runway.base-url | http://127.evil.example | in clear text",
        "runway.base-url | https://user:pw@example.com | more than host",
        "runway.base-url | https://example.com/?a=b | more than host",
        "runway.api-key | '' | holds no key",
        "runway.api-key | two words | holds no key",
        "runway.api-key-file | '' | is empty",
        "runway.api-key-file | no/such/file | cannot be read",
        "runway.max-in-flight | 0 | is not a number of tasks",
        "runway.max-in-flight | many | is not a number of tasks",
        "runway.max-cost-per-day | -1 | is not an amount",
        "runway.max-cost-per-day | 5 EUR | is not an amount",
        "runway.max-cost-per-day | 1e9999999 | is not an amount",
        "runway.max-tasks-per-day | 0 | is not a number of tasks",
        "runway.allow-private-addresses | yes | neither true nor false",
    })
    void refuses(String setting, String value, String says) {
        List<Problem> problems = faults(setting, value);
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).file()).startsWith("reeldrop.accounts.");
        assertThat(problems.get(0).toString()).contains(says);
    }

    @Test
    void names_every_fault_at_once_but_never_the_key() {
        List<Problem> problems = faults("runway.api-key", "secret word", "runway.base-url", "nowhere", "runway.max-in-flight", "x",
                "other.gateway", "nobody", "sandbox.api-key", "s", "sandbox.api-key-file", "f");
        assertThat(problems).extracting(Problem::file).containsExactlyInAnyOrder("reeldrop.accounts.runway.api-key",
                "reeldrop.accounts.runway.base-url", "reeldrop.accounts.runway.max-in-flight", "reeldrop.accounts.other.gateway",
                "reeldrop.accounts.sandbox.api-key");
        assertThat(problems.toString()).doesNotContain("secret");
    }

    @Test
    void passes_over_other_settings_and_blank_ones() {
        Accounts accounts = Accounts.from(Map.of("reeldrop.root", "x", "reeldrop.accounts.runway.max-cost-per-day", " ",
                "reeldrop.accounts.runway.base-url", ""), Gateways.SHIPPED);
        assertThat(accounts.get("runway").maxCostPerDayMicros()).isNull();
        assertThat(accounts.get("runway").baseUrl()).hasToString("https://api.dev.runwayml.com");
    }

    @Test
    void demands_a_key_only_where_the_gateway_does_and_only_when_it_is_used() {
        assertThatThrownBy(() -> accounts().get("runway").requireKey()).isInstanceOf(Rejected.class)
                .hasMessageContaining("reeldrop.accounts.runway.api-key-file");
        assertThatThrownBy(() -> Requests.headers(accounts().get("runway"))).isInstanceOf(Rejected.class);
        assertThat(Requests.headers(accounts().get("sandbox"))).doesNotContainKey("Authorization")
                .containsEntry("X-Runway-Version", "2024-11-06").containsEntry("Content-Type", "application/json");
        assertThat(Requests.headers(accounts("runway.api-key", "key_1").get("runway"))).containsEntry("Authorization", "Bearer key_1");
    }

    @Test
    void shows_the_key_nowhere() {
        Account account = accounts("runway.api-key", "key_secret").get("runway");
        assertThat(account.toString()).doesNotContain("key_secret").contains("***");
        assertThat(account.key().scrub("invalid key key_secret!")).isEqualTo("invalid key ***!");
    }

    @Test
    void reads_a_key_file_again_when_it_changes_and_keeps_the_old_key_while_it_is_gone() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "key_old\n");
        ApiKey key = accounts("runway.api-key-file", file.toString()).get("runway").key();
        assertThat(key.header("Bearer")).isEqualTo("Bearer key_old");
        Files.delete(file);
        assertThat(key.header("Bearer")).isEqualTo("Bearer key_old");
        Files.writeString(file, "");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1000));
        assertThat(key.header("Bearer")).isEqualTo("Bearer key_old");
        Files.writeString(file, "key_new");
        Files.setLastModifiedTime(file, FileTime.fromMillis(2000));
        assertThat(key.header("Bearer")).isEqualTo("Bearer key_new");
        assertThat(key.header(null)).isEqualTo("key_new");
    }

    @Test
    void warns_of_a_key_file_that_others_can_read() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "key_1");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(accounts("runway.api-key-file", file.toString()).warnings()).singleElement()
                .satisfies(p -> assertThat(p.remedy()).contains("chmod 600"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(accounts("runway.api-key-file", file.toString()).warnings()).isEmpty();
    }

    @Test
    void polls_no_host_but_this_one_more_often_than_every_five_seconds() {
        assertThat(accounts().get("sandbox").pollIntervalMs()).isEqualTo(200);
        assertThat(accounts().get("runway").pollIntervalMs()).isEqualTo(5000);
        assertThat(accounts("far.gateway", "sandbox", "far.base-url", "https://sandbox.example.com").get("far").pollIntervalMs())
                .isEqualTo(5000);
    }

    @Test
    void lets_no_task_id_leave_its_place_in_the_path() {
        Account account = accounts().get("runway");
        assertThat(account.taskUri("../x?y#z")).hasToString("https://api.dev.runwayml.com/v1/tasks/..%2Fx%3Fy%23z");
        assertThatThrownBy(() -> account.taskUri("..")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> account.taskUri("a\r\nb")).isInstanceOf(IllegalArgumentException.class);
    }

    private static Accounts accounts(String... settings) {
        Map<String, String> map = new TreeMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            map.put(Accounts.PREFIX + settings[i], settings[i + 1]);
        }
        return Accounts.from(map, Gateways.SHIPPED);
    }

    private static List<Problem> faults(String... settings) {
        Rejected rejected = catchThrowableOfType(Rejected.class, () -> accounts(settings));
        assertThat(rejected).isNotNull();
        return rejected.problems();
    }
}
