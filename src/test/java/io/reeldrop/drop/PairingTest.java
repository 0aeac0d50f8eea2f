package io.reeldrop.drop;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.drop.Candidate.Bad;
import io.reeldrop.drop.Candidate.Whole;
import io.reeldrop.drop.Pairing.Patience;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairingTest {

    private static final long SETTLE = 2_000;
    private static final long WAIT = 60_000;
    private static final long GRACE = 10_000;

    private final Map<String, Entry> in = new TreeMap<>();
    private final Map<String, String> contents = new HashMap<>();
    private final Set<String> taken = new HashSet<>();
    private final List<Entry> asked = new ArrayList<>();
    private final Defaults defaults = new Defaults(this::bytes);
    private final Pairing pairing = new Pairing(new Patience(SETTLE, WAIT, GRACE), defaults, this::needsNoImage);
    private long now = 1_000_000;
    private boolean failing;

    @Test
    void takes_a_pair_after_two_looks_a_settle_time_apart() {
        put("cat.png", "cat.json");

        assertThat(look()).isEmpty();
        assertThat(after(SETTLE - 1)).isEmpty();
        assertThat(after(1)).containsExactly(whole("cat", "cat.png", "cat.json"));
    }

    @Test
    void one_look_never_settles_anything() {
        Pairing hasty = new Pairing(new Patience(0, 0, 0), defaults, (s, d) -> false);
        put("cat.png", "cat.json");

        assertThat(hasty.look(in.values(), taken, now)).isEmpty();
        assertThat(hasty.look(in.values(), taken, now)).hasSize(1);
    }

    @Test
    void either_may_come_first() {
        put("cat.json");
        settle();
        put("cat.png");
        assertThat(look()).isEmpty();
        assertThat(after(SETTLE)).containsExactly(whole("cat", "cat.png", "cat.json"));
    }

    @Test
    void a_growing_copy_with_an_old_time_stamp_is_not_settled() {
        put("cat.json");
        for (int size = 1; size <= 50; size++) {
            in.put("cat.png", new Entry("cat.png", size, 5));
            assertThat(after(SETTLE * 5)).isEmpty();
        }
        assertThat(after(SETTLE)).hasSize(1);
    }

    @Test
    void a_file_rewritten_at_the_same_size_settles_anew() {
        put("cat.png", "cat.json");
        look();
        in.put("cat.png", new Entry("cat.png", 10, 999));
        assertThat(after(SETTLE)).isEmpty();
        assertThat(after(SETTLE)).hasSize(1);
    }

    @Test
    void a_clock_set_back_delays_but_never_hurries() {
        put("cat.png", "cat.json");
        look();
        assertThat(after(-500_000)).isEmpty();
        assertThat(after(SETTLE - 1)).isEmpty();
        assertThat(after(1)).hasSize(1);
    }

    @Test
    void a_file_that_came_back_settles_anew() {
        put("cat.png", "cat.json");
        settle();
        in.remove("cat.png");
        look();
        put("cat.png");
        assertThat(look()).isEmpty();
        assertThat(after(SETTLE)).hasSize(1);
    }

    @Test
    void offers_a_candidate_until_it_is_taken() {
        put("cat.png", "cat.json");
        assertThat(settle()).hasSize(1);
        assertThat(look()).hasSize(1);
        taken.add("cat.png");
        taken.add("cat.json");
        assertThat(look()).isEmpty();
        assertThat(after(WAIT * 2)).isEmpty();
    }

    @Test
    void keeps_sub_folders_apart() {
        put("a/cat.png", "b/cat.json", "a/c/cat.png", "a/c/cat.json");
        assertThat(settle()).containsExactly(whole("a/c/cat", "a/c/cat.png", "a/c/cat.json"));
    }

    @Test
    void the_sidecar_may_bear_the_images_full_name() {
        put("cat.png", "cat.png.json", "cat.jpg", "cat.jpg.json");
        assertThat(settle()).containsExactly(whole("cat.jpg", "cat.jpg", "cat.jpg.json"), whole("cat.png", "cat.png", "cat.png.json"));
    }

    @Test
    void a_drops_name_does_not_depend_on_its_neighbours() {
        put("cat.png", "cat.png.json");
        assertThat(settle()).extracting(Candidate::name).containsExactly("cat.png");
    }

    @Test
    void a_full_name_and_a_stem_can_be_two_drops() {
        put("cat.png", "cat.json", "cat.jpg", "cat.jpg.json");
        assertThat(settle()).containsExactly(whole("cat", "cat.png", "cat.json"), whole("cat.jpg", "cat.jpg", "cat.jpg.json"));
    }

    @Test
    void a_dotted_stem_is_ordinary() {
        put("cat.v2.png", "cat.v2.json", "dog.png.jpg", "dog.png.json");
        assertThat(settle()).extracting(Candidate::name).containsExactly("cat.v2", "dog.png");
    }

    @Test
    void two_images_for_one_sidecar_are_bad_at_once() {
        put("cat.png", "cat.jpg", "cat.json");
        Bad bad = onlyBad(settle());
        assertThat(bad.name()).isEqualTo("cat");
        assertThat(bad.entries()).extracting(Entry::name).containsExactlyInAnyOrder("cat.png", "cat.jpg", "cat.json");
        assertThat(bad.problem().toString()).contains("cat.json", "cat.png", "cat.jpg", "more than one image");
    }

    @Test
    void two_images_wait_until_all_are_settled() {
        put("cat.png", "cat.json");
        look();
        now += SETTLE - 1;
        put("cat.jpg");
        look();
        assertThat(after(SETTLE - 1)).isEmpty();
        assertThat(after(1)).singleElement().isInstanceOf(Bad.class);
    }

    @Test
    void two_sidecars_for_one_image_are_bad_at_once() {
        put("cat.png", "cat.json", "cat.png.json");
        assertThat(onlyBad(settle()).entries()).hasSize(3);
        in.clear();
        put("dog.png", "dog.json", "dog.JSON");
        assertThat(onlyBad(settle()).problem().toString()).contains("more than one sidecar", "dog.json", "dog.JSON");
    }

    @Test
    void an_empty_file_is_never_taken_and_bad_in_the_end() {
        in.put("cat.png", new Entry("cat.png", 0, 5));
        put("cat.json");
        look();
        assertThat(after(WAIT - 1)).isEmpty();
        Bad bad = onlyBad(after(1));
        assertThat(bad.entries()).hasSize(2);
        assertThat(bad.problem().toString()).contains("cat.png", "is empty");
    }

    @Test
    void an_empty_file_that_is_filled_in_time_is_a_drop() {
        in.put("cat.png", new Entry("cat.png", 0, 5));
        put("cat.json");
        look();
        after(WAIT - 1);
        put("cat.png");
        assertThat(look()).isEmpty();
        assertThat(after(SETTLE)).containsExactly(whole("cat", "cat.png", "cat.json"));
    }

    @Test
    void an_unpaired_file_waits_and_is_then_bad() {
        put("cat.png", "dog.json", "film.mov", "noise");
        look();
        assertThat(after(WAIT - 1)).isEmpty();
        assertThat(after(1)).allSatisfy(c -> assertThat(c).isInstanceOf(Bad.class))
                .extracting(c -> c.name() + " " + ((Bad) c).problem().message())
                .containsExactly("cat is an image without a sidecar", "dog is a sidecar without an image",
                        "film.mov is neither an image nor a sidecar", "noise is neither an image nor a sidecar");
    }

    @Test
    void a_sidecar_does_not_run_out_of_time_while_its_image_grows() {
        put("cat.json");
        for (int size = 1; size <= 10; size++) {
            in.put("cat.png", new Entry("cat.png", size, 5));
            assertThat(after(WAIT)).isEmpty();
        }
        in.remove("cat.png");
        assertThat(look()).isEmpty();
        assertThat(after(WAIT - 1)).isEmpty();
        assertThat(after(1)).singleElement().isInstanceOf(Bad.class);
    }

    @Test
    void a_buckets_folder_marker_is_no_drop_but_a_file_of_such_a_name_is_told_about() {
        in.put("a/", new Entry("a/", 0, 5));
        in.put("b/", new Entry("b/", 7, 5));
        look();
        assertThat(after(WAIT * 3)).singleElement().satisfies(bad -> assertThat(bad.entries().get(0).name()).isEqualTo("b/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cat.json.part", "cat.png.tmp", "cat.filepart", "cat.PNG.crdownload", "cat.partial", ".cat.png", "cat.png~",
        ".git/cat.png", "a/.hidden/b/cat.png", "_status.txt", "a/_status.txt", "_defaults.json", "a/_defaults.json", "Thumbs.db",
        "cat.error.json", "cat.result.json", ".DS_Store"})
    void some_names_are_never_drops(String name) {
        put(name);
        look();
        assertThat(after(WAIT * 3)).isEmpty();
        assertThat(after(WAIT * 3)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a cat", "it's \"me\"", "#1", "100%", "%41", "a\\..\\cat", "${x}", "{{x}}", "new\nline", "-rf", "cat.", "猫",
        "a/b c/${bean:x}", "~cat", "_cat", "cat.png.png",
        "../cat", "a/../../cat", "./cat", "a//cat", "/cat"})
    void odd_names_are_ordinary(String name) {
        put(name + ".png", name + ".json");
        assertThat(settle()).containsExactly(whole(name, name + ".png", name + ".json"));
    }

    @Test
    void two_hundred_bytes_of_unicode_are_an_ordinary_name() {
        odd_names_are_ordinary("é".repeat(100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "PNG", "jpg", "jpeg", "webp", "gif", "bmp", "tif", "tiff", "heic", "avif", "Avif"})
    void offers_every_kind_of_image(String suffix) {
        put("cat." + suffix, "cat.JSON");
        assertThat(settle()).containsExactly(whole("cat", "cat." + suffix, "cat.JSON"));
    }

    @Test
    void a_sidecar_that_names_its_image_needs_none() {
        put("cat.json");
        contents.put("cat.json", "{\"promptImage\": \"https://example.org/cat.png\"}");
        assertThat(settle()).containsExactly(new Whole("cat", null, in.get("cat.json"), List.of()));
    }

    @Test
    void a_waiting_sidecar_is_read_once() {
        put("cat.json");
        for (int i = 0; i < 10; i++) {
            after(SETTLE);
        }
        assertThat(asked).hasSize(1);
        in.put("cat.json", new Entry("cat.json", 11, 5));
        settle();
        assertThat(asked).hasSize(2);
        defaults("_defaults.json", "{\"seed\": 1}");
        settle();
        assertThat(asked).hasSize(3);
    }

    @Test
    void an_image_waits_a_grace_for_its_optional_sidecar() {
        defaults("_defaults.json", "{\"sidecar\": \"optional\"}");
        settle();
        put("cat.png");
        look();
        assertThat(after(GRACE - 1)).isEmpty();
        assertThat(after(1)).containsExactly(new Whole("cat", in.get("cat.png"), null, List.of(in.get("_defaults.json"))));
    }

    @Test
    void an_optional_sidecar_that_comes_in_time_counts() {
        defaults("_defaults.json", "{\"sidecar\": \"optional\"}");
        put("cat.png");
        settle();
        after(GRACE - SETTLE - 1);
        in.put("cat.json", new Entry("cat.json", 0, 5));
        assertThat(after(GRACE)).isEmpty();
        put("cat.json");
        look();
        assertThat(after(SETTLE)).singleElement().isInstanceOfSatisfying(Whole.class,
                drop -> assertThat(drop.sidecar()).isEqualTo(in.get("cat.json")));
    }

    @Test
    void the_nearest_defaults_decide_on_the_sidecar_and_all_are_listed_from_the_root_down() {
        defaults("_defaults.json", "{\"sidecar\": \"optional\"}");
        defaults("a/_defaults.json", "{\"sidecar\": \"required\"}");
        defaults("a/b/_defaults.json", "{\"seed\": 1}");
        settle();
        put("cat.png", "a/cat.png", "a/b/cat.png", "a/b/dog.png", "a/b/dog.json");
        look();
        List<Candidate> found = after(GRACE);
        assertThat(found).extracting(Candidate::name).containsExactly("a/b/dog", "cat");
        assertThat(((Whole) found.get(0)).defaults()).extracting(Entry::name)
                .containsExactly("_defaults.json", "a/_defaults.json", "a/b/_defaults.json");
    }

    @Test
    void broken_defaults_hold_their_folder_and_those_below_and_no_other() {
        defaults("a/_defaults.json", "{\"seed\": }");
        defaults("a/b/_defaults.json", "{}");
        put("cat.png", "cat.json", "a/cat.png", "a/cat.json", "a/b/cat.png", "a/b/cat.json", "ab/cat.png", "ab/cat.json");
        put("a/lonely.png", "a/noise");
        look();
        assertThat(after(WAIT * 2)).extracting(Candidate::name).containsExactly("ab/cat", "cat");
        assertThat(defaults.problems()).singleElement().asString().contains("a/_defaults.json");

        defaults("a/_defaults.json", "{\"seed\": 1}");
        assertThat(look()).extracting(Candidate::name).containsExactly("ab/cat", "cat");
        assertThat(after(SETTLE)).extracting(Candidate::name).containsExactly("a/b/cat", "a/cat", "ab/cat", "cat");
        assertThat(defaults.problems()).isEmpty();
    }

    @Test
    void a_wait_begins_anew_when_a_hold_ends() {
        defaults("_defaults.json", "broken");
        put("cat.png");
        look();
        after(WAIT * 2);
        defaults("_defaults.json", "{}");
        look();
        assertThat(after(SETTLE)).isEmpty();
        assertThat(after(WAIT - 1)).isEmpty();
        assertThat(after(1)).singleElement().isInstanceOf(Bad.class);
    }

    @Test
    void changing_defaults_hold_their_folder() {
        put("cat.png", "cat.json");
        look();
        now += SETTLE;
        defaults("_defaults.json", "{\"seed\": 1}");
        assertThat(look()).isEmpty();
        assertThat(after(SETTLE)).hasSize(1);
        defaults("_defaults.json", "{\"seed\": 22}");
        assertThat(look()).isEmpty();
        assertThat(after(SETTLE)).hasSize(1);
    }

    @Test
    void empty_defaults_hold_with_an_alarm() {
        defaults("_defaults.json", "");
        put("cat.png", "cat.json");
        assertThat(settle()).isEmpty();
        assertThat(defaults.problems()).singleElement().asString().contains("_defaults.json", "empty");
    }

    @Test
    void defaults_that_vanish_hold_for_a_settle_time() {
        defaults("_defaults.json", "{\"seed\": 1}");
        put("cat.png", "cat.json");
        assertThat(settle()).hasSize(1);
        in.remove("_defaults.json");
        assertThat(look()).isEmpty();
        assertThat(after(SETTLE - 1)).isEmpty();
        assertThat(after(1)).containsExactly(whole("cat", "cat.png", "cat.json"));
    }

    @Test
    void offers_the_oldest_first() {
        for (String name : List.of("c", "a", "b")) {
            in.put(name + ".png", new Entry(name + ".png", 10, name.equals("a") ? 9 : 3));
            in.put(name + ".json", new Entry(name + ".json", 10, 3));
        }
        assertThat(settle()).extracting(Candidate::name).containsExactly("b", "c", "a");
    }

    @Test
    void reads_nothing_for_thousands_of_names_and_finds_the_one_pair_among_them() {
        for (int i = 0; i < 5_000; i++) {
            put("lonely" + i + ".png");
        }
        for (int i = 0; i < 95_000; i++) {
            put("deep/" + i % 100 + "/ignored" + i + ".part");
        }
        put("cat.png", "cat.json");
        assertThat(settle()).containsExactly(whole("cat", "cat.png", "cat.json"));
        assertThat(asked).isEmpty();
    }

    @Test
    void reads_a_hundred_lone_sidecars_a_look_each_once_and_takes_a_pair_meanwhile() {
        for (int i = 0; i < 250; i++) {
            put("lonely" + i + ".json");
        }
        put("cat.png", "cat.json");
        assertThat(settle()).containsExactly(whole("cat", "cat.png", "cat.json"));
        assertThat(asked).hasSize(100);
        assertThat(after(WAIT)).as("only what was read can be known to lack its image").hasSize(201);
        assertThat(after(1)).hasSize(251);
        assertThat(after(1)).hasSize(251);
        assertThat(asked).doesNotHaveDuplicates().hasSize(250);
    }

    @Test
    void a_lone_sidecar_is_not_put_aside_because_its_place_failed_when_it_was_read() {
        put("url.json", "alone.json");
        contents.put("url.json", "{\"promptImage\": \"https://example.com/cat.png\"}");
        failing = true;
        assertThat(settle()).isEmpty();
        assertThat(after(WAIT * 2)).isEmpty();
        assertThat(asked).as("one try a look tells that it fails").hasSize(2);
        failing = false;
        assertThat(after(1)).extracting(Candidate::name).containsExactlyInAnyOrder("url", "alone");
        assertThat(look()).filteredOn(Whole.class::isInstance).extracting(Candidate::name).containsExactly("url");
    }

    @Test
    void looks_at_each_entry_once_a_look() {
        int[] steps = {0};
        Collection<Entry> counted = new ArrayList<>() {
            private static final long serialVersionUID = 1L;

            @Override
            public Iterator<Entry> iterator() {
                steps[0]++;
                return super.iterator();
            }
        };
        counted.add(new Entry("cat.png", 1, 1));
        pairing.look(counted, taken, now);
        assertThat(steps[0]).isEqualTo(1);
    }

    private List<Candidate> look() {
        return pairing.look(in.values(), taken, now);
    }

    private List<Candidate> after(long millis) {
        now += millis;
        return look();
    }

    private List<Candidate> settle() {
        look();
        return after(SETTLE);
    }

    private void put(String... names) {
        for (String name : names) {
            in.put(name, new Entry(name, 10, 5));
        }
    }

    private void defaults(String name, String content) {
        in.put(name, new Entry(name, content.length(), 5));
        contents.put(name, content);
    }

    private Whole whole(String name, String image, String sidecar) {
        return new Whole(name, in.get(image), in.get(sidecar), List.of());
    }

    private static Bad onlyBad(List<Candidate> found) {
        assertThat(found).hasSize(1);
        return (Bad) found.get(0);
    }

    private boolean needsNoImage(Entry sidecar, List<Entry> under) {
        asked.add(sidecar);
        return defaults.needsNoImage(sidecar, under);
    }

    private byte[] bytes(Entry entry) throws IOException {
        if (failing) {
            throw new IOException("the place is gone");
        }
        return contents.getOrDefault(entry.name(), "{}").getBytes(StandardCharsets.UTF_8);
    }
}
