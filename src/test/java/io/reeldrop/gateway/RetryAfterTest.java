package io.reeldrop.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "30 | 30000", " 0 | 0", "1.5 | 1500", "Fri, 20 Nov 2026 10:01:00 GMT | 60000", "Fri, 20 Nov 2026 09:00:00 GMT | 0",
        "999999999 | 86400000", "Fri, 20 Nov 2099 10:01:00 GMT | 86400000", "soon |", "-5 |", "99999999999999999999 |", "'' |", "|",
    })
    void reads_seconds_and_dates_and_believes_no_more_than_a_day(String header, Long millis) {
        assertThat(Replies.retryAfterMs(header, NOW)).isEqualTo(millis);
    }
}
