package io.reeldrop.console.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.console.Rig;
import io.reeldrop.job.Store;
import io.reeldrop.runtime.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {

    @TempDir
    Path home;

    private Rig rig;

    @BeforeEach
    void copy() throws Exception {
        rig = new Rig(home);
    }

    @Test
    void finds_the_project_as_shipped_ready_and_leaves_nothing_behind() {
        assertThat(rig.run("check")).as(rig.out).isZero();
        assertThat(rig.out).contains("all of them could be started", "sandbox pays for watch default", "will be made", "Ready: ")
                .doesNotContain("FAULT");
        assertThat(home.toFile().list()).containsExactlyInAnyOrder("routes", "config");
    }

    @Test
    void tells_every_fault_at_once_and_run_refuses_for_the_same() throws Exception {
        Files.delete(home.resolve("routes/watch/default.camel.yaml"));
        rig.replace("config/gateways/runway.yaml", "pollIntervalMs:", "pollIntervalMz:");
        Files.writeString(home.resolve(Settings.FILE), "reeldrop.setle-ms=5\nreeldrop.poll.workers=many\n");
        assertThat(rig.run("check")).isEqualTo(78);
        assertThat(rig.out).contains("Did you mean reeldrop.settle-ms", "reeldrop.poll.workers", "pollIntervalMz", "holds no watch",
                "to be mended");
        String faults = rig.out;
        assertThat(rig.run("run")).isEqualTo(78);
        assertThat(faults.lines().filter(line -> line.startsWith("FAULT")).map(line -> line.substring(21)).toList()).isNotEmpty()
                .allSatisfy(fault -> assertThat(rig.err).contains(fault.strip()));
        assertThat(home.resolve("data")).doesNotExist();
    }

    @Test
    void a_route_that_cannot_be_built_is_named_before_anything_is_started() throws Exception {
        rig.replace("routes/pipeline/deliver.camel.yaml", "ref: publisher", "ref: publishr");
        assertThat(rig.run("check")).isEqualTo(78);
        assertThat(rig.out).contains("publishr").doesNotContain("\tat ");
        rig.replace("routes/pipeline/deliver.camel.yaml", "ref: publishr", "ref: publisher");
        rig.replace("routes/pipeline/poll.camel.yaml", "{{reeldrop.poll.workers}}", "{{reeldrop.poll.wrkers}}");
        assertThat(rig.run("run")).isEqualTo(78);
        assertThat(rig.err).contains("reeldrop.poll.wrkers");
        rig.replace("routes/pipeline/poll.camel.yaml", "{{reeldrop.poll.wrkers}}", "{{reeldrop.poll.workers}}");
        rig.replace("routes/pipeline/poll.camel.yaml", "      steps:", "      stepz:");
        assertThat(rig.run("check")).isEqualTo(78);
        assertThat(rig.out).contains("poll.camel.yaml");
        assertThat(home.resolve("watch")).doesNotExist();
    }

    @Test
    void an_account_without_its_key_is_a_fault_and_the_key_is_never_told() {
        assertThat(rig.run("check", "--set", "reeldrop.account=runway")).isEqualTo(78);
        assertThat(rig.out).contains("has no key", "watch default");
        assertThat(rig.run(Map.of("REELDROP_ACCOUNTS_RUNWAY_API_KEY", "key_0123456789"), false, "check", "--set",
                "reeldrop.account=runway")).isZero();
        assertThat(rig.out).contains("has a key", "up to 2 tasks at once", "starts small", "50 tasks and any cost a day",
                "max-tasks-per-day").doesNotContain("key_0123456789");
        assertThat(rig.run("check", "--set", "reeldrop.account=runwya")).isEqualTo(78);
        assertThat(rig.out).contains("runwya");
    }

    @Test
    void places_that_cannot_be_are_faults_and_little_room_is_told() throws Exception {
        Path file = Files.writeString(home.resolve("occupied"), "");
        assertThat(rig.run("check", "--set", "reeldrop.root=" + file, "--set", "reeldrop.spool=/proc/spool", "--set",
                "reeldrop.min-free-bytes=9000000000000000"))
                .isEqualTo(78);
        assertThat(rig.out).contains("where a folder has to be", "/proc/spool", "nothing would be bought");
    }

    @Test
    void two_watches_over_one_folder_would_buy_twice() throws Exception {
        String watch = Files.readString(home.resolve("routes/watch/default.camel.yaml"));
        rig.write("routes/watch/press.camel.yaml", watch.replace("watch-default", "watch-press").replace("watch: default", "watch: press"));
        assertThat(rig.run("check")).isEqualTo(78);
        assertThat(rig.out).contains("both would buy the same drops");
    }

    @Test
    void a_store_in_use_is_fine_and_a_broken_one_is_not() throws Exception {
        String url = "jdbc:sqlite:" + home.resolve("data/reeldrop.db");
        try (Store store = Store.open(url)) {
            store.lock();
            assertThat(rig.run("check")).isZero();
            assertThat(rig.out).contains("in use by a process that runs");
        }
        Files.writeString(home.resolve("broken.db"), "this is no database, whatever its name may say ".repeat(100));
        assertThat(rig.run("check", "--set", "reeldrop.store.url=jdbc:sqlite:broken.db")).isEqualTo(78);
        assertThat(rig.out).contains("cannot be opened");
    }

    @Test
    void file_names_that_are_not_utf_8_are_a_fault_with_a_remedy() {
        Checkup checkup = Checkup.of(rig.invocation(), false, "ANSI_X3.4-1968");
        assertThat(checkup.fine()).isFalse();
        assertThat(checkup.findings().get(0).text()).contains("ANSI_X3.4-1968", "LC_ALL=C.UTF-8");
    }
}
