package io.reeldrop.sandbox.dialect;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** The gateways of the API documents, out of dialects.yaml. */
public final class Dialects {

    private static final List<Dialect> ALL = read();
    /** At the root of the address, in the official dialect. */
    public static final Dialect SANDBOX = ALL.get(ALL.size() - 1);

    private Dialects() {
    }

    private static List<Dialect> read() {
        try (InputStream in = Dialects.class.getResourceAsStream("dialects.yaml")) {
            Map<String, Object> file = new Yaml().load(in);
            return List.of(new ObjectMapper().convertValue(file.get("dialects"), Dialect[].class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The dialect whose name is the first segment of the path, else the one at the root. */
    public static Dialect at(String path) {
        return ALL.stream().filter(dialect -> path.startsWith('/' + dialect.name() + '/')).findFirst().orElse(SANDBOX);
    }

    /** All of them, that at the root last. */
    public static List<Dialect> all() {
        return ALL;
    }
}
