package io.reeldrop.job;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * The door for every address that is called. camel-http resolves property placeholders in {@code CamelHttpUri}, so a reply that names
 * <code>http://elsewhere/{{env:SOME_KEY}}</code> would be sent the key, and <code>{{bean:…}}</code> would call one of ours. Only here is
 * that header set, and no brace gets past: whatever may not stand in an address is percent-encoded.
 */
public final class WebAddress {

    /** Presigned links with a session's token have some 2,500 characters. */
    private static final int MOST = 8_192;
    private static final Pattern ODD = Pattern.compile("[^!#$%&'()*+,\\-./0-9:;=?@A-Z\\[\\]_a-z~]|%(?![0-9A-Fa-f]{2})");
    /** More than {@link URI#getHost()} knows: there are servers whose names hold an underscore. */
    private static final Pattern AUTHORITY = Pattern.compile("(?:[0-9A-Za-z._~-]+|\\[[0-9A-Fa-f:.]+])(?::([0-9]{0,5}))?");

    private final URI uri;

    private WebAddress(URI uri) {
        this.uri = uri;
    }

    /**
     * Reads an absolute address as browsers do: what should have been encoded is.
     *
     * @throws Refused if it is none that may be called; the message does not repeat what may be a signed link
     */
    public static WebAddress of(String text) throws Refused {
        return judged(parsed(text));
    }

    /** An address of our own making: a gateway's, out of its profile and the settings. */
    public static WebAddress of(URI ours) {
        try {
            return of(ours.toString());
        } catch (Refused e) {
            throw new IllegalArgumentException(Discreet.cut(ours.toString()) + " " + e.getMessage(), e);
        }
    }

    /**
     * Where a redirect from here leads.
     *
     * @param location absolute or relative
     * @throws Refused if that is nowhere that may be called
     */
    public WebAddress resolve(String location) throws Refused {
        return judged(uri.resolve(parsed(location)));
    }

    /** Makes it the address that camel-http calls for this message. */
    public void address(Message message) {
        message.setHeader(Exchange.HTTP_URI, uri.toString());
    }

    public URI uri() {
        return uri;
    }

    private static URI parsed(String text) throws Refused {
        String address = text.strip();
        if (address.length() > MOST) {
            throw new Refused("has " + address.length() + " characters; at most " + MOST + " are followed");
        }
        try {
            URI uri = new URI(ODD.matcher(address).replaceAll(odd -> encoded(odd.group())));
            // A fragment is the browser's own business.
            return uri.getRawFragment() == null ? uri : new URI(uri.toString().substring(0, uri.toString().indexOf('#')));
        } catch (URISyntaxException e) {
            throw new Refused("is not a web address");
        }
    }

    private static String encoded(String odd) {
        StringBuilder encoded = new StringBuilder();
        for (byte each : odd.getBytes(StandardCharsets.UTF_8)) {
            encoded.append(String.format("%%%02X", each));
        }
        return encoded.toString();
    }

    private static WebAddress judged(URI uri) throws Refused {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https") || uri.getRawAuthority() == null) {
            throw new Refused("is not a web address");
        }
        Matcher authority = AUTHORITY.matcher(uri.getRawAuthority());
        if (!authority.matches()) {
            throw new Refused("names no host, or more than a host and a port");
        }
        String port = authority.group(1);
        if (port != null && !port.isEmpty() && Integer.parseInt(port) > 65_535) {
            throw new Refused("names port " + port + ", and there is none above 65535");
        }
        return new WebAddress(uri);
    }

    @Override
    public String toString() {
        return Discreet.cut(uri.toString());
    }

    /** An address that is not called; the message goes on from "the address …". */
    public static final class Refused extends Exception {

        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }
}
