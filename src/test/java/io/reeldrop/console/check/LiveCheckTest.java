package io.reeldrop.console.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.console.Rig;
import io.reeldrop.console.Stub;
import io.reeldrop.sandbox.Sandbox;
import io.reeldrop.sandbox.SandboxOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveCheckTest {

    private static final String KEY = "key_0123456789abcdef";

    @TempDir
    Path home;

    private Rig rig;
    private Stub stub;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig(home);
        stub = new Stub();
    }

    @AfterEach
    void stop() {
        stub.close();
    }

    @Test
    void the_sandbox_accepts_the_key_and_tells_its_balance() throws Exception {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.parse(Map.of("credits", "1234", "key", KEY)))) {
            assertThat(check("sandbox", sandbox.uri().toString(), "--live")).as(rig.out).isZero();
            assertThat(rig.out).contains("sandbox: " + sandbox.uri() + " accepts the key; 1234 credits are left", "Ready: ");
            sandbox.faults(Map.of("key", "key_of_somebody_else"));
            assertThat(check("sandbox", sandbox.uri().toString(), "--live")).isEqualTo(78);
            assertThat(rig.out).contains("does not accept the key (HTTP 401: Unauthorized", "api-key").doesNotContain(KEY);
        }
    }

    @Test
    void without_live_no_gateway_hears_of_it() {
        assertThat(check("runway", stub.url())).isZero();
        assertThat(stub.calls).isEmpty();
        check("runway", stub.url(), "--live");
        assertThat(stub.calls).containsExactly("GET /v1/organization Bearer " + KEY);
    }

    @Test
    void tells_where_caps_are_above_the_tiers_limits_and_that_nothing_is_left() {
        stub.answers(200, "{'creditBalance':0,'tier':{'models':{'gen4_turbo':{'maxConcurrentGenerations':3,'maxDailyGenerations':50},"
                + "'gen4.5':{'maxConcurrentGenerations':9}}}}");
        assertThat(check("runway", stub.url(), "--live", "--set", "reeldrop.accounts.runway.max-in-flight=5",
                "--set", "reeldrop.accounts.runway.max-tasks-per-day=80")).isZero();
        assertThat(rig.out).contains("0 credits are left; gen4.5: 9 at once; gen4_turbo: 3 at once, 50 in 24 hours",
                "nothing left to buy with", "max-in-flight is 5, but only 3 of gen4_turbo are rendered at once",
                "max-tasks-per-day is 80, but only 50 of gen4_turbo")
                .doesNotContain("only 9 of");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        // gateway | status | type | answer | exit code | words
        "runway | 200 | text/html | <html>Welcome</html>"
                + " | 78 | is not where the API of Runway (official API) answers (HTTP 200: not JSON but text/html)",
        "runway | 404 | application/json | {'error':'Not found'} | 78 | is not where the API of Runway",
        "runway | 401 | text/html | who are you | 78 | does not accept the key (HTTP 401",
        "runway | 403 | application/json | {'error':'Your account is suspended'}"
                + " | 78 | does not accept the key (HTTP 403: Your account is suspended)",
        "runway | 503 | application/json | {'error':'Overloaded'} | 0 | does not say whether the key is good (HTTP 503: Overloaded)",
        "runway | 429 | application/json | {'error':'Slow down'} | 0 | does not say whether the key is good (HTTP 429: Slow down)",
        "cometapi | 400 | application/json | {'code':'task_not_exist','message':'task_not_exist','data':null} | 0 | accepts the key",
        "cometapi | 401 | application/json | {'error':{'message':'invalid token','type':'new_api_error'}}"
                + " | 78 | does not accept the key (HTTP 401: invalid token)",
        "cometapi | 404 | application/json | {'error':{'message':'Invalid URL'}}"
                + " | 78 | is not where the API of CometAPI answers (HTTP 404: Invalid URL)",
        "cometapi | 200 | text/html | <html> | 78 | Correct it, or leave it out for https://api.cometapi.com",
    })
    void understands(String gateway, int status, String type, String answer, int code, String words) {
        stub.answers(status, type, answer.replace('\'', '"'));
        assertThat(check(gateway, stub.url(), "--live")).as(rig.out).isEqualTo(code);
        assertThat(rig.out).contains(words).doesNotContain(KEY);
        assertThat(stub.calls).hasSize(1);
    }

    @Test
    void follows_no_redirect_and_takes_the_key_nowhere_else() throws Exception {
        try (Stub other = new Stub()) {
            stub.redirectsTo(other.url() + "/v1/organization");
            assertThat(check("runway", stub.url(), "--live")).isEqualTo(78);
            assertThat(rig.out).contains("HTTP 302, a redirect to " + other.url());
            assertThat(other.calls).isEmpty();
        }
    }

    @Test
    void a_gateway_that_is_not_there_and_one_that_never_ends_are_told() {
        assertThat(check("runway", "http://127.0.0.1:1", "--live")).isEqualTo(78);
        assertThat(rig.out).contains("http://127.0.0.1:1 cannot be reached", "base-url");
        stub.answers(200, "text/html", "x".repeat(1 << 16)).withoutEnd();
        assertThat(check("runway", stub.url(), "--live")).isEqualTo(78);
        assertThat(rig.out).contains("is not where the API");
    }

    @Test
    void a_key_that_an_answer_repeats_is_struck_out() {
        stub.answers(401, "{'error':'Bearer " + KEY + " is not valid'}");
        assertThat(check("runway", stub.url(), "--live")).isEqualTo(78);
        assertThat(rig.out).contains("Bearer *** is not valid").doesNotContain(KEY);
    }

    private int check(String gateway, String url, String... words) {
        List<String> all = new ArrayList<>(List.of("check", "--set", "reeldrop.account=" + gateway, "--set",
                "reeldrop.accounts." + gateway + ".base-url=" + url));
        all.addAll(List.of(words));
        return rig.run(Map.of("REELDROP_ACCOUNTS_" + gateway.toUpperCase(java.util.Locale.ROOT) + "_API_KEY", KEY), false,
                all.toArray(String[]::new));
    }
}
