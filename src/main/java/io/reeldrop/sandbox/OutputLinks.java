package io.reeldrop.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Output URLs that expire: {@code http://host/outputs/<task>.mp4?_jwt=<header>.<payload>.<signature>}. The payload carries {@code exp}
 * (epoch seconds) as the official ones do, and {@code ms} since seconds are too coarse for tests.
 */
final class OutputLinks {

    private static final String HEADER = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
    private static final Pattern QUERY = Pattern.compile("_jwt=" + HEADER + "\\.([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]+)");
    private static final Pattern EXPIRY = Pattern.compile("\"ms\":(\\d{1,18})}");

    private final String secret;

    OutputLinks(String secret) {
        this.secret = secret;
    }

    /** The part behind the question mark. */
    String query(String id, long expiresAt) {
        String payload = base64("{\"sub\":\"" + id + "\",\"exp\":" + expiresAt / 1000 + ",\"ms\":" + expiresAt + "}");
        return "_jwt=" + HEADER + '.' + payload + '.' + signature(id, payload);
    }

    /** Whether the query was given out for this task and has not expired. */
    boolean opens(String id, String query, long now) {
        Matcher parts = QUERY.matcher(query == null ? "" : query);
        if (!parts.matches() || !signature(id, parts.group(1)).equals(parts.group(2))) {
            return false;
        }
        Matcher expiry = EXPIRY.matcher(new String(Base64.getUrlDecoder().decode(parts.group(1)), StandardCharsets.UTF_8));
        return expiry.find() && now < Long.parseLong(expiry.group(1));
    }

    private String signature(String id, String payload) {
        return Hash.hex(secret + '/' + id + '/' + payload);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
