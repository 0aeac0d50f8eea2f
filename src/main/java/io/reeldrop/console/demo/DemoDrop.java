package io.reeldrop.console.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.job.State;
import io.reeldrop.storage.Storage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import javax.imageio.ImageIO;

/**
 * A drop of the demo and what is to come of it.
 *
 * @param image    its file, relative to {@code in/}
 * @param sidecar  the other file, or null where the folder's defaults are enough
 * @param json     what that says
 * @param picture  draws it
 * @param outcome  how its job ends when all is well
 * @param tells    what its reason must name; null for a video
 * @param purpose  what it shows, in a few words
 */
record DemoDrop(String image, String sidecar, String json, Supplier<BufferedImage> picture, State outcome, String tells, String purpose) {

    static final String DEFAULTS = "flowers/_defaults.json";
    static final String DEFAULTS_JSON = """
            {
              "sidecar": "optional",
              "model": "gen4_turbo",
              "ratio": "960:960",
              "duration": 4,
              "promptText": "A breeze moves the petals, soft light, close-up"
            }
            """;

    static final List<DemoDrop> ALL = List.of(
            good("sunrise.png", "sunrise.json", "gen4_turbo", "1280:720", 5, "The sun rises over the hills, birds cross the sky",
                    DemoPictures::sunrise,
                    "an image and its sidecar"),
            good("holiday/sailing.jpg", "holiday/sailing.json", "gen4_turbo", "1104:832", 4,
                    "The boat sails on, small waves, drifting clouds", DemoPictures::sailing,
                    "in a sub-folder, whose name the video keeps"),
            good("city.png", "city.png.json", "gen4.5", "720:1280", 3, "Lights go on and off, the moon climbs", DemoPictures::city,
                    "upright; the sidecar bears the image's whole name"),
            new DemoDrop("flowers/rose.png", null, null, DemoPictures::rose, State.DELIVERED, null,
                    "no sidecar: the folder's _defaults.json says all"),
            new DemoDrop("lighthouse.png", "lighthouse.json", json("gen4_turbo", "1920:1080", 60, "The beam turns"),
                    DemoPictures::lighthouse, State.REJECTED,
                    "60 s", "asks for what is not sold: refused, free of charge"),
            new DemoDrop("storm.png", "storm.json", json("gen4_turbo", "1280:720", 5, "Lightning strikes [fail SAFETY.INPUT.TEXT]"),
                    DemoPictures::storm,
                    State.FAILED, "SAFETY.INPUT.TEXT", "the gateway's moderation objects to it"));

    private static DemoDrop good(String image, String sidecar, String model, String ratio, int seconds, String prompt,
            Supplier<BufferedImage> picture, String purpose) {
        return new DemoDrop(image, sidecar, json(model, ratio, seconds, prompt), picture, State.DELIVERED, null, purpose);
    }

    private static String json(String model, String ratio, int seconds, String prompt) {
        return """
                {
                  "promptText": "%s",
                  "model": "%s",
                  "ratio": "%s",
                  "duration": %d
                }
                """.formatted(prompt, model, ratio, seconds);
    }

    /** What its job is called. */
    String name() {
        return sidecar == null || !sidecar.equals(image + ".json") ? image.substring(0, image.lastIndexOf('.')) : image;
    }

    /** What its sidecar says. */
    ObjectNode fields() {
        return read(json);
    }

    static ObjectNode defaults() {
        return read(DEFAULTS_JSON);
    }

    private static ObjectNode read(String json) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean good() {
        return outcome == State.DELIVERED;
    }

    /** Whether it reaches the gateway. */
    boolean sent() {
        return outcome != State.REJECTED;
    }

    /** Draws and writes image and sidecar. */
    void draw(Path folder) throws IOException {
        Path file = folder.resolve(image);
        Files.createDirectories(file.getParent());
        ImageIO.write(picture.get(), image.endsWith(".jpg") ? "jpg" : "png", file.toFile());
        if (sidecar != null) {
            Files.writeString(folder.resolve(sidecar), json);
        }
    }

    /** Moves image and sidecar from where they were drawn. */
    void drop(Storage from, Storage in) throws IOException {
        in.move(from, image, image);
        if (sidecar != null) {
            in.move(from, sidecar, sidecar);
        }
    }
}
