package io.reeldrop.gateway;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Rules for the address of a gateway, to which the key is sent. */
final class BaseUrl {

    private BaseUrl() {
    }

    /** What is wrong with an address, and what to do. */
    record Fault(String message, String remedy) {
    }

    static Optional<Fault> fault(String text) {
        URI uri;
        try {
            uri = new URI(text.strip());
        } catch (URISyntaxException e) {
            return Optional.of(new Fault("“" + Words.plain(text) + "” is not a web address", "Write it as https://host"));
        }
        boolean http = "http".equalsIgnoreCase(uri.getScheme());
        if (!http && !"https".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null) {
            return Optional.of(new Fault("“" + Words.plain(text) + "” is not a web address", "Write it as https://host"));
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            return Optional.of(new Fault("holds more than host, port and path", "Keep https://host, a port and a path only"));
        }
        if (http && !isLoopback(text)) {
            return Optional.of(new Fault("would send the key in clear text to " + uri.getHost(), "Use https"));
        }
        return Optional.empty();
    }

    /** The address without a slash at its end, so that a path can follow. */
    static URI of(String text) {
        return URI.create(text.strip().replaceAll("/+$", ""));
    }

    /** Whether the host is written as this machine itself; no name is looked up, because an answer can change. */
    static boolean isLoopback(String text) {
        try {
            String host = new URI(text.strip()).getHost();
            return host != null && (Set.of("localhost", "[::1]").contains(host.toLowerCase(Locale.ROOT))
                    || host.matches("127(\\.\\d{1,3}){3}"));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
