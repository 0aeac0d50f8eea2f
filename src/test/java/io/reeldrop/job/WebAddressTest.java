package io.reeldrop.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebAddressTest {

    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {
        "https://cdn.example/a.mp4?X-Amz-Signature=0a&b=%2F https://cdn.example/a.mp4?X-Amz-Signature=0a&b=%2F",
        "http://h/{{env:KEY}} http://h/%7B%7Benv:KEY%7D%7D",
        "http://h/?a={{bean:store.close}}#{{x}} http://h/?a=%7B%7Bbean:store.close%7D%7D",
        "http://h/a|b^c`<d>\"\\ http://h/a%7Cb%5Ec%60%3Cd%3E%22%5C",
        "http://h/100% http://h/100%25",
        "http://h/猫.mp4 http://h/%E7%8C%AB.mp4",
        "http://under_score.example:8080/a http://under_score.example:8080/a",
        "http://[::1]:80/a http://[::1]:80/a",
    })
    void what_may_not_stand_in_an_address_is_encoded(String text, String encoded) throws WebAddress.Refused {
        assertThat(WebAddress.of(text).uri()).hasToString(encoded);
    }

    @Test
    void a_space_is_encoded() throws WebAddress.Refused {
        assertThat(WebAddress.of(" http://h/a b ").uri()).hasToString("http://h/a%20b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "video.mp4", "//h/a", "file:///etc/passwd", "jar:http://h/a", "mailto:a@h", "http:", "http:///a", "http://",
        "http://a:b@h/", "http://{{env:KEY}}/", "http://h:99999/", "http://h:1x/", "http://h]/", "http://h/#a#b"})
    void anything_but_a_host_that_speaks_http_is_refused(String text) {
        assertThatThrownBy(() -> WebAddress.of(text)).isInstanceOf(WebAddress.Refused.class);
    }

    @Test
    void what_is_refused_is_not_repeated_and_neither_is_what_is_shown() throws WebAddress.Refused {
        assertThatThrownBy(() -> WebAddress.of("ftp://h/?signature=secret")).hasMessageNotContaining("secret");
        assertThat(WebAddress.of("http://h/a?signature=secret")).asString().contains("h").doesNotContain("secret");
        assertThatThrownBy(() -> WebAddress.of("http://h/" + "a".repeat(8_192))).hasMessageContaining("at most 8192");
    }

    @Test
    void a_redirect_is_read_from_where_it_was_given() throws WebAddress.Refused {
        WebAddress from = WebAddress.of("https://h/a/b?c");
        assertThat(from.resolve("../d {{e}}").uri()).hasToString("https://h/d%20%7B%7Be%7D%7D");
        assertThat(from.resolve("//other/d").uri()).hasToString("https://other/d");
        for (String location : List.of("ftp://h/", "//a@h/", "javascript:alert(1)")) {
            assertThatThrownBy(() -> from.resolve(location)).isInstanceOf(WebAddress.Refused.class);
        }
    }

    @Test
    void camel_finds_nothing_to_resolve_in_it() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Exchange exchange = new DefaultExchange(context);
            WebAddress.of("http://h/{{env:PATH}}/{{?a}}/${b}?{{sys:java.home}}").address(exchange.getMessage());
            String address = exchange.getMessage().getHeader(Exchange.HTTP_URI, String.class);
            assertThat(context.resolvePropertyPlaceholders(address)).isEqualTo(address);
        }
    }

    @Test
    void our_own_addresses_come_by_the_same_door() {
        assertThat(WebAddress.of(URI.create("http://127.0.0.1:1/v1/tasks/a")).uri()).hasToString("http://127.0.0.1:1/v1/tasks/a");
        assertThatThrownBy(() -> WebAddress.of(URI.create("ftp://h/"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nobody_else_tells_camel_what_to_call() throws Exception {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".java")).filter(WebAddressTest::setsAnAddress))
                    .extracting(file -> file.getFileName().toString()).containsExactly("WebAddress.java");
        }
    }

    private static boolean setsAnAddress(Path file) {
        try {
            return Files.readString(file).matches("(?s).*setHeader\\((Exchange\\.HTTP_(URI|PATH|QUERY)|\"CamelHttp(Uri|Path|Query)).*");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
