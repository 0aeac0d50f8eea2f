package io.reeldrop.console.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.console.Rig;
import io.reeldrop.storage.S3Call;
import io.reeldrop.storage.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BucketsCheckTest {

    private S3Server s3;
    private Rig rig;
    private final Map<String, String> settings = new HashMap<>();

    @BeforeAll
    void startServer() throws Exception {
        s3 = S3Server.inProcess().bucket("clips");
    }

    @AfterAll
    void stopServer() throws Exception {
        s3.close();
    }

    @BeforeEach
    void watch(@TempDir Path home) throws Exception {
        rig = new Rig(home);
        settings.clear();
        settings.putAll(Map.of("REELDROP_S3_ENDPOINT", s3.endpoint(), "REELDROP_S3_PATH_STYLE", "true", "REELDROP_S3_ACCESS_KEY_ID",
                S3Server.ACCESS_KEY, "REELDROP_S3_SECRET_ACCESS_KEY", S3Server.SECRET));
        watch("default", "clips", "press");
    }

    @AfterEach
    void allow() {
        s3.allow();
        s3.versioned(false);
    }

    private void watch(String name, String bucket, String prefix, String... more) throws Exception {
        String file = Files.readString(Path.of("routes/watch/default.camel.yaml"));
        rig.write("routes/watch/" + name + ".camel.yaml", file.replace("watch-default", "watch-" + name)
                .replace("watch: default", "watch: " + name).replace("drop-folder-source", "drop-s3-source")
                .replace("root: \"{{reeldrop.root}}\"", "bucket: " + bucket + "\n        prefix: " + prefix + String.join("", more)));
    }

    private int check() {
        int code = rig.run(settings, false, "check");
        assertThat(rig.out + rig.err).doesNotContain(S3Server.SECRET);
        return code;
    }

    private List<String> faults() {
        return rig.out.lines().filter(line -> line.startsWith("FAULT")).toList();
    }

    private void faulty(String... words) {
        assertThat(check()).as(rig.out).isEqualTo(78);
        assertThat(faults()).as(rig.out).singleElement().asString().contains(words);
    }

    @Test
    void a_bucket_that_lets_everything_be_done_is_ready_and_left_as_it_was() {
        assertThat(check()).as(rig.out).isZero();
        assertThat(rig.out).contains("drops in s3://clips/press/in, videos in s3://clips/press/out");
        assertThat(s3.client().listObjects(list -> list.bucket("clips")).contents()).isEmpty();
        assertThat(s3.client().listMultipartUploads(list -> list.bucket("clips")).uploads()).isEmpty();
        s3.resetCounts();
        check();
        assertThat(s3.counts()).containsEntry(S3Call.PUT, 0).containsEntry(S3Call.COPY, 0);
    }

    @Test
    void a_wrong_access_key_is_one_fault() {
        settings.put("REELDROP_S3_ACCESS_KEY_ID", "other");
        faulty("does not know the access key", "reeldrop.s3.access-key-id");
    }

    @Test
    void a_wrong_secret_is_told_apart_and_not_shown() {
        settings.put("REELDROP_S3_SECRET_ACCESS_KEY", "not-the-secret");
        faulty("secret does not belong to the access key", "reeldrop.s3.secret-access-key");
        assertThat(rig.out).doesNotContain("not-the-secret");
    }

    @Test
    void no_secret_is_told_without_asking() {
        settings.remove("REELDROP_S3_SECRET_ACCESS_KEY");
        faulty("reeldrop.s3.access-key-id is set, but not its secret");
        settings.put("REELDROP_S3_SECRET_ACCESS_KEY_FILE", rig.home.resolve("gone").toString());
        faulty("there is no", "gone");
    }

    @Test
    void no_key_at_all_is_told() {
        settings.remove("REELDROP_S3_ACCESS_KEY_ID");
        settings.remove("REELDROP_S3_SECRET_ACCESS_KEY");
        System.setProperty("aws.disableEc2Metadata", "true");
        try {
            faulty("no access key was found", "AWS_ACCESS_KEY_ID");
        } finally {
            System.clearProperty("aws.disableEc2Metadata");
        }
    }

    @Test
    void a_missing_bucket_is_named_beside_every_other_fault() throws Exception {
        watch("second", "clisp", "a");
        watch("third", "clips", "b", "\n        done: s3://missing");
        assertThat(check()).isEqualTo(78);
        assertThat(faults()).hasSize(2);
        assertThat(rig.out).contains("bucket clisp: there is no such bucket", "bucket missing: there is no such bucket",
                "default: drops in s3://clips/press/in");
    }

    @ParameterizedTest
    @CsvSource({"LIST,s3:ListBucket", "GET,s3:GetObject", "DELETE,s3:DeleteObject", "MULTIPART,s3:PutObject"})
    void a_right_that_is_missing_is_named_for_every_place_that_needs_it(S3Call call, String action) {
        s3.deny(call);
        assertThat(check()).isEqualTo(78);
        assertThat(faults()).isNotEmpty()
                .allSatisfy(fault -> assertThat(fault).contains("no right to", action, "s3://clips/press", "policy"));
    }

    @Test
    void a_versioned_bucket_is_a_note_about_money() {
        s3.versioned(true);
        assertThat(check()).isZero();
        assertThat(rig.out.lines().filter(line -> line.startsWith("note") && line.contains("is versioned"))).singleElement()
                .asString().contains("clips", "lifecycle rule");
    }

    @Test
    void clocks_that_differ_are_told() {
        s3.skew();
        faulty("clock", "NTP");
    }

    @Test
    void a_wrong_region_is_told() {
        s3.refuse(S3Call.LIST, 400, "AuthorizationHeaderMalformed");
        faulty("bucket clips", "region", "reeldrop.s3.region");
    }

    @Test
    void a_server_that_is_not_there_is_one_fault() {
        settings.put("REELDROP_S3_ENDPOINT", "http://127.0.0.1:1");
        faulty("http://127.0.0.1:1", "cannot be reached", "reeldrop.s3.endpoint");
    }

    @Test
    void two_watches_on_one_prefix_would_buy_twice_and_an_out_inside_in_would_be_dropped_again() throws Exception {
        watch("inner", "clips", "press/in/inner");
        watch("loop", "clips", "loop", "\n        out: s3://clips/loop/in/videos");
        watch("neighbour", "clips", "press/inner");
        assertThat(check()).isEqualTo(78);
        assertThat(faults()).hasSize(2);
        assertThat(rig.out).contains("s3://clips/press/in/inner/in lies in what watch default looks into",
                "s3://clips/loop/in/videos lies in its own in/");
    }
}
