package io.reeldrop.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every answer that a document shows is understood by the profile of every gateway: none of the relays says which shapes it uses. */
class DocumentedRepliesTest {

    static List<Documents.Received> replies() {
        return Documents.replies();
    }

    @ParameterizedTest
    @MethodSource("replies")
    void understands(Documents.Received document) {
        assertThat(document.source()).isNotBlank();
        for (String gateway : Gateways.SHIPPED.names()) {
            Profile profile = Gateways.SHIPPED.find(gateway).orElseThrow();
            assertThat(document.heard(profile)).as(gateway).isEqualTo(document.expected(profile));
        }
    }
}
