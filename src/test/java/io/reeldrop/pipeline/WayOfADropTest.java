package io.reeldrop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeldrop.job.Job;
import io.reeldrop.job.State;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WayOfADropTest {

    static final String SIDECAR = "{\"promptText\": \"waves\", \"model\": \"gen4_turbo\", \"ratio\": \"1280:720\", \"duration\": 5}";

    @TempDir
    Path home;

    @Test
    void a_drop_becomes_a_video() throws Exception {
        try (Bench bench = new Bench(home, Map.of("render", "300")).start()) {
            bench.drop("sub/cat", SIDECAR);
            bench.untilAll(1, job -> job.state() == State.DELIVERED);
            Job job = bench.all().get(0);
            assertThat(bench.root.resolve("out/sub/cat.mp4")).exists();
            JsonNode cost = new ObjectMapper().readTree(bench.root.resolve("out/sub/cat.result.json").toFile()).path("cost");
            assertThat(cost)
                    .isEqualTo(new ObjectMapper().readTree("{\"unit\": \"credits\", \"estimated\": 25, \"charged\": 25, \"total\": 25}"));
            assertThat(bench.root.resolve("done/sub/cat.png")).exists();
            assertThat(bench.root.resolve("done/sub/cat.json")).exists();
            assertThat(bench.in("sub/cat.png")).doesNotExist();
            assertThat(job.number("cost_micros")).isEqualTo(25_000_000L);
            assertThat(bench.sandbox.report().tasksCreated()).isEqualTo(1);
        }
    }
}
