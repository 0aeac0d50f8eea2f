package io.reeldrop.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** The Kubernetes manifest, and its pod's volumes as files. */
public final class Manifest {

    public static final String HOME = "/var/lib/reeldrop";

    private final Map<String, JsonNode> byName = new TreeMap<>();

    private Manifest() throws IOException {
        YAMLMapper yaml = new YAMLMapper();
        yaml.readerFor(JsonNode.class).<JsonNode>readValues(Path.of("src/main/kubernetes/reeldrop.yaml").toFile())
                .forEachRemaining(object -> byName.put(object.path("kind").asText() + "/" + object.at("/metadata/name").asText(), object));
        JsonNode secret = yaml.readTree(Path.of("src/main/kubernetes/secret.yaml").toFile());
        byName.put(secret.path("kind").asText() + "/" + secret.at("/metadata/name").asText(), secret);
    }

    public static Manifest read() {
        try {
            return new Manifest();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public JsonNode deployment() {
        return byName.get("Deployment/reeldrop");
    }

    public JsonNode pod() {
        return deployment().at("/spec/template/spec");
    }

    public JsonNode container() {
        return pod().path("containers").get(0);
    }

    /** As an image's configuration says it. */
    public String user() {
        return pod().at("/securityContext/runAsUser").asText() + ":" + pod().at("/securityContext/runAsGroup").asText();
    }

    /** The paths that are asked. */
    public List<String> probes() {
        TreeSet<String> paths = new TreeSet<>();
        container().properties().forEach(field -> {
            if (field.getKey().endsWith("Probe")) {
                paths.add(field.getValue().at("/httpGet/path").asText());
            }
        });
        return List.copyOf(paths);
    }

    /** Keys that the Secret's form names. */
    public List<String> keys() {
        TreeSet<String> keys = new TreeSet<>();
        byName.get("Secret/reeldrop-keys").path("stringData").fieldNames().forEachRemaining(keys::add);
        return List.copyOf(keys);
    }

    /**
     * Lays the pod's volumes out below the home as the kubelet does: each file a link into a hidden folder.
     *
     * @param fill puts values in the place of what is between {@code <} and {@code >}
     */
    public void mount(Path home, UnaryOperator<String> fill, Map<String, String> keys) throws IOException {
        Map<String, JsonNode> volumes = new HashMap<>();
        pod().path("volumes").forEach(volume -> volumes.put(volume.path("name").asText(), volume));
        for (JsonNode mount : container().path("volumeMounts")) {
            String path = mount.path("mountPath").asText();
            if (path.startsWith(HOME + "/")) {
                Path folder = Files.createDirectories(home.resolve(path.substring(HOME.length() + 1)));
                JsonNode volume = volumes.get(mount.path("name").asText());
                if (volume.has("secret")) {
                    publish(folder, keys);
                } else if (volume.has("configMap")) {
                    Map<String, String> files = new TreeMap<>();
                    byName.get("ConfigMap/" + volume.at("/configMap/name").asText()).path("data").properties()
                            .forEach(file -> files.put(file.getKey(), fill.apply(file.getValue().asText())));
                    publish(folder, files);
                }
            }
        }
    }

    private static void publish(Path folder, Map<String, String> files) throws IOException {
        Path version = Files.createDirectory(folder.resolve("..2026_11_21_09_00_00.1"));
        Files.createSymbolicLink(folder.resolve("..data"), version.getFileName());
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(version.resolve(file.getKey()), file.getValue());
            Files.createSymbolicLink(folder.resolve(file.getKey()), Path.of("..data", file.getKey()));
        }
    }
}
