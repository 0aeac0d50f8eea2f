package io.reeldrop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.image.Photo;
import io.reeldrop.job.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A commit for each POST is dear where thousands are made. */
class RenewalTest {

    @Test
    void only_an_image_that_has_to_be_made_fit_renews_the_claim_before_its_POST(@TempDir Path home) throws IOException {
        try (Bench bench = new Bench(home, Bench.QUICK).start()) {
            var jdbc = bench.pipeline().store().jdbc();
            jdbc.update("CREATE TABLE renewal (name TEXT)", Map.of());
            jdbc.update("CREATE TRIGGER renewed AFTER UPDATE OF due_at ON job WHEN OLD.state = 'WAITING' AND NEW.state = 'WAITING'"
                    + " AND OLD.token = NEW.token BEGIN INSERT INTO renewal VALUES (NEW.name); END", Map.of());
            bench.drop("small", Bench.SIDECAR);
            Files.write(bench.in("large.png"), Photo.png(Photo.seen(1900, 1425, 110, 1), 1, null));
            Files.writeString(bench.in("large.json"), Bench.SIDECAR);
            bench.untilState("small", State.DELIVERED);
            bench.untilState("large", State.DELIVERED);
            assertThat(bench.job("large").sentImage()).isNotNull();
            assertThat(jdbc.queryForList("SELECT name FROM renewal", Map.of(), String.class)).containsExactly("large");
        }
    }
}
