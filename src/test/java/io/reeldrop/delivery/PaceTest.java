package io.reeldrop.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class PaceTest {

    @Test
    void a_download_that_goes_on_may_take_as_long_as_it_wants() throws IOException {
        Pace pace = new Pace(0, 5_000_000);
        assertThat(pace.due(59_999)).isFalse();
        long have = 5_000_000;
        for (int minute = 1; minute < 1_000; minute++) {
            have += 60 << 10;
            assertThat(pace.due(minute * 60_000L)).isTrue();
            pace.keep(minute * 60_000L, have);
            assertThat(pace.due(minute * 60_000L + 1)).isFalse();
        }
    }

    @Test
    void one_that_trickles_is_broken_off_also_after_a_good_beginning() throws IOException {
        Pace pace = new Pace(0, 0);
        pace.keep(60_000, 100_000_000);
        assertThatThrownBy(() -> pace.keep(120_000, 100_061_439)).isInstanceOf(IOException.class)
                .hasMessageContaining("61439 bytes in 60 s");
    }
}
