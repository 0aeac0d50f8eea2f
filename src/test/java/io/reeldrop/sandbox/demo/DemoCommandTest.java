package io.reeldrop.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeldrop.console.Rig;
import java.net.ConnectException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {

    @TempDir
    Path home;

    @Test
    void every_drop_comes_out_as_it_should_and_what_is_real_stays_untouched() throws Exception {
        Rig rig = new Rig(home);
        Map<String, String> env = Map.of("REELDROP_ROOT", home.resolve("real").toString(), "REELDROP_ACCOUNT", "runway");
        assertThat(rig.run(env, false, "demo")).as(rig.out + rig.err).isZero();
        Path run = home.resolve("demo/run-1");
        assertThat(rig.out).contains("opened: 384 x 216, 5.0 s", "opened: 216 x 384, 3.0 s", "SAFETY.INPUT.TEXT",
                "1920:1080 is not offered", "spent: 126 credits of play money for 5 tasks; the gateway's own count is the same", "Try next",
                run.resolve("watch/out/flowers/rose.mp4").toString(), run.resolve("watch/dead-letter/storm.error.json").toString())
                .doesNotContain("\033");
        assertThat(rig.out.lines()).anyMatch(line -> line.matches(" +sunrise +[0-9.]+ s +DELIVERED +out/sunrise\\.mp4"));
        assertThat(home.toFile().list()).containsExactlyInAnyOrder("routes", "config", "demo");
        rig.run("show", "storm", "--home", run.toString());
        assertThat(rig.out).contains("FAILED", "SAFETY.INPUT.TEXT");
    }

    @Test
    @Tag("nightly")
    void from_a_prefix_to_a_bucket_it_comes_out_the_same() throws Exception {
        Rig rig = new Rig(home);
        assertThat(rig.run(Map.of("REELDROP_S3_ENDPOINT", "http://127.0.0.1:1"), false, "demo", "--s3")).as(rig.out + rig.err).isZero();
        Path run = home.resolve("demo/run-1");
        assertThat(rig.out).contains("Dropping into s3://reeldrop-demo/press/in", "s3://reeldrop-demo/press/out/flowers/rose.mp4",
                "s3://reeldrop-demo/press/dead-letter/storm.error.json", "opened: 384 x 216, 5.0 s",
                "spent: 126 credits", "sandbox --s3 " + run.resolve("s3"));
        assertThat(run.resolve("s3/reeldrop-demo/press/out/flowers/rose.mp4")).isNotEmptyFile();
        assertThat(run.resolve("watch")).doesNotExist();
        String endpoint = rig.out.replaceAll("(?s).*S3 server listens on (http://[0-9.:]+);.*", "$1");
        assertThatThrownBy(() -> new URL(endpoint).openConnection().getInputStream()).isInstanceOf(ConnectException.class);
    }

    @Test
    @Tag("nightly")
    void through_every_gateway_at_its_stand_in() throws Exception {
        Rig rig = new Rig(home);
        assertThat(rig.run(Map.of("REELDROP_ACCOUNT", "runway"), false, "demo", "--gateways")).as(rig.out + rig.err).isZero();
        for (String gateway : List.of("runway", "cometapi", "gptge", "chainub", "kkiai", "sandbox")) {
            assertThat(rig.out.lines()).anyMatch(line -> line.matches("  " + gateway + " +[0-9.]+ s  4 DELIVERED, 1 REJECTED, 1 FAILED"));
            assertThat(home.resolve("demo/run-1/watch/" + gateway + "/out/flowers/rose.mp4")).isNotEmptyFile();
        }
        assertThat(rig.out).contains("spent: 126 credits of play money for 5 tasks; the gateway's own count is the same", "125000 quota",
                "60 s is not offered by gen4a_turbo at gptge", "SAFETY.INPUT.TEXT", "All 36 drops at 6 gateways").doesNotContain("\033");
    }

    @Test
    void what_does_not_come_out_in_time_is_told_with_exit_1_and_no_run_goes_over_another() throws Exception {
        Rig rig = new Rig(home);
        Files.createDirectories(home.resolve("demo/run-1"));
        assertThat(rig.run(Map.of(), true, "demo", "--gateways", "--give-up-after", "0")).isEqualTo(1);
        assertThat(rig.out).contains("did NOT come out", "kkiai, storm was to end as FAILED, but is MISSING: no job was made of it",
                "cometapi sold 0 tasks instead of 5", "run-2");
        Files.delete(home.resolve("config/gateways/kkiai.yaml"));
        assertThat(rig.run("demo", "--gateways")).isEqualTo(1);
        assertThat(rig.err).contains("config/gateways/kkiai.yaml is missing");
        assertThat(rig.run("demo", "--gateways", "--s3")).isEqualTo(2);
    }

    @Test
    void where_the_home_cannot_be_written_to_it_goes_elsewhere() throws Exception {
        Files.writeString(home.resolve("demo"), "in the way");
        Path folder = DemoHome.make(home).folder();
        assertThat(folder).isDirectory().isEmptyDirectory();
        assertThat(folder.startsWith(home)).isFalse();
        Files.delete(folder);
    }
}
