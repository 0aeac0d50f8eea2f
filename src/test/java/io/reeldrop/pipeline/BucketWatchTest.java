package io.reeldrop.pipeline;

import static io.reeldrop.pipeline.Bench.SIDECAR;
import static io.reeldrop.pipeline.Bench.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.job.Job;
import io.reeldrop.job.State;
import io.reeldrop.storage.S3Call;
import io.reeldrop.storage.S3Server;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies in a watched prefix beside ordinary drops: defaults, folder markers, and keys that are hard to spell. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BucketWatchTest {

    static final List<String> ODD = List.of("a cat", "a+b", "c#1", "100%", "%20", "%2Fx", "who?", "a&b=c", "äöü猫😀",
            Normalizer.normalize("é", Normalizer.Form.NFC), Normalizer.normalize("é", Normalizer.Form.NFD),
            "new\nline", "it's \"me\"", "${x}", "{{x}}", "${bean:store}", "back\\slash", "a\\..\\b", "-rf", "~home",
            "é".repeat(100), "sub dir/${body}/c d", "semi;colon,", "<b>");

    private S3Server s3;

    @BeforeAll
    void startServer() throws Exception {
        s3 = S3Server.inProcess().bucket(Shelves.DROPS).bucket(Shelves.VIDEOS);
    }

    @AfterAll
    void stopServer() throws Exception {
        s3.close();
    }

    @ParameterizedTest(name = "to a bucket: {0}")
    @ValueSource(booleans = {true, false})
    void every_key_that_s3_can_hold_is_a_drop_under_that_name(boolean toBucket, @TempDir Path home) throws Exception {
        try (Bench bench = new Bench(home, Bench.QUICK).s3(s3).set("reeldrop.accounts.sandbox.max-in-flight", "20")) {
            Shelves at = Shelves.press(bench, s3, "odd/" + toBucket, true, toBucket);
            for (String name : ODD) {
                at.drop(name, SIDECAR);
            }
            at.drop("rejected ${x}\n%", SIDECAR.replace("gen4_turbo", "none"));
            bench.start();
            bench.untilEnded(ODD.size() + 1);
            assertThat(bench.all()).filteredOn(job -> job.state() == State.DELIVERED).extracting(Job::name)
                    .containsExactlyInAnyOrderElementsOf(ODD);
            assertThat(at.out().names()).containsExactlyInAnyOrderElementsOf(with(ODD, ".mp4", ".result.json"));
            assertThat(at.done().names()).containsExactlyInAnyOrderElementsOf(with(ODD, ".png", ".json"));
            assertThat(at.dead().names())
                    .containsExactlyInAnyOrderElementsOf(with(List.of("rejected ${x}\n%"), ".png", ".json", ".error.json"));
            assertThat(at.in().names()).isEmpty();
            assertThat(at.inProgress().names()).isEmpty();
            assertThat(bench.sandbox.report().tasksCreated()).isEqualTo(ODD.size());
            for (String name : ODD) {
                assertThat(at.done().read(name + ".png")).isEqualTo(Bench.png(name.hashCode()));
                assertThat(at.out().text(name + ".result.json")).contains(bench.job(name).id());
            }
        }
    }

    @Test
    void defaults_apply_a_broken_one_holds_its_prefix_and_the_status_page_says_so(@TempDir Path home) throws Exception {
        try (Bench bench = new Bench(home, Bench.QUICK).s3(s3)) {
            Shelves at = Shelves.press(bench, s3, "defaults", true, true);
            at.in().put("series/", "");
            at.in().put("series/empty/", "");
            at.in().put("series/_defaults.json", "{\"model\": \"gen4_turbo\", \"ratio\": \"1280:720\", \"duration\": 10}");
            at.in().put("held/_defaults.json", "{\"model\": ");
            at.drop("series/one", "{\"promptText\": \"one\"}");
            at.drop("held/two", SIDECAR);
            bench.start();
            bench.untilState("series/one", State.DELIVERED);
            assertThat(bench.job("series/one").request().get("duration").asInt()).isEqualTo(10);
            assertThat(page(bench)).contains("ATTENTION: held until it is mended: held/_defaults.json").contains("1 delivered");

            // Longer than any drop waits for its other half: a marker that counted as one would be put aside now.
            bench.clock.moveOn(Duration.ofMinutes(11));
            fewMoreLooks();
            bench.clock.moveOn(Duration.ofMinutes(11));
            fewMoreLooks();
            assertThat(bench.all()).hasSize(1);
            assertThat(at.in().names()).contains("held/two.json", "held/two.png", "series/", "series/empty/");

            at.in().put("held/_defaults.json", "{\"duration\": 5}");
            bench.untilState("held/two", State.DELIVERED);
            assertThat(page(bench)).doesNotContain("ATTENTION");
            assertThat(at.in().names()).contains("held/_defaults.json", "series/_defaults.json")
                    .doesNotContain("held/two.json", "held/two.png");
            assertThat(s3.client().headObject(head -> head.bucket(Shelves.DROPS).key("defaults/_status.txt")).contentType())
                    .startsWith("text/plain");
        }
    }

    /** The page at the prefix's root, as it is written now. */
    private String page(Bench bench) throws Exception {
        bench.status();
        return Shelf.bucket(s3, Shelves.DROPS, "defaults").text("_status.txt");
    }

    private void fewMoreLooks() {
        int lists = s3.counts().get(S3Call.LIST);
        eventually().until(() -> s3.counts().get(S3Call.LIST) > lists + 10);
    }

    private static List<String> with(List<String> names, String... suffixes) {
        return names.stream().flatMap(name -> Stream.of(suffixes).map(suffix -> name + suffix)).toList();
    }
}
