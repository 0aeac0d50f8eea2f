package io.reeldrop.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The profiles that are shipped, and a relay made up of what the relay family does. */
final class Gateways {

    static final Profiles SHIPPED = Profiles.load(Path.of("config/gateways"));
    static final Profile RUNWAY = SHIPPED.find("runway").orElseThrow();
    static final Profile SANDBOX = SHIPPED.find("sandbox").orElseThrow();
    static final Profile RELAY = relay();

    private Gateways() {
    }

    private static Profile relay() {
        try {
            Path folder = Files.createTempDirectory("gateways");
            Path file = folder.resolve("relay.yaml");
            try (var in = Gateways.class.getResourceAsStream("relay.yaml")) {
                Files.copy(in, file);
            }
            Profile relay = Profiles.load(folder).find("relay").orElseThrow();
            Files.delete(file);
            Files.delete(folder);
            return relay;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** JSON in which {@code '} stands for a double quote. */
    static ObjectNode json(String text) {
        try {
            return (ObjectNode) new JsonMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
