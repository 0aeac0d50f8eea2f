package io.reeldrop.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.reeldrop.job.Problem;
import io.reeldrop.job.Rejected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    @TempDir
    Path home;

    @Test
    void without_a_file_the_packed_defaults_hold() {
        Settings settings = load(Map.of(), Map.of());
        assertThat(settings.number("reeldrop.poll.interval-ms")).isEqualTo(5000);
        assertThat(settings.get("reeldrop.notify.webhook")).isEmpty();
        assertThat(settings.accounts().keySet()).isEqualTo(shipped());
    }

    @Test
    void the_file_goes_over_the_defaults_the_environment_over_the_file_and_set_over_all() throws IOException {
        write("reeldrop.settle-ms=10\nreeldrop.look-ms=10\nreeldrop.pair-wait-ms=10\n");
        Settings settings = load(Map.of("REELDROP_LOOK_MS", "20", "REELDROP_PAIR_WAIT_MS", "20"), Map.of("reeldrop.pair-wait-ms", "30"));
        assertThat(settings.number("reeldrop.settle-ms")).isEqualTo(10);
        assertThat(settings.number("reeldrop.look-ms")).isEqualTo(20);
        assertThat(settings.number("reeldrop.pair-wait-ms")).isEqualTo(30);
    }

    @Test
    void relative_paths_are_resolved_against_home_and_absolute_ones_stay() throws IOException {
        write("reeldrop.accounts.runway.api-key-file=secret/key\npress.root=press\n"
                + "reeldrop.spool=/var/spool/reeldrop\ncamel.some.root=x\n");
        Settings settings = load(Map.of(), Map.of());
        assertThat(settings.path("reeldrop.root")).isEqualTo(home.resolve("watch"));
        assertThat(settings.path("reeldrop.spool")).isEqualTo(Path.of("/var/spool/reeldrop"));
        assertThat(settings.get("reeldrop.store.url")).isEqualTo("jdbc:sqlite:" + home.resolve("data/reeldrop.db"));
        assertThat(settings.path("reeldrop.accounts.runway.api-key-file")).isEqualTo(home.resolve("secret/key"));
        assertThat(settings.path("press.root")).isEqualTo(home.resolve("press"));
        assertThat(settings.get("camel.some.root")).isEqualTo("x");
    }

    @Test
    void an_environment_variable_finds_an_account_whose_name_holds_a_dash() throws IOException {
        write("reeldrop.accounts.team_b.gateway=runway\n");
        Settings settings = load(Map.of("REELDROP_ACCOUNTS_TEAM_B_API_KEY", "key_b", "REELDROP_ACCOUNTS_TEAM_A_API_KEY", "key_a",
                "REELDROP_ACCOUNTS_TEAM_A_API_KEY_FILE", "a"), Map.of());
        assertThat(settings.accounts()).containsEntry("reeldrop.accounts.team_b.api-key", "key_b")
                .containsEntry("reeldrop.accounts.team-a.api-key", "key_a")
                .containsEntry("reeldrop.accounts.team-a.api-key-file", home.resolve("a").toString());
    }

    @Test
    void an_environment_variable_that_could_mean_two_accounts_is_refused() throws IOException {
        write("reeldrop.accounts.team_a.gateway=runway\nreeldrop.accounts.team-a.gateway=runway\n");
        assertThat(faults(Map.of("REELDROP_ACCOUNTS_TEAM_A_API_KEY", "key"), Map.of())).singleElement()
                .satisfies(p -> assertThat(p.message()).contains("more than one setting"));
    }

    @Test
    void a_mistyped_key_is_refused_wherever_it_stands_with_the_nearest_one_and_its_line() throws IOException {
        write("# first\n\nreeldrop.pol.interval-ms=1\nreeldrop.accounts.runway.max-inflight=3\n");
        assertThat(faults(Map.of("REELDROP_SETLE_MS", "1", "REELDROP_ACCOUNTS_TEAM_A_API_KEEY", "1"), Map.of("reeldrop.rot", "x")))
                .extracting(Problem::toString).containsExactly(
                        "config/application.properties line 3, reeldrop.pol.interval-ms: is no setting."
                                + " Did you mean reeldrop.poll.interval-ms?",
                        "config/application.properties line 4, reeldrop.accounts.runway.max-inflight: is no setting."
                                + " Did you mean reeldrop.accounts.runway.max-in-flight?",
                        "environment variable REELDROP_ACCOUNTS_TEAM_A_API_KEEY: stands for no setting."
                                + " Did you mean REELDROP_ACCOUNTS_TEAM_A_API_KEY?",
                        "environment variable REELDROP_SETLE_MS: stands for no setting. Did you mean REELDROP_SETTLE_MS?",
                        "--set, reeldrop.rot: is no setting. Did you mean reeldrop.root?");
    }

    @Test
    void every_wrong_value_is_named_at_once() throws IOException {
        write("""
                reeldrop.settle-ms=2s
                reeldrop.submit.workers=0
                reeldrop.day-zone=Mars/Olympus
                reeldrop.store.url=jdbc:h2:mem:reeldrop
                reeldrop.notify.webhook=ftp://example.org/x
                reeldrop.accounts.runway.allow-private-addresses=yes
                reeldrop.accounts.runway.max-cost-per-day=-1
                reeldrop.accounts.runway.max-in-flight=1.5
                reeldrop.root=
                """);
        assertThat(faults(Map.of(), Map.of())).extracting(Problem::file)
                .containsExactly(IntStream.rangeClosed(1, 9).mapToObj(n -> Settings.FILE + " line " + n)
                        .toArray(String[]::new));
    }

    @Test
    void the_last_of_two_lines_holds_and_a_continued_line_counts_as_one() throws IOException {
        write("press.models=gen4_turbo,\\\n  gen4.5\nreeldrop.look-ms=5\nreeldrop.look-ms=6\nreeldrop.look=1\n");
        assertThat(faults(Map.of(), Map.of())).singleElement().satisfies(p -> assertThat(p.file()).endsWith("line 5"));
        write("press.models=gen4_turbo,\\\n  gen4.5\nreeldrop.look-ms=5\nreeldrop.look-ms=6\n");
        assertThat(load(Map.of(), Map.of()).all()).containsEntry("press.models", "gen4_turbo,gen4.5")
                .containsEntry("reeldrop.look-ms", "6");
    }

    @Test
    void a_broken_file_is_named_and_not_a_stack_trace() throws IOException {
        write("press.name=C:\\users\n");
        assertThat(faults(Map.of(), Map.of())).singleElement().satisfies(p -> assertThat(p.message()).contains("line 1"));
        Files.write(home.resolve(Settings.FILE), new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThat(faults(Map.of(), Map.of())).singleElement().satisfies(p -> assertThat(p.message()).contains("UTF-8"));
    }

    @Test
    void an_api_key_is_refused_on_the_command_line_and_never_printed() throws IOException {
        List<Problem> faults = faults(Map.of("REELDROP_ACCOUNTS_RUNWAY_API_KEY", "s3cret key"),
                Map.of("reeldrop.accounts.runway.api-key", "s3cret"));
        assertThat(faults).hasSize(2);
        assertThat(faults.toString()).doesNotContain("s3cret").contains("REELDROP_ACCOUNTS_RUNWAY_API_KEY");
        assertThat(load(Map.of("REELDROP_ACCOUNTS_RUNWAY_API_KEY", "s3cret"), Map.of()).toString()).doesNotContain("s3cret");
    }

    @Test
    void keys_of_others_pass_through() throws IOException {
        write("camel.main.name=x\npress.account=runway\n");
        assertThat(load(Map.of("PATH", "/bin", "REELDROP_HOME", "/x"), Map.of("press.limit", "3")).all())
                .containsEntry("camel.main.name", "x").containsEntry("press.account", "runway").containsEntry("press.limit", "3");
    }

    @Test
    void an_account_setting_left_empty_counts_as_not_given() throws IOException {
        write("reeldrop.accounts.runway.max-cost-per-day=\n");
        assertThat(load(Map.of(), Map.of()).accounts().keySet()).isEqualTo(shipped());
    }

    @Test
    void a_home_that_does_not_exist_is_refused() {
        Rejected rejected = catchThrowableOfType(Rejected.class, () -> Settings.load(home.resolve("none"), Map.of(), Map.of()));
        assertThat(rejected).hasMessageContaining("--home");
    }

    @Test
    void the_file_that_is_shipped_is_the_one_that_is_packed() {
        assertThat(Path.of(Settings.FILE)).as("copy the one that you changed over the other")
                .hasSameTextualContentAs(Path.of("src/main/resources/io/reeldrop/runtime/application.properties"));
    }

    @Test
    void the_file_shows_exactly_the_account_keys_there_are_and_every_default_is_valid() throws IOException {
        String file = Files.readString(Path.of(Settings.FILE));
        var shown = Pattern.compile("^#reeldrop\\.accounts\\.runway\\.([a-z-]+)=", Pattern.MULTILINE).matcher(file).results()
                .map(m -> m.group(1)).toList();
        assertThat(new TreeSet<>(shown)).isEqualTo(Catalogue.ACCOUNT.keySet());
        Catalogue.defaults().forEach((key, value) -> assertThat(Catalogue.kind(key).orElseThrow().ok().test(value)).as(key).isTrue());
    }

    private static Set<String> shipped() {
        return Catalogue.defaults().keySet().stream().filter(k -> k.startsWith(Catalogue.ACCOUNTS)).collect(Collectors.toSet());
    }

    private Settings load(Map<String, String> env, Map<String, String> set) {
        return Settings.load(home, env, set);
    }

    private List<Problem> faults(Map<String, String> env, Map<String, String> set) {
        return catchThrowableOfType(Rejected.class, () -> load(env, set)).problems();
    }

    private void write(String text) throws IOException {
        Files.createDirectories(home.resolve("config"));
        Files.writeString(home.resolve(Settings.FILE), text);
    }
}
