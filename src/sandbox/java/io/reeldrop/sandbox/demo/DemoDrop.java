package io.reeldrop.sandbox.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.gateway.Profile;
import io.reeldrop.job.Json;
import io.reeldrop.job.State;
import io.reeldrop.sandbox.Packed;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A drop of the demo, whose files are packed beside this class, and what is to come of it.
 *
 * @param sidecar the other file, or null where the folder's defaults are enough
 * @param tells   what its reason must name; empty for a video
 * @param purpose what it shows, in a few words
 */
record DemoDrop(String image, String sidecar, State outcome, String tells, String purpose) {

    static final String DEFAULTS = "flowers/_defaults.json";
    static final List<DemoDrop> ALL = List.of(new DemoDrop("sunrise.jpg", "sunrise.json", State.DELIVERED, "", "an image and its sidecar"),
            new DemoDrop("holiday/sailing.jpg", "holiday/sailing.json", State.DELIVERED, "", "in a sub-folder, whose name the video keeps"),
            new DemoDrop("city.png", "city.png.json", State.DELIVERED, "", "upright; the sidecar bears the image's whole name"),
            new DemoDrop("flowers/rose.jpg", null, State.DELIVERED, "", "no sidecar: the folder's _defaults.json says all"),
            new DemoDrop("lighthouse.png", "lighthouse.json", State.REJECTED, "60 s", "asks for what is not sold: refused, free of charge"),
            new DemoDrop("storm.jpg", "storm.json", State.FAILED, "SAFETY.INPUT.TEXT", "the gateway's moderation objects to it"));

    /** What its job is called. */
    String name() {
        return (image + ".json").equals(sidecar) ? image : image.substring(0, image.lastIndexOf('.'));
    }

    boolean good() {
        return outcome == State.DELIVERED;
    }

    /** What its sidecar asks for at a gateway. What is to be refused stays as it is, but for the model. */
    byte[] asked(Profile profile) {
        ObjectNode fields = adapted(profile, sidecar, outcome != State.REJECTED);
        if (outcome == State.FAILED) {
            // Resellers may keep the failure's code to themselves; then it would be tried once more.
            fields.put("promptText", fields.path("promptText").asText() + " [style wrapped]");
        }
        return fields.toPrettyString().getBytes(StandardCharsets.UTF_8);
    }

    static byte[] defaults(Profile profile) {
        return adapted(profile, DEFAULTS, true).toPrettyString().getBytes(StandardCharsets.UTF_8);
    }

    /** The fields of a file; if they are to be sold, with a model, a shape and a length that the gateway has. */
    private static ObjectNode adapted(Profile profile, String file, boolean sold) {
        ObjectNode fields = Json.read(Packed.text(DemoDrop.class, "drops/" + file), ObjectNode.class);
        if (profile.model(fields.path("model").asText()) == null) {
            fields.put("model", profile.models().keySet().iterator().next());
        }
        if (sold && !profile.submit().path().equals("/v1/image_to_video")) {
            // All resellers have these.
            fields.put("ratio", fields.path("ratio").asText().startsWith("720:") ? "768:1280" : "1280:768").put("duration", 5);
        }
        return fields;
    }
}
