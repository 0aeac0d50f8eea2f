package io.reeldrop.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonPointer;
import io.reeldrop.job.Problem;
import io.reeldrop.job.Rejected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfilesTest {

    @TempDir
    Path folder;

    @Test
    void reads_the_shipped_profiles() {
        assertThat(Gateways.SHIPPED.names()).containsExactly("chainub", "cometapi", "gptge", "kkiai", "runway", "sandbox");
        assertThat(Gateways.RUNWAY.models()).containsOnlyKeys("gen4_turbo", "gen4.5", "veo3.1", "veo3.1_fast");
        assertThat(Gateways.RUNWAY.model("veo3.1").duration().values()).containsExactly(4, 6, 8);
        assertThat(Gateways.RUNWAY.model("veo3.1").seed()).isNull();
        assertThat(Gateways.RUNWAY.headers()).containsEntry("X-Runway-Version", "2024-11-06");
        assertThat(Gateways.RUNWAY.pollIntervalMs()).isEqualTo(5000);
        assertThat(Gateways.SANDBOX.pollIntervalMs()).isEqualTo(200);
        assertThat(Gateways.SANDBOX.models()).containsOnlyKeys("gen4_turbo", "gen4.5");
        assertThat(Gateways.SANDBOX.allowPrivateAddresses()).isTrue();
    }

    @Test
    void an_own_profile_goes_over_the_shipped_one_of_its_name_and_beside_the_others() throws IOException {
        write("runway.yaml", sandbox().replace("pollIntervalMs: 200", "pollIntervalMs: 321"));
        write("own.yaml", sandbox());
        Profiles both = Profiles.load(List.of(Path.of("config/gateways"), folder));
        assertThat(both.names()).containsExactly("chainub", "cometapi", "gptge", "kkiai", "own", "runway", "sandbox");
        assertThat(both.find("runway").orElseThrow().pollIntervalMs()).isEqualTo(321);
        assertThat(Profiles.load(List.of(Path.of("config/gateways"), folder.resolve("none"))).names()).isEqualTo(Gateways.SHIPPED.names());
    }

    @Test
    void begins_every_shipped_profile_with_its_source() throws IOException {
        for (String name : Gateways.SHIPPED.names()) {
            assertThat(Files.readAllLines(Path.of("config/gateways", name + ".yaml")).get(0)).as(name).startsWith("# ")
                    .contains("Source: ");
        }
    }

    @Test
    void is_tolerant_where_the_documents_leave_something_open() {
        for (String relay : List.of("cometapi", "gptge", "chainub", "kkiai")) {
            Profile profile = Gateways.SHIPPED.find(relay).orElseThrow();
            assertThat(profile.task().notFound().graceMs()).as(relay).isGreaterThanOrEqualTo(120_000);
            assertThat(profile.cancel()).as(relay).isNull();
            assertThat(profile.watermark()).as(relay).isEqualTo(Profile.Watermark.SENT);
            assertThat(profile.reply().charged()).as(relay).doesNotContain(JsonPointer.compile("/cost/credits"));
            assertThat(profile.models().values()).as(relay).allSatisfy(model -> {
                assertThat(model.required()).doesNotContain("seed", "promptText");
                assertThat(model.price()).isNull();
                assertThat(model.duration().values()).containsExactly(5, 10);
            });
        }
        assertThat(Gateways.SHIPPED.find("chainub").orElseThrow().model("gen4_turbo").ratios()).isNull();
        assertThat(Gateways.SHIPPED.find("gptge").orElseThrow().model("gen4_turbo"))
                .isSameAs(Gateways.SHIPPED.find("gptge").orElseThrow().models().get("gen4a_turbo"));
    }

    @Test
    void takes_from_the_common_part_what_a_profile_leaves_out_and_no_more() {
        assertThat(Gateways.RELAY.reply().statuses().get(TaskStatus.RUNNING)).containsExactly("RUNNING", "IN_PROGRESS", "RENDERING");
        assertThat(Gateways.RELAY.reply().statuses().get(TaskStatus.SUCCEEDED)).contains("3");
        assertThat(Gateways.RELAY.reply().failures().whenAbsent()).isEqualTo(Retry.ONCE);
        assertThat(Gateways.RUNWAY.reply().failures().whenAbsent()).isEqualTo(Retry.LATER);
    }

    @Test
    void names_every_fault_of_every_file_with_its_line() throws IOException {
        write("a.yaml", sandbox().replace("title: Sandbox", "titel: Sandbox").replace("pollIntervalMs: 200", "pollIntervalMs: soon"));
        write("b.yaml", sandbox().replace("required: false}", "required: perhaps}"));
        List<Problem> problems = faults();
        assertThat(problems).extracting(Problem::file, Problem::field)
                .contains(tuple("a.yaml:" + lineOf("a.yaml", "titel:"), "titel"))
                .contains(tuple("a.yaml:" + lineOf("a.yaml", "pollIntervalMs:"), "pollIntervalMs"))
                .contains(tuple("a.yaml:2", "title"))
                .contains(tuple("b.yaml:" + lineOf("b.yaml", "required: perhaps"), "auth.required"));
        assertThat(problems).hasSize(4);
        assertThat(problems).anySatisfy(p -> assertThat(p.remedy()).isEqualTo("Did you mean title"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "watermark: never | watermark: nevr | Did you mean NEVER",
        "unit: credits | unit: 7 | is not a text",
        "maxSideRatio: \"2\" | maxSideRatio: 2 | a decimal in quotes",
        "aliases: {} | aliases: [] | a mapping of keys to values",
        "aliases: {} | aliases: {turbo: gen4_turb} | Did you mean gen4_turbo",
        "noTask: [400, | noTask: [500, | could pay twice",
        "noTask: [400, | noTask: [408, | could pay twice",
        "maxInFlight: 20 | maxInFlight: 0 | at least 1",
        "frames: [[first]] | frames: [first] | is not a list",
        "path: /v1/tasks/{id} | path: /v1/tasks | Put {id} where",
        "path: /v1/tasks/{id} | path: .example.com/{id} | is not a path",
        "path: /v1/image_to_video | path: '@example.com/v1' | is not a path",
        "path: /v1/image_to_video | path: https://example.com/v1 | is not a path",
        "path: /v1/organization | path: /v1/my organization | is not a path",
        "{method: DELETE, | {method: DELET, | Did you mean DELETE",
        "baseUrl: http://127.0.0.1:7070 | baseUrl: http://sandbox.example.com | would send the key in clear",
        "baseUrl: http://127.0.0.1:7070 | baseUrl: https://sandbox.example.com | too often",
        "whenAbsent: later | whenAbsent: never\\n  taskId: [id] | a JSON pointer",
        "whenAbsent: later | whenAbsent: never\\n  held: {keyTexts: ['(']} | is not a regular expression",
        "whenAbsent: later | whenAbsent: never\\n  statuses: {RUNNING: [success]} | already means",
        "whenAbsent: later | whenAbsent: never\\n  statuses: {RUNING: [x]} | Did you mean RUNNING",
        "duration: {min: 2, max: 10, default: 5} | duration: {min: 2, default: 5} | neither a list nor a range",
        "duration: {min: 2, max: 10, default: 5} | duration: {min: 2, max: 10, default: 11} | is not offered",
        "required: [promptImage, ratio] | required: [promptImage, ratios] | Did you mean ratio",
        "title: | name: other\\ntitle: | named by its file",
    })
    void refuses(String right, String wrong, String says) throws IOException {
        assertThat(sandbox()).contains(right);
        write("sandbox.yaml", sandbox().replace(right, wrong.replace("\\n", "\n")));
        assertThat(faults()).anySatisfy(p -> assertThat(p.toString()).contains(says));
    }

    @Test
    void refuses_a_key_that_stands_twice_and_says_where() throws IOException {
        write("sandbox.yaml", sandbox() + "\nwatermark: sent\npollIntervalMs: 300\n");
        assertThat(faults()).hasSize(2).extracting(Problem::file).containsExactly(
                "sandbox.yaml:" + lineOf("sandbox.yaml", "watermark: sent"),
                "sandbox.yaml:" + lineOf("sandbox.yaml", "pollIntervalMs: 300"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "just words", "a: [", "a: &x 1\nb: *x", "a: 1\n---\nb: 2", "\u0000"})
    void refuses_what_is_no_profile(String text) throws IOException {
        write("odd.yaml", text);
        assertThat(faults()).isNotEmpty().allSatisfy(p -> assertThat(p.file()).startsWith("odd.yaml:"));
    }

    @Test
    void refuses_a_folder_that_holds_none_or_is_not_there() {
        assertThat(faults()).hasSize(1);
        folder = folder.resolve("gone");
        assertThat(faults()).hasSize(1);
    }

    private List<Problem> faults() {
        Rejected rejected = catchThrowableOfType(Rejected.class, () -> Profiles.load(folder));
        assertThat(rejected).isNotNull();
        return rejected.problems();
    }

    private static String sandbox() throws IOException {
        return Files.readString(Path.of("config/gateways/sandbox.yaml"));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private int lineOf(String file, String start) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve(file));
        return 1 + lines.indexOf(lines.stream().filter(l -> l.contains(start)).reduce((a, b) -> b).orElseThrow());
    }
}
