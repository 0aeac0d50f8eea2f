package io.reeldrop.console.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Where the demo's drops come from and its videos go to. */
interface DemoPlace extends AutoCloseable {

    /** What holds {@code in/} and all the others, absolute. */
    String root();

    /** The watch file, a resource beside this class. */
    String watch();

    /** The settings that it needs. */
    Map<String, String> settings();

    /** Where its files lie on this machine. @param home as a person at the terminal would write it */
    Path kept(Path home);

    /** Where somebody finds it, line by line. @param home as a person at the terminal would write it */
    List<String> found(String command, Path home);

    @Override
    void close() throws IOException;

    /** A folder in the demo's home. */
    static DemoPlace folder(Path home) {
        return new DemoPlace() {
            @Override
            public String root() {
                return home.resolve("watch").toString();
            }

            @Override
            public String watch() {
                return "demo.camel.yaml";
            }

            @Override
            public Map<String, String> settings() {
                return Map.of("reeldrop.root", "watch");
            }

            @Override
            public Path kept(Path shown) {
                return shown.resolve("watch");
            }

            @Override
            public List<String> found(String command, Path shown) {
                return List.of(kept(shown) + "/   out/ videos, done/ their drops, dead-letter/, and _status.txt for those who drop");
            }

            @Override
            public void close() {
                // Nothing was opened.
            }
        };
    }
}
