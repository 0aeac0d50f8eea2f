package io.reeldrop.console.pipeline;

import io.reeldrop.runtime.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The files that an operator begins with, as they are packed. Nothing that is there is touched. */
public final class NewHome {

    private static final String WATCH = "default.camel.yaml";
    /** A default that stood in the file would outlive the version that it was the default of. */
    private static final String HEAD = """
            # Yours to edit. Each #reeldrop. line shows a setting with its default: take the # away and change the value to set it.
            # What is not set here takes the default of whichever version of Reeldrop runs.

            """;

    private final Path folder;

    public NewHome(Path folder) {
        this.folder = folder;
    }

    /** @param told of each file, whether it was made or left as it is */
    public void make(Consumer<String> told) throws IOException {
        write(Settings.FILE, HEAD + commented(packed(Settings.class, "application.properties")), told);
        Path watches = Files.createDirectories(folder.resolve(Settings.WATCHES));
        try (Stream<Path> there = Files.list(watches)) {
            if (there.anyMatch(file -> file.toString().endsWith(".camel.yaml"))) {
                // Whoever took the default watch away does not want a second folder to be watched.
                told.accept("  as it was  " + Settings.WATCHES + " has watches");
                return;
            }
        }
        write(Settings.WATCHES + "/" + WATCH, packed(NewHome.class, WATCH), told);
    }

    private void write(String name, String text, Consumer<String> told) throws IOException {
        Path file = folder.resolve(name);
        if (Files.exists(file)) {
            told.accept("  as it was  " + name);
            return;
        }
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
        told.accept("  made       " + name);
    }

    private static String commented(String properties) {
        return properties.replaceAll("(?m)^reeldrop\\.", "#reeldrop.");
    }

    private static String packed(Class<?> beside, String name) throws IOException {
        try (InputStream in = beside.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
