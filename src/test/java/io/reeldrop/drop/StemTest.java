package io.reeldrop.drop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StemTest {

    private final Set<String> used = new HashSet<>();

    @Test
    void takes_the_first_free_name_in_the_same_folder() {
        assertThat(choose("a/cat")).isEqualTo("a/cat");
        assertThat(choose("a/cat")).isEqualTo("a/cat-2");
        assertThat(choose("a/cat")).isEqualTo("a/cat-3");
        assertThat(choose("cat")).isEqualTo("cat");
    }

    @Test
    void leaves_the_names_of_reports_to_reports() {
        assertThat(choose("cat.error")).isEqualTo("cat.error-2");
        assertThat(choose("cat.RESULT")).isEqualTo("cat.RESULT-2");
    }

    @Test
    void keeps_two_hundred_bytes_and_cuts_longer_names_at_a_character() {
        String fits = "é".repeat(100);
        assertThat(choose(fits)).isEqualTo(fits);
        assertThat(lastBytes(choose(fits))).isLessThanOrEqualTo(200);
        String cut = choose("a/" + "😀".repeat(60));
        assertThat(cut).startsWith("a/😀").matches("a/(😀)+-[0-9a-f]{8}");
        assertThat(lastBytes(cut)).isBetween(190, 200);
    }

    @Test
    void long_names_that_differ_at_their_end_stay_different() {
        assertThat(choose("x".repeat(230) + "1")).isNotEqualTo(choose("x".repeat(230) + "2")).doesNotEndWith("-2");
    }

    @Test
    void never_chooses_a_name_twice() {
        Random random = new Random(2);
        for (int i = 0; i < 5_000; i++) {
            String name = random.ints(1 + random.nextInt(120), 32, 0x2FF).collect(StringBuilder::new,
                    (text, c) -> text.appendCodePoint(c % 7 == 0 ? 'a' : c), StringBuilder::append).toString().replace('/', '_');
            String chosen = choose(i % 3 == 0 ? "same" : name);
            assertThat(lastBytes(chosen)).isLessThanOrEqualTo(200);
        }
        assertThat(used).hasSize(5_000);
    }

    @ParameterizedTest
    @CsvSource({"/cat,cat", "../cat,_/cat", "a/../../cat,a/_/_/cat", "./cat,_/cat", "a//cat,a/cat", "a///b//cat,a/b/cat", "a/,a",
            "sub/cat.png/,sub/cat.png", "..cat/...,..cat/...", "/,_", "//,_", "a/..,a/_", "..,_", "a\0b/c\0d,a_b/c_d"})
    void leads_nowhere_but_into_the_place_itself(String name, String stem) {
        assertThat(choose(name)).isEqualTo(stem);
    }

    @Test
    void cuts_folders_that_no_folder_can_bear() {
        String chosen = choose("x".repeat(900) + "/cat");
        assertThat(chosen).endsWith("/cat").hasSizeLessThan(206);
        assertThat(choose("x".repeat(901) + "/cat")).isNotEqualTo(chosen);
    }

    private String choose(String name) {
        return Stem.choose(name, used::add);
    }

    private static int lastBytes(String name) {
        return name.substring(name.lastIndexOf('/') + 1).getBytes(StandardCharsets.UTF_8).length;
    }
}
