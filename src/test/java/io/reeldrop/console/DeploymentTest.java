package io.reeldrop.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeldrop.pipeline.Manifest;
import io.reeldrop.runtime.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Unit, manifest and image say what the program does. */
class DeploymentTest {

    private static final String PROGRAM = "/opt/reeldrop/reeldrop";

    private final Manifest manifest = Manifest.read();

    @TempDir
    Path home;

    @Test
    void a_pod_is_told_where_it_listens_and_everything_that_it_mounts_is_there() throws Exception {
        manifest.mount(home, text -> text.replace("<", "").replace(">", ""), Map.of());
        Settings settings = Settings.load(home, Map.of(), Map.of());
        JsonNode port = manifest.container().path("ports").get(0);
        assertThat(port.path("containerPort").asText()).isEqualTo(settings.get("reeldrop.monitor.port"))
                .isEqualTo(manifest.deployment().at("/spec/template/metadata/annotations").path("prometheus.io/port").asText());
        assertThat(settings.get("reeldrop.monitor.host")).isEqualTo("0.0.0.0");
        assertThat(manifest.keys())
                .allSatisfy(key -> assertThat(settings.all().values()).contains(home.resolve("keys").resolve(key).toString()));
        assertThat(manifest.pod().path("volumes").findValuesAsText("name"))
                .containsAll(manifest.container().path("volumeMounts").findValuesAsText("name"));
        assertThat(settings.path("reeldrop.spool")).as("lies on the volume that may be written to").startsWithRaw(home.resolve("data"));
    }

    @Test
    void both_wait_for_the_longest_post() throws Exception {
        long longest = Settings.load(home, Map.of(), Map.of()).number("reeldrop.submit.timeout-ms") / 1000 + 15;
        assertThat(manifest.pod().path("terminationGracePeriodSeconds").asLong()).isGreaterThanOrEqualTo(longest + 10);
        assertThat(Long.parseLong(unit().get("TimeoutStopSec"))).isGreaterThanOrEqualTo(longest + 10);
        assertThat(unit()).containsEntry("SuccessExitStatus", "143");
    }

    @Test
    void the_spool_is_a_file_system_of_its_own_with_more_room_than_is_kept_free() throws Exception {
        JsonNode data = volume("data").at("/ephemeral/volumeClaimTemplate/spec");
        String size = data.at("/resources/requests/storage").asText();
        assertThat(size).matches("\\d+Gi");
        Settings settings = Settings.load(home, Map.of(), Map.of());
        assertThat(Long.parseLong(size.replace("Gi", "")) << 30)
                .isGreaterThan(settings.number("reeldrop.min-free-bytes") + settings.number("reeldrop.deliver.max-bytes"));
        assertThat(volume("tmp").at("/emptyDir/medium").isMissingNode()).as("in memory, it might be mounted noexec").isTrue();
    }

    @Test
    void a_start_may_take_an_hour_for_the_receipts() {
        JsonNode probe = manifest.container().path("startupProbe");
        assertThat(probe.path("periodSeconds").asInt() * probe.path("failureThreshold").asInt()).isGreaterThanOrEqualTo(3_600);
    }

    @Test
    void all_of_them_agree_on_version_program_home_and_user() throws Exception {
        String text = Files.readString(Path.of("pom.xml"));
        String version = text.replaceFirst("(?s).*?<artifactId>reeldrop</artifactId>\\s*<version>(.*?)</version>.*", "$1");
        assertThat(manifest.container().path("image").asText()).endsWith("/reeldrop:" + version);
        assertThat(manifest.deployment().at("/spec/template/metadata/labels").path("app.kubernetes.io/version").asText())
                .isEqualTo(version);
        assertThat(text).contains("<word>" + PROGRAM + "</word>", "<REELDROP_HOME>" + Manifest.HOME + "</REELDROP_HOME>",
                "<user>" + manifest.user() + "</user>");
        assertThat(unit()).containsEntry("ExecStart", PROGRAM + " run")
                .containsEntry("StateDirectory", Path.of(Manifest.HOME).getFileName().toString());
        assertThat(unit().get("Environment")).contains("REELDROP_HOME=" + Manifest.HOME);
    }

    private JsonNode volume(String name) {
        for (JsonNode volume : manifest.pod().path("volumes")) {
            if (volume.path("name").asText().equals(name)) {
                return volume;
            }
        }
        throw new AssertionError("no volume " + name);
    }

    private static Map<String, String> unit() throws Exception {
        Map<String, String> unit = new TreeMap<>();
        Files.readAllLines(Path.of("src/main/systemd/reeldrop.service")).stream().filter(line -> line.matches("[A-Za-z]+=.*"))
                .forEach(line -> unit.put(line.split("=", 2)[0], line.split("=", 2)[1]));
        return unit;
    }
}
