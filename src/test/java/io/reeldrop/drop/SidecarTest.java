package io.reeldrop.drop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.job.Problem;
import io.reeldrop.job.Rejected;
import io.reeldrop.storage.Storage;
import io.reeldrop.storage.Storages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SidecarTest {

    @TempDir
    private Path dir;

    @Test
    void keeps_what_was_written() {
        ObjectNode sidecar = read("{\"promptText\": \"Grüße 猫 \\n\", \"duration\": 5.0, \"extra\": {\"strength\": 0.5}}");

        assertThat(sidecar.toString()).isEqualTo("{\"promptText\":\"Grüße 猫 \\n\",\"duration\":5,\"extra\":{\"strength\":0.5}}");
    }

    @Test
    void tolerates_a_byte_order_mark() {
        assertThat(read("\uFEFF{\"seed\": 1}").get("seed").intValue()).isEqualTo(1);
    }

    @Test
    void names_every_problem_at_once() {
        List<Problem> problems = problems("""
                {"promtText": "a cat", "duration": "5", "seed": 1.5, "watermark": "no",
                 "promptImage": "http://example.org/a.png", "seed": 2, "extra": {"model": "x"},
                 "variations": [{"seed": 1}, {"modell": "gen4_turbo", "account": "b"}]}
                """);

        assertThat(problems).extracting(Problem::field).containsExactlyInAnyOrder("promtText", "duration", "seed", "seed", "watermark",
                "promptImage", "extra, model", "variations 2, modell", "variations 2, account");
        assertThat(problems).allSatisfy(p -> assertThat(p.file()).isEqualTo("sub/cat.json"));
    }

    @Test
    void suggests_the_near_field() {
        assertThat(problem("{\"promtText\": \"a\"}").remedy()).contains("promptText");
        assertThat(problem("{\"PromptText\": \"a\"}").remedy()).contains("promptText");
        assertThat(problem("{\"zzz\": 1}").remedy()).contains("extra");
    }

    @Test
    void leaves_unknown_words_in_extra_alone() {
        assertThat(read("{\"extra\": {\"promtText\": 1, \"deep\": {\"seed\": [null]}}}").get("extra").size()).isEqualTo(2);
    }

    @Test
    void says_how_to_write_a_quoted_number() {
        assertThat(problem("{\"duration\": \"5\"}").remedy()).isEqualTo("Write 5 without quotes");
    }

    @Test
    void finds_the_same_key_twice_at_any_depth() {
        assertThat(problem("{\"seed\": 1,\n \"seed\": 1}").toString()).contains("seed").contains("twice").contains("line 2");
        assertThat(problem("{\"extra\": {\"a\": {\"b\": 1, \"b\": 2}}}").field()).isEqualTo("extra, a, b");
    }

    @Test
    void shows_where_json_is_broken() {
        assertThat(broken("{\n  \"seed\": 1,\n  \"duration\" 5\n}")).contains("line 3, column 14");
        assertThat(broken("{\"seed\": nan}")).contains("line 1");
        assertThat(broken("{\"seed\": NaN}")).contains("is not valid JSON");
        assertThat(broken("{\"seed\": +1}")).contains("is not valid JSON");
        assertThat(broken("{\"seed\": 01}")).contains("is not valid JSON");
        assertThat(broken("{\"seed\": Infinity}")).contains("is not valid JSON");
    }

    @Test
    void says_what_to_do_about_common_slips() {
        assertThat(broken("{“seed”: 1}")).contains("curly quotes");
        assertThat(broken("{\"promptText\": “a cat”}")).contains("curly quotes");
        assertThat(broken("{'seed': 1}")).contains("single quotes");
        assertThat(broken("{\"seed\": 1,}")).contains("comma before the closing bracket");
        assertThat(broken("{\"variations\": [{}, ]}")).contains("comma before the closing bracket");
        assertThat(broken("{\"seed\": 1 // mine\n}")).contains("comment");
        assertThat(broken("{\"promptText\": \"a\nb\"}")).contains("line break");
        assertThat(broken("{\"promptText\": \"C:\\cat\"}")).contains("backslash");
        assertThat(broken("{\"promptText\": \"a cat")).contains("cut off");
        assertThat(broken("{\"promptText\": \"a cat\"")).contains("cut off");
    }

    @Test
    void refuses_what_goes_on_after_its_end() {
        assertThat(problem("{\"seed\": 1} {\"seed\": 2}").message()).contains("after its end");
        assertThat(problems("{\"seed\": 1} x")).isNotEmpty();
    }

    @Test
    void refuses_what_is_no_object() {
        assertThat(problem("[{\"seed\": 1}]").message()).contains("a list");
        assertThat(problem("null").message()).contains("null");
        assertThat(problem(" \n").message()).contains("empty");
        assertThat(problem("").message()).contains("empty");
    }

    @Test
    void refuses_other_encodings() {
        byte[] latin1 = "{\n\"promptText\": \"Grüße\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(problemsOf(latin1)).singleElement().asString().contains("UTF-8").contains("line 2");
        assertThat(problemsOf("{\"seed\": 1}".getBytes(StandardCharsets.UTF_16))).singleElement().asString().contains("UTF-8");
    }

    @Test
    void refuses_half_a_character() {
        assertThat(problem("{\"promptText\": \"a\\ud83d b\"}").message()).contains("half a character");
        assertThat(read("{\"promptText\": \"\\ud83d\\ude00\"}").get("promptText").textValue()).isEqualTo("😀");
    }

    @Test
    void refuses_more_than_a_mebibyte_and_takes_one() {
        String frame = "{\"promptText\": \"\"}";
        int room = Sidecar.MAX_BYTES - frame.length();
        assertThat(read(frame.replace("\"\"", '"' + "a".repeat(room) + '"')).get("promptText").textValue()).hasSize(room);
        assertThat(problem(frame.replace("\"\"", '"' + "a".repeat(room + 1) + '"')).limit()).contains("1 MiB");
    }

    @Test
    void refuses_numbers_and_nesting_beyond_reason() {
        assertThat(problem("{\"seed\": 1e999999999}").message()).contains("too large");
        assertThat(problem("{\"extra\": {\"a\": 1e99999999999}}").message()).contains("too large");
        assertThat(problem("{\"extra\": {\"a\": " + "[".repeat(5000) + "]".repeat(5000) + "}}").message()).contains("nested too deeply");
    }

    @Test
    void keeps_a_hostile_name_out_of_the_log() {
        String shown = problem("{\"a\\nINFO forged\": 1}").toString();
        assertThat(shown).doesNotContain("\n");
        assertThat(problem("{\"" + "x".repeat(9000) + "\": 1}").toString()).hasSizeLessThan(500);
    }

    @Test
    void finds_an_image_file_beside_a_named_image() {
        assertThat(Sidecar.twoImages(read("{\"promptImage\": \"https://e.org/a.png\"}"), "cat.json", "cat.png"))
                .get().asString().contains("cat.json").contains("promptImage").contains("cat.png");
        assertThat(Sidecar.twoImages(read("{\"variations\": [{}, {\"promptImage\": \"runway://a\"}]}"), "cat.json", "cat.png"))
                .get().extracting(Problem::field).isEqualTo("variations 2, promptImage");
        assertThat(Sidecar.twoImages(read("{\"seed\": 1}"), "cat.json", "cat.png")).isEmpty();
    }

    @Test
    void reads_from_a_file() throws IOException {
        Files.writeString(dir.resolve("cat.json"), "{\"seed\": 7}");
        assertThat(Sidecar.read(Sidecar.told(folder(), "cat.json"), "cat.json").get("seed").intValue()).isEqualTo(7);
    }

    @Test
    void does_not_blame_a_file_that_is_gone() {
        assertThatThrownBy(() -> Sidecar.told(folder(), "gone.json")).isInstanceOf(UncheckedIOException.class);
    }

    private Storage folder() {
        return new Storages(null).at(dir.toString());
    }

    @Test
    void throws_nothing_but_rejected_whatever_the_bytes() {
        Random random = new Random(1);
        byte[] good = "{\"promptText\":\"a\\u00e9\",\"seed\":1e2,\"variations\":[{\"seed\":1}],\"extra\":{\"a\":[1,true,null]}}"
                .getBytes(StandardCharsets.UTF_8);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = i % 2 == 0 ? new byte[random.nextInt(64)] : good.clone();
            if (i % 2 == 0) {
                random.nextBytes(bytes);
            } else {
                for (int n = 1 + random.nextInt(4); n > 0; n--) {
                    bytes[random.nextInt(bytes.length)] = (byte) "{}[]\",:0e.-\\/u\n\u0000\u00ff".charAt(random.nextInt(17));
                }
            }
            try {
                Sidecar.read(bytes, "cat.json");
            } catch (Rejected e) {
                assertThat(e.problems()).isNotEmpty();
                refused++;
            }
        }
        assertThat(refused).isBetween(10_000, 19_999);
    }

    private static ObjectNode read(String text) {
        return Sidecar.read(text.getBytes(StandardCharsets.UTF_8), "sub/cat.json");
    }

    private static List<Problem> problems(String text) {
        return problemsOf(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Problem> problemsOf(byte[] bytes) {
        return catchThrowableOfType(Rejected.class, () -> Sidecar.read(bytes, "sub/cat.json")).problems();
    }

    private static Problem problem(String text) {
        assertThat(problems(text)).hasSize(1);
        return problems(text).get(0);
    }

    private static String broken(String text) {
        return problem(text).toString();
    }
}
