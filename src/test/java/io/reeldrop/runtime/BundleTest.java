package io.reeldrop.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeldrop.job.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertiesComponent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class BundleTest {

    @TempDir
    Path home;

    private final StandardEnvironment spring = new StandardEnvironment();

    @BeforeEach
    void operator() throws IOException {
        for (String file : List.of("config/gateways/sandbox.yaml", "routes/watch/default.camel.yaml")) {
            Files.createDirectories(home.resolve(file).getParent());
            Files.copy(Path.of(file), home.resolve(file));
        }
        System.setProperty("reeldrop.home", home.toString());
    }

    @AfterEach
    void leave() {
        System.clearProperty("reeldrop.home");
        List.of("reeldrop.look-ms", "reeldrop.settle-ms", "reeldrop.acount").forEach(System::clearProperty);
    }

    @Test
    void nothing_is_opened_before_a_route_asks_and_the_store_is_let_go_when_the_context_stops() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            context.start();
            assertThat(home.resolve("data")).doesNotExist();
            Store store = context.getRegistry().lookupByNameAndType("store", Store.class);
            assertThat(context.getRegistry().lookupByName("storeDataSource")).isSameAs(store.dataSource());
            try (Store second = Store.open("jdbc:sqlite:" + home.resolve("data/reeldrop.db"))) {
                assertThatThrownBy(second::lock).hasMessageContaining("another process");
                context.stop();
                second.lock();
            }
        }
    }

    @Test
    void an_application_keeps_its_own_stream_cache() throws Exception {
        try (CamelContext context = context()) {
            context.start();
            assertThat(context.getStreamCachingStrategy().isSpoolEnabled()).isFalse();
        }
    }

    @Test
    void an_application_keeps_its_own_data_source() throws Exception {
        try (CamelContext context = context()) {
            assertThat(context.getRegistry().findByType(DataSource.class)).isEmpty();
        }
    }

    @Test
    void placeholders_are_the_settings_in_force_whatever_else_bears_their_name() throws Exception {
        System.setProperty("reeldrop.look-ms", "7");
        Settings settings = Settings.load(home, Map.of("REELDROP_LOOK_MS", "8", "REELDROP_SETTLE_MS", "9"),
                Map.of("reeldrop.look-ms", "10"));
        try (CamelContext context = new DefaultCamelContext(false); Foundation foundation = Foundation.open(settings, Clock.systemUTC())) {
            context.getRegistry().bind(Foundation.NAME, foundation);
            context.build();
            assertThat(context.resolvePropertyPlaceholders("{{reeldrop.look-ms}} {{reeldrop.settle-ms}} {{reeldrop.root}}"))
                    .isEqualTo("10 9 " + home.resolve("watch"));
        }
    }

    @Test
    void an_api_key_is_no_placeholder() throws Exception {
        try (CamelContext context = context()) {
            assertThat(context.resolvePropertyPlaceholders("{{reeldrop.account}}")).isEqualTo("sandbox");
            assertThatThrownBy(() -> context.resolvePropertyPlaceholders("{{reeldrop.accounts.sandbox.api-key}}"))
                    .hasMessageContaining("not found");
        }
    }

    @Test
    void what_spring_was_given_goes_over_the_file_and_the_environment() throws IOException {
        write("reeldrop.look-ms=1\nreeldrop.settle-ms=1\npress.root=press\n");
        given("commandLineArgs", Map.of("reeldrop.look-ms", "3", "press.root", "other", "press.limit", "5"));
        Settings settings = Settings.load(home, Map.of("REELDROP_LOOK_MS", "2", "REELDROP_SETTLE_MS", "2"), spring);
        assertThat(settings.number("reeldrop.look-ms")).isEqualTo(3);
        assertThat(settings.number("reeldrop.settle-ms")).isEqualTo(2);
        assertThat(settings.path("press.root")).isEqualTo(home.resolve("other"));
        assertThat(settings.all()).doesNotContainKey("press.limit");
    }

    @Test
    void the_file_that_spring_read_as_latin_1_is_read_again() throws IOException {
        write("reeldrop.root=vidéo\n");
        given("Config resource 'file [" + home.resolve(Settings.FILE) + "]' via location 'optional:file:./config/'",
                Map.of("reeldrop.root", "vidÃ©o"));
        assertThat(Settings.load(home, Map.of(), spring).path("reeldrop.root")).isEqualTo(home.resolve("vidéo"));
    }

    @Test
    void what_spring_was_given_is_held_to_the_same_rules() {
        given("commandLineArgs", Map.of("reeldrop.rot", "x"));
        given("spring.application.json", Map.of("reeldrop.accounts.sandbox.api-key", "secret"));
        assertThatThrownBy(() -> Settings.load(home, Map.of(), spring))
                .hasMessage("command line, reeldrop.rot: is no setting. Did you mean reeldrop.root?");
        spring.getPropertySources().remove("commandLineArgs");
        assertThat(Settings.load(home, Map.of(), spring).accounts()).containsEntry("reeldrop.accounts.sandbox.api-key", "secret");
        given("commandLineArgs", Map.of("reeldrop.accounts.sandbox.api-key", "secret"));
        assertThatThrownBy(() -> Settings.load(home, Map.of(), spring)).hasMessageContaining("can be seen by everyone")
                .hasMessageNotContaining("secret");
    }

    @Test
    void what_any_runtime_was_given_counts_and_is_held_to_the_same_rules() throws Exception {
        write("reeldrop.look-ms=1\nreeldrop.settle-ms=1\n");
        try (CamelContext context = context()) {
            PropertiesComponent properties = context.getPropertiesComponent();
            properties.addInitialProperty("reeldrop.look-ms", "3");
            System.setProperty("reeldrop.settle-ms", "4");
            assertThat(context.resolvePropertyPlaceholders("{{reeldrop.look-ms}} {{reeldrop.settle-ms}}")).isEqualTo("3 4");
            properties.addOverrideProperty("reeldrop.rot", "x");
            System.setProperty("reeldrop.acount", "x");
            assertThatThrownBy(() -> Settings.load(home, Map.of(), context))
                    .hasMessageContaining("system property, reeldrop.acount: is no setting. Did you mean reeldrop.account?")
                    .hasMessageContaining("properties of the runtime (override), reeldrop.rot: is no setting. Did you mean reeldrop.root?");
            assertThatThrownBy(() -> Settings.load(home, Map.of(), Map.of())).hasMessageContaining("reeldrop.acount");
        }
    }

    @Test
    void an_environment_variable_that_a_runtime_lists_by_another_name_is_no_mistyped_setting() throws Exception {
        try (CamelContext context = context()) {
            context.getPropertiesComponent().addInitialProperty("reeldrop.poll.interval.ms", "7000");
            assertThat(Settings.load(home, Map.of("REELDROP_POLL_INTERVAL_MS", "7000"), context).number("reeldrop.poll.interval-ms"))
                    .isEqualTo(7_000);
        }
    }

    private static CamelContext context() {
        CamelContext context = new DefaultCamelContext(false);
        context.build();
        return context;
    }

    private void given(String source, Map<String, Object> values) {
        spring.getPropertySources().addFirst(new MapPropertySource(source, values));
    }

    private void write(String text) throws IOException {
        Files.writeString(home.resolve(Settings.FILE), text);
    }
}
