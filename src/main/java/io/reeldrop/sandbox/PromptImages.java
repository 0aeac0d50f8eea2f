package io.reeldrop.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Judges {@code promptImage}: an {@code https:} URL (never fetched; it stands for a generated picture) or a {@code data:} URI whose image
 * can really be decoded. WebP is taken by its first bytes, since the JDK cannot decode it.
 */
final class PromptImages {

    private static final int LONGEST_DATA_URI = 5_242_880;
    private static final Pattern DATA_URI = Pattern.compile("data:image/(jpeg|jpg|png|webp);base64,");
    private static final Pattern IP_ADDRESS = Pattern.compile("\\[.*|[0-9.]+");
    private static final Set<String> SLOTS_OF_ARRAY = Set.of("uri", "position");

    private final Pictures pictures;

    PromptImages(Pictures pictures) {
        this.pictures = pictures;
    }

    /** The first image's URI when the form of all is right; else null, and an issue is added. */
    String uri(JsonNode image, List<List<String>> frames, Issues issues) {
        if (image.isMissingNode()) {
            return null;
        }
        if (image.isTextual()) {
            return checked(image.textValue(), issues, "promptImage");
        }
        if (!image.isArray()) {
            issues.add("invalid_union", "Expected a string or an array", "promptImage");
            return null;
        }
        int most = frames.stream().mapToInt(List::size).max().orElse(1);
        if (image.isEmpty() || image.size() > most) {
            issues.add(image.isEmpty() ? "too_small" : "too_big", "Array must contain 1 to " + most + " elements", "promptImage");
            return null;
        }
        List<String> positions = image.findValuesAsText("position").stream().sorted().toList();
        if (!frames.contains(positions)) {
            issues.add("invalid_enum_value", "Expected positions " + frames, "promptImage", "0", "position");
        }
        String first = null;
        for (int i = image.size() - 1; i >= 0; i--) {
            first = element(image.get(i), Integer.toString(i), issues);
        }
        return first;
    }

    private static String element(JsonNode element, String at, Issues issues) {
        element.fieldNames().forEachRemaining(name -> {
            if (!SLOTS_OF_ARRAY.contains(name)) {
                issues.add("unrecognized_keys", "Unrecognized key in object: '" + name + "'", "promptImage", at);
            }
        });
        if (!element.path("uri").isTextual()) {
            issues.add("invalid_type", "Expected string", "promptImage", at, "uri");
            return null;
        }
        return checked(element.path("uri").textValue(), issues, "promptImage", at, "uri");
    }

    private static String checked(String uri, Issues issues, String... path) {
        if (uri.startsWith("data:")) {
            if (uri.length() > LONGEST_DATA_URI) {
                issues.add("too_big", "Data URI must contain at most " + LONGEST_DATA_URI + " characters", path)
                        .put("maximum", LONGEST_DATA_URI);
                return null;
            }
            if (!DATA_URI.matcher(uri).lookingAt()) {
                issues.add("invalid_string", "Data URI must be a base64 image of type jpeg, png or webp", path);
                return null;
            }
            return uri;
        }
        if (uri.length() < 13 || uri.length() > 2048 || !domain(uri)) {
            issues.add("invalid_string", "Expected an https URL with a domain name, 13 to 2048 characters long, or a data URI", path);
            return null;
        }
        return uri;
    }

    private static boolean domain(String uri) {
        try {
            URI parsed = URI.create(uri);
            return "https".equals(parsed.getScheme()) && parsed.getHost() != null && !IP_ADDRESS.matcher(parsed.getHost()).matches();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Keeps the image of a URI that {@link #uri} found good. */
    Picture picture(String uri) throws Refusal, IOException {
        Matcher start = DATA_URI.matcher(uri);
        if (!start.lookingAt()) {
            return pictures.named(uri);
        }
        byte[] image;
        try {
            image = Base64.getDecoder().decode(uri.substring(start.end()));
        } catch (IllegalArgumentException e) {
            throw Refusal.documented(400, "Invalid asset. The data URI is not base64.");
        }
        return pictures.keep(image);
    }
}
