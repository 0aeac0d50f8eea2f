package io.reeldrop.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeldrop.gateway.Accounts;
import io.reeldrop.gateway.Profiles;
import io.reeldrop.job.Rejected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A parameter that Camel would ignore is refused, wherever in a route its Kamelet stands. */
class WatchFilesTest {

    @TempDir
    Path home;

    @BeforeEach
    void makeFolder() throws IOException {
        Files.createDirectories(home.resolve("routes/watch"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"folder-to-bucket", "bucket", "any-route"})
    void takes_every_example_as_it_stands(String example) throws IOException {
        copy(example, "account: sandbox", "account: sandbox");
        assertThat(check()).singleElement().satisfies(watch -> assertThat(watch).containsEntry("account", "sandbox"));
    }

    @ParameterizedTest
    @CsvSource({"folder-to-bucket, maxCostPerJob", "bucket, maxCostPerDay", "any-route, maxCostPerDay"})
    void refuses_a_mistyped_limit(String example, String limit) throws IOException {
        copy(example, limit + ":", limit + "s:");
        assertThatThrownBy(this::check).isInstanceOf(Rejected.class)
                .hasMessageContaining("routes/watch/" + example + ".camel.yaml:")
                .hasMessageContaining(", " + limit + "s: there is no such parameter")
                .hasMessageContaining("Did you mean " + limit);
    }

    @ParameterizedTest
    @CsvSource({"folder-to-bucket, root", "bucket, bucket", "any-route, watch"})
    void refuses_one_that_is_missing(String example, String parameter) throws IOException {
        Path file = copy(example, "account: sandbox", "account: sandbox");
        Files.writeString(file, Files.readString(file).replaceAll("(?m)^ +" + parameter + ": .*\\n", ""));
        assertThatThrownBy(this::check).hasMessageContaining(parameter + ": is missing");
    }

    @Test
    void takes_a_route_that_serves_the_watches_of_others_and_refuses_it_alone() throws IOException {
        copy("bucket-events", "queue:", "queue:");
        assertThatThrownBy(this::check).hasMessageContaining("holds no watch");
        copy("bucket", "watch: shop", "watch: shop");
        assertThat(check()).singleElement().satisfies(watch -> assertThat(watch).containsEntry("watch", "shop"));
        copy("bucket-events", "queue:", "qeue:");
        assertThatThrownBy(this::check).hasMessageContaining("Did you mean queue")
                .hasMessageContaining("queue: is missing");
    }

    @Test
    void refuses_a_route_that_no_drop_takes() throws IOException {
        copy("any-route", "kamelet:image-to-video-sink", "direct:elsewhere");
        assertThatThrownBy(this::check).hasMessageContaining("a watch begins or ends at a Kamelet");
    }

    @Test
    void refuses_two_watches_of_one_name() throws IOException {
        copy("bucket", "watch: shop", "watch: camera");
        copy("any-route", "account", "account");
        assertThatThrownBy(this::check)
                .hasMessageContaining("'camera' is the name of the watch in routes/watch/any-route.camel.yaml, too");
    }

    @Test
    void reads_a_config_map_as_kubernetes_mounts_it() throws IOException {
        Path watches = home.resolve("routes/watch");
        Path file = copy("bucket", "account", "account");
        Path version = Files.createDirectory(watches.resolve("..2026_11_21_09_00_00.1"));
        Files.createSymbolicLink(watches.resolve("..data"), version.getFileName());
        Files.move(file, version.resolve(file.getFileName()));
        Files.createSymbolicLink(file, Path.of("..data").resolve(file.getFileName()));
        Files.writeString(watches.resolve(".bucket.camel.yaml.swp"), "an editor's");
        assertThat(check()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "account: sandbx | account: 'sandbx' is neither set up nor the name of a gateway | Did you mean sandbox",
        "accounts: 'sandbox, nobody' | accounts: 'nobody' is neither | nobody.gateway",
        "models: gen4-turbo | models: 'gen4-turbo' is offered by none | Did you mean gen4_turbo",
        "lookMs: abc | lookMs: 'abc' is no whole number in range | 1 to 86400000",
        "lookMs: -5 | lookMs: '-5' is no whole number | 1 to 86400000",
        "lookMs: 0 | lookMs: '0' is no whole number | 1 to 86400000",
        "done: s3:/bucket | done: 's3:/bucket' is no place | s3://BUCKET/PREFIX",
        "root: s3://bucket | root: 's3://bucket' is no folder | relative to the home folder",
        "maxCostPerJob: '10,5' | maxCostPerJob: '10,5' is no amount | 12.50",
        "maxTasksPerDay: 1.5 | maxTasksPerDay: '1.5' is no whole number | 1 to 999999",
        "account: '{{reeldrop.look-ms}}' | account: '1000' is neither | Set reeldrop.accounts.1000.gateway",
    })
    void refuses_a_value_that_would_fail_or_mislead_later(String parameter, String what, String remedy) throws IOException {
        set(parameter.replace('\'', '"'));
        assertThatThrownBy(this::check).isInstanceOf(Rejected.class).hasMessageContaining("folder-to-bucket.camel.yaml:")
                .hasMessageContaining(what).hasMessageContaining(remedy);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "bucket | prefix: | prefix: /a # | prefix: '/a' is no prefix | without slashes",
        "bucket-events | queue: | queue: drops # | queue: 'drops' is no URL | https://",
        "folder-to-bucket | direct:intake | direct:intak | uri: no route begins at 'direct:intak' | Did you mean direct:intake"})
    void refuses_what_leads_nowhere(String example, String text, String other, String what, String remedy) throws IOException {
        copy(example, text, other);
        assertThatThrownBy(this::check).hasMessageContaining(example + ".camel.yaml:")
                .hasMessageContaining(what).hasMessageContaining(remedy);
    }

