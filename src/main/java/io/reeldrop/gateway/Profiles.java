package io.reeldrop.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.reeldrop.job.Problem;
import io.reeldrop.job.Rejected;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The gateways known, by name. */
public final class Profiles {

    private static final JsonMapper BINDER = JsonMapper.builder().enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS).build();

    private final Map<String, Profile> byName;

    private Profiles(Map<String, Profile> byName) {
        this.byName = byName;
    }

    public static Profiles load(Path folder) {
        return load(List.of(folder));
    }

    /**
     * Reads every {@code *.yaml} in the folders.
     *
     * @param folders the first has to be there; a file of a later one goes over that of the same name in an earlier one
     * @throws Rejected with every fault of every file, each with its line
     */
    public static Profiles load(List<Path> folders) {
        Map<String, Path> files = new TreeMap<>();
        for (Path folder : folders) {
            if (folder.equals(folders.get(0)) || Files.exists(folder)) {
                files(folder).forEach(file -> files.put(name(file), file));
            }
        }
        if (files.isEmpty()) {
            throw new Rejected(new Problem(folders.get(0).toString(), null, "holds no profile (*.yaml)", null,
                    "Put the gateways' profiles there"));
        }
        return read(files);
    }

    private static Profiles read(Map<String, Path> files) {
        ObjectNode common = common();
        Map<String, Profile> byName = new TreeMap<>();
        List<Problem> problems = new ArrayList<>();
        files.forEach((name, file) -> {
            YamlSource source = YamlSource.read(file, file.getFileName().toString());
            read(source, common, name).ifPresent(profile -> byName.put(profile.name(), profile));
            problems.addAll(source.problems());
        });
        if (!problems.isEmpty()) {
            throw new Rejected(problems);
        }
        return new Profiles(byName);
    }

    private static String name(Path file) {
        return file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(f -> f.getFileName().toString().matches("[^.].*\\.ya?ml")).sorted().toList();
        } catch (IOException e) {
            throw new Rejected(new Problem(folder.toString(), null, "cannot be read: " + e.getMessage(), null,
                    "Make it a readable folder with the gateways' profiles"));
        }
    }

    private static Optional<Profile> read(YamlSource source, ObjectNode common, String name) {
        if (source.tree().has("name")) {
            source.add("/name", "is not a key of the profile format: a profile is named by its file", null, "Remove it");
        }
        if (!(source.tree() instanceof ObjectNode)) {
            source.add("", "is no mapping of keys to values", null, "Begin from a copy of a profile that works");
        }
        if (!source.problems().isEmpty()) {
            return Optional.empty();
        }
        ObjectNode merged = merge(common.deepCopy(), (ObjectNode) source.tree());
        merged.put("name", name);
        new StrictShape(source).check(merged, Profile.class, "");
        if (!source.problems().isEmpty()) {
            return Optional.empty();
        }
        Profile profile = BINDER.convertValue(merged, Profile.class);
        new ProfileCheck(profile, source).run();
        return Optional.of(profile);
    }

    private static ObjectNode merge(ObjectNode under, ObjectNode over) {
        over.properties().forEach(e -> {
            JsonNode below = under.path(e.getKey());
            under.set(e.getKey(), below instanceof ObjectNode a && e.getValue() instanceof ObjectNode b ? merge(a, b) : e.getValue());
        });
        return under;
    }

    private static ObjectNode common() {
        try (InputStream in = Profiles.class.getResourceAsStream("common.yaml")) {
            return (ObjectNode) new YAMLMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Set<String> names() {
        return byName.keySet();
    }

    /** The profile of that name, or empty. */
    public Optional<Profile> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
