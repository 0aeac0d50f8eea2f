package io.reeldrop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.boot.Application;
import io.reeldrop.job.Store;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundle in somebody's Spring Boot application: the same jar, routes and settings, and no Java for it. */
class SpringBootIT {

    /** What such an application does not have: our optional libraries, and the tests' own. */
    private static final Pattern NOT_THERE = Pattern.compile(
            "(reeldrop-sandbox|picocli|jcodec|s3proxy|slf4j-simple|camel-platform-http|camel-micrometer|camel-vertx|vertx|"
                    + "micrometer-registry|prometheus|camel-test|junit|assertj|awaitility|archunit|surefire).*");
    private static final String APPLICATION = """
            camel.main.run-controller=true
            camel.main.routes-include-pattern=file:routes/pipeline/beans.camel.yaml,file:routes/pipeline/*.camel.yaml,\
            file:routes/watch/*.camel.yaml
            spring.autoconfigure.exclude=org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration
            """;

    @TempDir
    Path home;

    @BeforeEach
    void unpack() throws IOException {
        Bench.copy(Path.of("routes"), home.resolve("routes"));
        Bench.copy(Path.of("config"), home.resolve("config"));
        Files.createDirectories(home.resolve("classes"));
        Files.writeString(home.resolve("classes/application.properties"), APPLICATION);
    }

    @Test
    void the_bundle_makes_videos_in_an_application_of_somebody_else_and_lets_go_of_the_store() throws Exception {
        Path root = Files.createDirectories(home.resolve("vidéos"));
        String store = "jdbc:sqlite:" + home.resolve("data/reeldrop.db");
        try (SandboxProcess sandbox = new SandboxProcess(Bench.QUICK)) {
            // A line that an operator deleted takes no setting away.
            leaveOut("reeldrop.poll.workers");
            append(home, "reeldrop.accounts.sandbox.base-url=" + sandbox.uri(), "reeldrop.root=vidéos", "reeldrop.min-free-bytes=1",
                    "reeldrop.poll.interval-ms=200",
                    "reeldrop.settle-ms=86400000", "reeldrop.look-ms=86400000");
            Bench.drop(root, "cat", Bench.SIDECAR);
            Bench.drop(root, "dog", Bench.SIDECAR.replace("1280:720", "16:9"));
            try (Child application = start(Map.of("REELDROP_SETTLE_MS", "100", "REELDROP_LOOK_MS", "86400000"), "--reeldrop.look-ms=50")) {
                until(application, root.resolve("out/cat.mp4"));
                until(application, root.resolve("out/cat.result.json"));
                until(application, root.resolve("dead-letter/dog.error.json"));
                assertThat(Files.readString(root.resolve("dead-letter/dog.error.json"))).contains("16:9 is not offered by gen4_turbo");
                assertThat(sandbox.tasks()).hasSize(1);
                try (Store second = Store.open(store)) {
                    assertThatThrownBy(second::lock).hasMessageContaining("another process already runs jobs");
                }
                assertThat(application.end()).as("%s", application).isEqualTo(143);
                assertThat(application.lines()).noneMatch(line -> line.contains("Exception") || line.contains(" ERROR "));
            }
            try (Store next = Store.open(store)) {
                next.lock();
            }
            assertThat(home.resolve("data/reeldrop.db-wal")).as("left behind by a store that was not closed").doesNotExist();
        }
    }

    @Test
    void a_mistyped_setting_is_refused_in_the_words_of_run() throws Exception {
        String mistyped = "reeldrop.setle-ms=100";
        Site site = new Site(home.resolve("site"));
        append(site.home(), mistyped);
        append(home, mistyped);
        try (Child run = site.run(); Child application = start(Map.of(), "--reeldrop.rot=x")) {
            assertThat(run.exit()).isEqualTo(78);
            String words = run.lines().stream().filter(line -> line.contains("reeldrop.setle-ms")).findFirst().orElseThrow().strip();
            assertThat(application.exit()).as("%s", application).isEqualTo(1);
            assertThat(application.lines()).anyMatch(line -> line.endsWith(words));
            assertThat(application.lines()).contains("command line, reeldrop.rot: is no setting. Did you mean reeldrop.root?");
        }
        assertThat(home.resolve("data")).doesNotExist();
    }

    @Test
    void a_mistyped_limit_in_a_watch_file_is_refused() throws Exception {
        Path watch = home.resolve("routes/watch/default.camel.yaml");
        Files.writeString(watch, Files.readString(watch).replace("      steps:\n", "        maxCostPerJbo: \"1\"\n      steps:\n"));
        try (Child application = start(Map.of())) {
            assertThat(application.exit()).as("%s", application).isEqualTo(1);
            assertThat(application.lines()).anyMatch(line -> line.contains("maxCostPerJbo: there is no such parameter"));
        }
        assertThat(home.resolve("data/reeldrop.db")).doesNotExist();
    }

    private Child start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> path = new ArrayList<>(List.of(home.resolve("classes").toString()));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!NOT_THERE.matcher(Path.of(entry).getFileName().toString()).matches()) {
                path.add(Path.of(entry).toAbsolutePath().toString());
            }
        }
        assertThat(path).as("the jar as it is shipped").anyMatch(entry -> entry.endsWith("reeldrop.jar"));
        try (Stream<Path> logging = Files.list(Path.of("target/spring-boot-logging"))) {
            logging.forEach(jar -> path.add(jar.toAbsolutePath().toString()));
        }
        return Child.application(home, environment, path.stream().collect(Collectors.joining(File.pathSeparator)), Application.class,
                arguments);
    }

    private static void until(Child application, Path file) {
        LongRun.eventually().failFast(() -> assertThat(application.alive()).as("%s", application).isTrue()).until(() -> Files.exists(file));
    }

    private void leaveOut(String key) throws IOException {
        Path file = home.resolve("config/application.properties");
        Files.write(file, Files.readAllLines(file).stream().filter(line -> !line.startsWith(key + "=")).toList());
    }

    private static void append(Path home, String... lines) throws IOException {
        Files.write(home.resolve("config/application.properties"), List.of(lines), StandardOpenOption.APPEND);
    }
}
