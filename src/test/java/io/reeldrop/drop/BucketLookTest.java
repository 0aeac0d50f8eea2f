package io.reeldrop.drop;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.drop.Candidate.Bad;
import io.reeldrop.drop.Candidate.Whole;
import io.reeldrop.job.Duties;
import io.reeldrop.job.Sample;
import io.reeldrop.storage.S3;
import io.reeldrop.storage.Storage;
import io.reeldrop.storage.Storages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Looks at pages as a server sends them, with keys that not every server stores. */
class BucketLookTest {

    private static final long PAIR_WAIT = 600_000;

    private Sample sample;
    private DefaultCamelContext context;
    private BucketLook look;

    @BeforeEach
    void watch(@TempDir Path home) {
        sample = new Sample(home, 1_000_000_000_000L);
        Storages storages = new Storages(new S3("http://127.0.0.1:1", "us-east-1", true, "key", "secret", ""));
        // Not built: the bundle would bring the beans of its own settings.
        context = new DefaultCamelContext(false);
        context.getRegistry().bind("storages", storages);
        context.getRegistry().bind("jobs", sample.jobs);
        context.getRegistry().bind("node", sample.node);
        context.getRegistry().bind("duties", new Duties(sample.store, sample.node));
        context.getRegistry().bind("ledger", sample.ledger);
        context.getRegistry().bind("intake", new Intake(storages, sample.jobs, sample.steps, sample.ledger, sample.node));
        context.getRegistry().bind("watches", new Watches());
        look = new BucketLook();
        look.setCamelContext(context);
        look.getParameters().putAll(Map.of("watch", "press", "bucket", "drops", "prefix", "press", "account", "acme"));
        look.getParameters().putAll(Map.of("settleMs", "2000", "pairWaitMs", "" + PAIR_WAIT, "sidecarGraceMs", "0"));
        for (String empty : List.of("accounts", "models", "maxCostPerJob", "maxCostPerDay", "maxTasksPerDay", "out", "done",
                "deadLetter")) {
            look.getParameters().put(empty, "");
        }
        look.start();
    }

    @AfterEach
    void close() throws IOException {
        context.close();
        sample.close();
    }

    @Test
    void goes_on_from_the_last_key_until_a_page_is_empty() {
        look.begin();
        assertThat(look.next().marker()).isNull();
        assertThat(look.next().prefix()).isEqualTo("press/in/");
        assertThat(look.next().encodingTypeAsString()).isEqualTo("url");
        look.page(IntStream.range(0, 1000).mapToObj(i -> object("a%03d.png".formatted(i), 1)).toList());
        assertThat(look.more()).isTrue();
        assertThat(look.next().marker()).isEqualTo("press/in/a999.png");
        look.page(List.of(object("b.png", 1)));
        assertThat(look.more()).as("a short page may be followed by another").isTrue();
        assertThat(look.next().marker()).isEqualTo("press/in/b.png");
        look.page(List.of(object("c.json", 1), object("c.png", 1)));
        assertThat(look.next().marker()).isEqualTo("press/in/c.png");
        look.page(List.of());
        assertThat(look.more()).isFalse();
        look.begin();
        assertThat(look.next().marker()).isNull();
    }

    @Test
    void keys_of_no_folder_are_drops_and_stay_within_every_place(@TempDir Path folder) throws IOException {
        List<S3Object> keys = new ArrayList<>(List.of(object("", 0), object("sub/", 0), object("sub/deep/", 0), object("/", 0),
                object(".hidden.png", 1)));
        for (String drop : List.of("../out", "a/../../../out", "./here", "a//b", "/lead", "//two", "sub/../sub/cat", "nul\0")) {
            keys.add(object(drop + ".png", 7));
            keys.add(object(drop + ".json", 7));
        }
        keys.add(object("trailing.png/", 7));
        keys.add(object("//", 7));
        assertThat(drops(keys)).isEmpty();
        sample.clock.forward(2_000);
        List<Found> found = drops(keys);
        assertThat(found).extracting(f -> f.candidate().name())
                .containsExactlyInAnyOrder("../out", "a/../../../out", "./here", "a//b", "/lead", "//two", "sub/../sub/cat", "nul\0");
        assertThat(found).allMatch(f -> f.candidate() instanceof Whole);
        sample.clock.forward(PAIR_WAIT);
        List<Found> later = drops(keys);
        assertThat(later).filteredOn(f -> f.candidate() instanceof Bad).extracting(f -> f.candidate().name())
                .containsExactlyInAnyOrder("trailing.png/", "//");
        Storage place = look.getCamelContext().getRegistry().findSingleByType(Storages.class).at(folder.resolve("place").toString());
        for (Found one : later) {
            String stem = Stem.choose(one.candidate().name(), free -> true);
            assertThat(stem).isNotBlank();
            place.write(stem + ".result.json", one.candidate().name());
            assertThat(place.has(stem + ".result.json")).isTrue();
        }
        assertThat(folder).isDirectoryNotContaining(path -> !path.endsWith("place"));
    }

    private List<Found> drops(List<S3Object> objects) {
        look.begin();
        look.page(objects);
        look.page(List.of());
        return look.drops();
    }

    private static S3Object object(String name, long size) {
        return S3Object.builder().key("press/in/" + name).size(size).lastModified(Instant.EPOCH).build();
    }
}
