package io.reeldrop.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.reeldrop.gateway.Profile.Form;
import io.reeldrop.job.Image;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks the image of a request: where it is named, in which form and in which frames; its size is {@link ImageCheck}'s. */
final class PromptImageCheck {

    private static final String DATA = "data:";
    private static final Pattern DATA_TYPE = Pattern.compile("data:image/([a-z]+);base64,", Pattern.CASE_INSENSITIVE);
    private static final String FIELD = RequestFields.IMAGE;

    private final Profile profile;
    private final Model model;
    private final Faults faults;

    PromptImageCheck(Profile profile, Model model, Faults faults) {
        this.profile = profile;
        this.model = model;
        this.faults = faults;
    }

    void check(JsonNode value, Image image) {
        if (image != null) {
            new ImageCheck(profile).check(image, faults);
        }
        if (value.isArray()) {
            frames(value, image);
        } else if (value.isTextual()) {
            form(FIELD, value.textValue());
            if (image != null) {
                both();
            }
        } else if (!value.isMissingNode()) {
            faults.wrongType(FIELD, value, "a URL or a list of frames");
        }
    }

    private void frames(JsonNode frames, Image image) {
        List<String> positions = new ArrayList<>();
        int open = 0;
        for (int i = 0; i < frames.size(); i++) {
            JsonNode frame = frames.get(i);
            String at = FIELD + "[" + i + "]";
            frame.fieldNames().forEachRemaining(key -> {
                if (!key.equals("uri") && !key.equals("position")) {
                    faults.add(at + "." + Words.plain(key), "is not a field of a frame", "uri, position",
                            Words.didYouMean(key, List.of("uri", "position"), "Remove it"));
                }
            });
            if (frame.path("position").isTextual()) {
                positions.add(frame.path("position").textValue());
            } else {
                faults.add(at, "does not say which frame it is", offered(), "Give it a position");
            }
            if (frame.path("uri").isTextual()) {
                form(at + ".uri", frame.path("uri").textValue());
            } else if (frame.has("uri")) {
                faults.wrongType(at + ".uri", frame.path("uri"), "a URL");
            } else {
                open++;
            }
        }
        if (model != null && positions.size() == frames.size() && !offered(positions)) {
            faults.add(FIELD, "frames [" + Words.plain(Words.list(positions)) + "] are not offered", offered(), "Choose one of these");
        }
        fill(open, image);
    }

    private void fill(int open, Image image) {
        if (image != null && open == 0) {
            both();
        } else if (open > (image == null ? 0 : 1)) {
            faults.add(FIELD, "leaves " + open + " frames without an image", image == null ? "0" : "1", "Give each other frame a uri");
        }
    }

    private void both() {
        faults.add(FIELD, "names an image, but an image file was dropped as well", null, "Drop either, not both");
    }

    private boolean offered(List<String> positions) {
        return model.frames().stream().anyMatch(set -> set.size() == positions.size()
                && new TreeSet<>(set).equals(new TreeSet<>(positions)));
    }

    private String offered() {
        return model == null ? null : model.frames().isEmpty() ? "no frames, only one image" : Words.list(model.frames());
    }

    private void form(String field, String text) {
        Form form = profile.promptImage().stream().filter(f -> text.regionMatches(true, 0, f.prefix(), 0, f.prefix().length()))
                .findFirst().orElse(null);
        if (form == null) {
            faults.add(field, "“" + Words.plain(head(text)) + "” is in no form that " + profile.name() + " takes",
                    Words.list(profile.promptImage().stream().map(f -> f.prefix() + "…").toList()), "Use one of these forms");
            return;
        }
        int least = form.minChars() == null ? form.prefix().length() + 1 : form.minChars();
        if (text.length() < least || text.length() > form.maxChars()) {
            faults.add(field, "has " + text.length() + " characters", least + " to " + form.maxChars(),
                    "Use an address of that length, or drop the image as a file");
        } else if (form.domainOnly() && !namesDomain(text)) {
            faults.add(field, "“" + Words.plain(head(text)) + "” names no domain, and the gateway fetches from nowhere else", null,
                    "Use a URL with a host name, or drop the image as a file");
        } else if (text.regionMatches(true, 0, DATA, 0, DATA.length()) && !typeOffered(text)) {
            faults.add(field, "“" + Words.plain(head(text)) + "” is no image of a type that " + profile.name() + " takes",
                    Words.list(profile.image().types().keySet()) + ", each as data:image/…;base64,", "Drop the image as a file");
        }
    }

    /** As with a file: another type is refused by the gateway, if it is not paid for first. */
    private boolean typeOffered(String dataUri) {
        Matcher type = DATA_TYPE.matcher(dataUri);
        return type.lookingAt()
                && profile.image().types().containsKey(type.group(1).toLowerCase(Locale.ROOT).replaceFirst("^jpg$", "jpeg"));
    }

    private static String head(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    private static boolean namesDomain(String text) {
        try {
            String host = new URI(text).getHost();
            return host != null && host.contains(".") && !host.startsWith("[") && !host.matches("[\\d.]+");
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
