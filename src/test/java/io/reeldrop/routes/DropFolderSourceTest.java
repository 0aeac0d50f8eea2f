package io.reeldrop.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With the default watch. */
class DropFolderSourceTest extends KameletTest {

    private static final Path ROOT = Path.of("target/drop-folder-source-" + ProcessHandle.current().pid()).toAbsolutePath();

    DropFolderSourceTest() {
        super("drop-folder-source", Folder.class, "file:routes/watch/default.camel.yaml", "direct:intake");
    }

    public static final class Folder extends Eyes implements GenericFileFilter<Object>, PollingConsumerPollStrategy {

        private final Set<String> ready = ConcurrentHashMap.newKeySet();

        @Override
        public boolean begin(Consumer consumer, Endpoint endpoint) {
            test().gate.pass();
            return true;
        }

        @Override
        public boolean accept(GenericFile<Object> file) {
            return file.isDirectory() || ready.contains(file.getRelativeFilePath());
        }

        public Object candidate(Exchange exchange) throws Exception {
            return call("look.candidate " + exchange.getMessage().getHeader(Exchange.FILE_NAME), exchange);
        }

        @Override
        public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
            // Nothing to keep.
        }

        @Override
        public boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
            return false;
        }
    }

    @Override
    Properties settings() {
        Properties settings = super.settings();
        settings.setProperty("reeldrop.root", ROOT.toString());
        settings.setProperty("reeldrop.look-ms", "1");
        return settings;
    }

    @AfterEach
    void empty() {
        folder().ready.clear();
    }

    @Test
    void what_the_look_lets_through_is_handed_on_as_the_drop_that_it_stands_for() throws Exception {
        AtomicReference<Object> drop = new AtomicReference<>();
        rules.says("look.candidate sub/cat.png", "the drop");
        rules.on("direct:intake", exchange -> {
            drop.set(exchange.getMessage().getBody());
            return null;
        });
        file("sub/cat.png");
        file("dog.png");
        folder().ready.add("sub/cat.png");
        gate.look();
        called("look.candidate sub/cat.png", "direct:intake");
        assertThat(drop).hasValue("the drop");
    }

    @Test
    void the_consumer_leaves_the_file_alone_and_finds_it_again_at_the_next_look() throws Exception {
        file("bird.png");
        folder().ready.add("bird.png");
        gate.look();
        gate.look();
        called("look.candidate bird.png", "direct:intake", "look.candidate bird.png", "direct:intake");
        assertThat(ROOT.resolve("in/bird.png")).exists();
    }

    @Test
    void a_drop_that_cannot_be_taken_in_is_logged_and_the_next_one_is() throws Exception {
        file("a.png");
        file("b.png");
        rules.fails("look.candidate a.png", new IllegalStateException("odd"));
        folder().ready.add("a.png");
        folder().ready.add("b.png");
        gate.look();
        assertThat(rules.calls()).contains("look.candidate a.png", "look.candidate b.png", "direct:intake")
                .anySatisfy(call -> assertThat(call).startsWith("ERROR io.reeldrop.error: drop-folder-source").endsWith("odd"));
    }

    @Test
    void the_look_gets_every_parameter() {
        assertThat(folder().parameters).containsExactlyInAnyOrderEntriesOf(Map.ofEntries(Map.entry("watch", "default"),
                Map.entry("root", ROOT.toString()), Map.entry("account", "sandbox"), Map.entry("accounts", ""), Map.entry("models", ""),
                Map.entry("maxCostPerJob", ""), Map.entry("maxCostPerDay", ""), Map.entry("maxTasksPerDay", ""), Map.entry("out", ""),
                Map.entry("done", ""), Map.entry("deadLetter", ""), Map.entry("settleMs", "2000"), Map.entry("pairWaitMs", "600000"),
                Map.entry("sidecarGraceMs", "10000")));
    }

    private static void file(String name) throws Exception {
        Path file = ROOT.resolve("in").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, name);
    }

    private Folder folder() {
        return (Folder) made();
    }
}