    @ParameterizedTest
    @ValueSource(strings = {"maxCostPerDay: \"10.5\"", "lookMs: \"{{press.look-ms:500}}\"", "lookMs: \"{{elsewhere.look-ms}}\"",
        "models: gen4_turbo, gen4.5", "done: \"\""})
    void takes_values_that_are_right_or_that_only_the_runtime_knows(String parameter) throws IOException {
        set(parameter);
        assertThat(check()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"'- route:~    id: a~%description: b~', 3, TAB", "'- route:~    id: {{a}}~', 2, in quotes",
        "'- route:~    id: \"a~    description: b~', 2, quoted scalar", "'- route:~    id: a: b~', 2, mapping values",
        "'- route:~    id: a~    id: b~', 3, a second time", "'route:~    id: a~', 1, is no list"})
    void names_the_line_at_which_a_file_is_no_yaml(String text, int line, String what) throws IOException {
        Files.writeString(home.resolve("routes/watch/press.camel.yaml"), text.replace('~', '\n').replace('%', '\t'));
        assertThatThrownBy(this::check).hasMessageContaining("routes/watch/press.camel.yaml:" + line).hasMessageContaining(what);
    }

    private void set(String parameter) throws IOException {
        Path file = copy("folder-to-bucket", "account", "account");
        String name = parameter.substring(0, parameter.indexOf(':'));
        Files.writeString(file, Files.readString(file).replaceAll("(?m)^ +" + name + ": .*\\n", "")
                .replace("      parameters:\n", "      parameters:\n        " + parameter + "\n"));
    }

    private List<Map<String, String>> check() {
        Settings settings = Settings.load(home, Map.of(), Map.of());
        return WatchFiles.check(home, settings, Accounts.from(settings.all(), Profiles.load(Path.of("config/gateways"))));
    }

    private Path copy(String example, String text, String other) throws IOException {
        String file = example + ".camel.yaml";
        String route = Files.readString(Path.of("routes/examples").resolve(file));
        assertThat(route).contains(text);
        return Files.writeString(home.resolve("routes/watch").resolve(file), route.replace(text, other));
    }
}
