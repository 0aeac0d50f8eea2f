package io.reeldrop.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureCodeTest {

    @ParameterizedTest
    @CsvSource({
        "SAFETY.INPUT.TEXT, NEVER", "SAFETY.OUTPUT.VIDEO, NEVER", "safety.input, NEVER", "INPUT_PREPROCESSING.SAFETY.TEXT, NEVER",
        "INPUT_PREPROCESSING.SAFETY.THIRD_PARTY, NEVER", "ASSET.INVALID, NEVER", "THIRD_PARTY.INPUT_VALIDATION, NEVER",
        "INTERNAL.BAD_OUTPUT, ONCE", "INTERNAL.BAD_OUTPUT.CODE01, ONCE", "INTERNAL, LATER", "INTERNAL.OTHER, LATER",
        "INPUT_PREPROCESSING.INTERNAL, LATER", "THIRD_PARTY.UNAVAILABLE, LATER", "INTERNALLY, NEVER", "WHAT.EVER, NEVER",
    })
    void follows_the_longest_prefix(String code, Retry retry) {
        assertThat(Replies.retry(Gateways.RUNWAY, code)).isEqualTo(retry);
    }

    @Test
    void trusts_a_missing_code_only_where_the_gateway_does_not_drop_codes() {
        assertThat(Replies.retry(Gateways.RUNWAY, null)).isEqualTo(Retry.LATER);
        assertThat(Replies.retry(Gateways.RUNWAY, " ")).isEqualTo(Retry.LATER);
        assertThat(Replies.retry(Gateways.RELAY, null)).isEqualTo(Retry.ONCE);
    }
}
