package io.reeldrop.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SandboxOptionsTest {

    @Test
    void what_is_not_set_has_its_default() {
        SandboxOptions options = SandboxOptions.parse(Map.of("slots", "3", "render", "100..200", "failure-codes", "INTERNAL, ,A.B"));
        assertThat(options.number(Option.SLOTS)).isEqualTo(3);
        assertThat(options.within(Option.RENDER, 0)).isEqualTo(100);
        assertThat(options.within(Option.RENDER, 0.9999)).isEqualTo(200);
        assertThat(options.list(Option.FAILURE_CODES)).containsExactly("INTERNAL", "", "A.B");
        assertThat(options.number(Option.CREDITS)).isEqualTo(100_000);
        assertThat(SandboxOptions.parse(Map.of()).number(Option.SLOTS)).isEqualTo(20);
    }

    @ParameterizedTest
    @CsvSource({"slot,slots", "loose-answers,lose-answers", "OUTAG,outage"})
    void an_unknown_name_suggests_the_near_one(String wrong, String right) {
        assertThatThrownBy(() -> SandboxOptions.parse(Map.of(wrong, "1"))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("did you mean '" + right + "'?");
    }

    @Test
    void a_name_near_to_nothing_suggests_nothing() {
        assertThatThrownBy(() -> SandboxOptions.parse(Map.of("xylophone-concerto", "1")))
                .hasMessage("unknown option 'xylophone-concerto'");
    }

    @ParameterizedTest
    @CsvSource({"fail,1.1", "fail,-0.1", "fail,often", "slots,0", "slots,2.5", "credits,-1", "outage,maybe", "render,5..2", "render,x"})
    void a_value_out_of_range_names_its_option(String name, String value) {
        assertThatThrownBy(() -> SandboxOptions.parse(Map.of(name, value))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("option " + name).hasMessageContaining(value);
    }

    @ParameterizedTest
    @EnumSource(Option.class)
    void every_option_says_what_it_means_in_a_line(Option option) {
        assertThat(option.meaning()).isNotBlank().doesNotContain("\n").hasSizeLessThan(110);
        assertThat(Option.named(option.label())).isSameAs(option);
    }

    @Test
    void render_times_cover_their_range() {
        SandboxOptions options = SandboxOptions.parse(Map.of()).with(Option.RENDER, "10..12");
        assertThat(IntStream.range(0, 200).mapToObj(i -> options.within(Option.RENDER, options.draw("render", i, 0))).distinct())
                .containsExactlyInAnyOrder(10L, 11L, 12L);
    }

    @Test
    void a_rate_strikes_about_as_often_as_it_says() {
        SandboxOptions options = SandboxOptions.parse(Map.of()).with(Option.FAIL, 0.05);
        long strikes = IntStream.range(0, 20_000).filter(i -> options.strikes(Option.FAIL, i, 0)).count();
        assertThat(strikes).isBetween(850L, 1150L);
    }
}
