package io.reeldrop.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.job.State;
import io.reeldrop.pipeline.Bench;
import io.reeldrop.pipeline.Shelf;
import io.reeldrop.storage.S3Policy;
import io.reeldrop.storage.S3Policy.Grant;
import io.reeldrop.storage.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The policy of src/docs/buckets.md: enough for everything, and nothing in it is too much. */
class S3PolicyTest {

    @TempDir
    Path home;

    private String json;
    private List<Grant> grants;
    private S3Server s3;

    @BeforeEach
    void readAndStart() throws Exception {
        Matcher block = Pattern.compile("```json\n(\\{ \"Version\".*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("src/docs/buckets.md")));
        assertThat(block.find()).isTrue();
        json = block.group(1);
        grants = S3Policy.parse(json).grants();
        s3 = S3Server.inProcess().bucket("clips");
    }

    @AfterEach
    void stop() throws Exception {
        s3.close();
    }

    private Rig rig(Path at) throws IOException {
        Rig rig = new Rig(at);
        rig.replace("routes/watch/default.camel.yaml", "drop-folder-source", "drop-s3-source");
        rig.replace("routes/watch/default.camel.yaml", "root: \"{{reeldrop.root}}\"", "bucket: clips\n        prefix: press");
        return rig;
    }

    private int check(Rig rig) {
        return rig.run(Map.of("REELDROP_S3_ENDPOINT", s3.endpoint(), "REELDROP_S3_PATH_STYLE", "true", "REELDROP_S3_ACCESS_KEY_ID",
                S3Server.ACCESS_KEY, "REELDROP_S3_SECRET_ACCESS_KEY", S3Server.SECRET), false, "check");
    }

    @Test
    void all_of_it_is_enough_for_check_and_run_and_each_part_is_used() throws Exception {
        Set<String> used = new TreeSet<>();
        s3.policy(json, -1);
        Rig rig = rig(home.resolve("check"));
        assertThat(check(rig)).as(rig.out).isZero();
        assertThat(s3.denied()).as("but for its question about old versions").allMatch(need -> need.contains("s3:GetBucketVersioning"));
        used.addAll(s3.used());
        s3.allow();

        Map<String, String> huge = new HashMap<>(Bench.QUICK);
        huge.put("video-bytes", "40000000");
        try (Bench bench = new Bench(Files.createDirectories(home.resolve("run")), huge).s3(s3)
                .bucketWatch("press", "sandbox", "clips", "press")) {
            Shelf in = Shelf.bucket(s3, "clips", "press/in");
            drop(in, "good", Bench.SIDECAR);
            drop(in, "rejected", Bench.SIDECAR.replace("1280:720", "1:1"));
            drop(in, "failed", Bench.prompt("[fail SAFETY.INPUT.TEXT]"));
            // As a killed process leaves it.
            s3.client().createMultipartUpload(create -> create.bucket("clips").key("press/out/good.mp4"));
            s3.policy(json, -1);
            bench.start();
            bench.untilEnded(3);
            Bench.eventually().until(() -> s3.used().stream().anyMatch(grant -> grant.contains("_status.txt")));
            assertThat(s3.denied()).isEmpty();
            Set<String> byRun = Set.copyOf(s3.used());
            s3.allow();
            assertThat(bench.states()).containsOnlyKeys(State.DELIVERED, State.REJECTED, State.FAILED);
            assertThat(Shelf.bucket(s3, "clips", "press/out").names()).containsExactly("good.mp4", "good.result.json");
            assertThat(s3.client().listMultipartUploads(list -> list.bucket("clips")).uploads()).isEmpty();
            assertThat(all().filter(grant -> !byRun.contains(grant))).as("only tried by check").allMatch(grant -> grant.contains("Abort"))
                    .noneMatch(grant -> grant.contains("/out/"));
            used.addAll(byRun);
        }
        assertThat(used).containsExactlyInAnyOrderElementsOf(all().collect(Collectors.toSet()));
    }

    private Stream<String> all() {
        return grants.stream().map(Grant::toString);
    }

    private static void drop(Shelf in, String name, String sidecar) throws IOException {
        in.put(name + ".png", Bench.png(name.hashCode()));
        in.put(name + ".json", sidecar);
    }

    @Test
    void without_any_one_part_check_names_what_is_missing() throws Exception {
        Rig rig = rig(home);
        for (Grant grant : grants) {
            s3.policy(json, grants.indexOf(grant));
            assertThat(check(rig)).as("without %s:%n%s", grant, rig.out).isEqualTo(78);
            assertThat(rig.out.lines().filter(line -> line.startsWith("FAULT"))).isNotEmpty()
                    .allMatch(line -> line.contains(grant.action()));
        }
    }
}
